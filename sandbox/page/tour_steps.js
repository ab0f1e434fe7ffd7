/** Which step of the tour the real state has reached. Pure: facts in, words and places out. */

export const STEPS = ["Спросить", "Взять", "Ответить", "Просрочить"];

/** What each step waits for, among the appeals that came after the tour began. */
const REACHED = [
  (mine) => mine.length > 0,
  (mine) => mine.some(({ code }) => code !== "new"),
  (mine) => mine.some(({ code }) => code === "answered" || code === "closed"),
  (mine) => mine.some(({ overdue }) => overdue),
];

/** `done` (four booleans) with what `appeals` newer than number `since` have reached; a step once done stays done. */
export function progress(done, appeals, since) {
  const mine = appeals.filter(({ id }) => id > since);
  return REACHED.map((reached, step) => done[step] || reached(mine));
}

/** The number of the step to do now; STEPS.length when all are done. */
export function current(done) {
  const step = done.indexOf(false);
  return step < 0 ? STEPS.length : step;
}

const isOpen = ({ code }) => code === "new" || code === "taken" || code === "clarifying";

/**
 * What to do and where: {text, place, digits}. `place` is named in tour_places.js; `digits` end the appeal's number,
 * `topic` is the name of the open topic.
 */
export function advice(done, appeals, since, topic) {
  const mine = appeals.filter(({ id }) => id > since);
  const step = current(done);
  const wanted = step === 1 ? mine.find(({ code }) => code === "new") : mine.find(isOpen);
  const digits = wanted?.number.slice(-6) ?? null;
  const isThere = digits !== null && Boolean(topic?.includes(digits));
  if (step === 0) return { place: "ask", text: "Вы работодатель. Напишите в чате клиента любой вопрос и отправьте его: бот сразу назовёт номер и срок." };
  if (step === 1 && !isThere) return { place: "topic", digits, text: "У обращения появилась тема в чате модераторов. Откройте её: там карточка со сроком и вопросом." };
  if (step === 1) return { place: "take", text: "Вы модератор. Нажмите под карточкой «Взять»: клиент узнает, кто занимается вопросом." };
  if (step === 2 && digits && !isThere) return { place: "topic", digits, text: "Вернитесь в тему обращения: ответ пишут в ней." };
  if (step === 2) return { place: "answer", text: "Напишите ответ прямо в тему, он уйдёт клиенту. Затем нажмите под карточкой «Ответ дан»: часы остановятся." };
  if (step === 3 && !wanted) return { place: "ask", text: "Задайте ещё один вопрос как клиент и не отвечайте на него." };
  if (step === 3) return { place: "next", text: "Нажимайте «К ближайшему сроку»: сначала придут предупреждения, потом срок выйдет. В лестнице видно, кому сообщили." };
  return { place: "ladder", text: "Вы прошли весь путь. Нажмите «К ближайшему сроку» ещё раз: о просрочке узнают начальник отдела, потом контролёр." };
}
