/** The chosen appeal: its state and time left, its ladder, its history. Follows the topic that is open. */
import { createAppeals } from "./appeals.js";
import { byId, h, show } from "./dom.js";
import { excerpt, now, span, toDate } from "./format.js";

const OPEN = new Set(["new", "taken", "clarifying"]);
const STEPS = { taken: "сделано", late: "сделано с опозданием", ahead: "впереди", skipped: "не понадобилось" };
const IN_TOPIC = /\d{6}/;
const NUMBER = /\d{4}-\d{6}/;

/** `onList(appeals)` is told about every reading. Returns follow, reached, refresh, setRunning and tick. */
export function createAppealCard(onList) {
  const choice = byId("appeal-choice");
  let list = [];
  let chosen = null;
  let followed = null;
  let byHand = false;
  let picked = false;
  let shown = null;

  const appeals = createAppeals(() => chosen, {
    list(found) {
      list = found;
      follow(followed);
      drawChoice();
      say(list.length ? "" : "Обращений пока нет. Задайте вопрос от имени клиента.");
      onList(found);
    },
    one: draw,
    lost: (running) => say(away(running)),
  });

  function away(running) {
    const known = list.length ? " Показано то, что было известно." : "";
    if (running) return `Бот запускается.${known || " Сроки появятся, когда он ответит."}`;
    return `Бот остановлен.${known || " Запустите его, чтобы увидеть сроки."}`;
  }

  /** Show the appeal of a topic by its name; without one (null) stay, or show the latest if none was ever picked. */
  function follow(name) {
    const digits = name?.match(IN_TOPIC)?.[0] ?? null;
    if (digits !== followed) byHand = false;
    followed = digits;
    const found = digits && !byHand && list.find(({ number }) => number.endsWith(digits));
    picked ||= Boolean(found);
    if (found) choose(found.number);
    else if (!picked || !list.some(({ number }) => number === chosen)) choose(list[0]?.number ?? null);
  }

  /** Show whose step it was that the clock was put forward to; `what` names it. */
  function reached(what) {
    const number = what?.match(NUMBER)?.[0];
    if (!list.some((one) => one.number === number)) return;
    byHand = picked = true;
    choose(number);
  }

  function choose(number) {
    if (number === chosen) return;
    chosen = number;
    drawChoice();
    appeals.refreshOne();
  }

  function drawChoice() {
    const wanted = list.map((one) => ({ number: one.number, text: `${one.number} · ${stateOf(one)} · ${excerpt(one.subject, 40)}` }));
    const signature = JSON.stringify(wanted);
    if (choice.dataset.signature !== signature) {
      choice.dataset.signature = signature;
      choice.replaceChildren(...wanted.map(({ number, text }) => h("option", { value: number }, text)));
    }
    choice.value = chosen ?? "";
    show(byId("appeal-shown"), chosen !== null);
  }

  function draw(one) {
    announce(one);
    shown = one;
    byId("appeal-state").textContent = stateOf(one);
    byId("appeal-due").textContent = one.due_local ? `${OPEN.has(one.code) && !one.overdue ? "Ответить до" : "Срок был"} ${one.due_local}` : "";
    byId("ladder").replaceChildren(...one.ladder.map(rung));
    show(byId("ladder-empty"), one.ladder.length === 0);
    byId("history").replaceChildren(...[...one.events].reverse().map(line));
    tick();
  }

  /** Time left or gone by, while an answer is owed. */
  function tick() {
    const left = byId("appeal-left");
    const owed = shown && shown.due && OPEN.has(shown.code);
    if (!show(left, Boolean(owed))) return;
    const seconds = (toDate(shown.due) - now()) / 1000;
    left.dataset.late = String(seconds < 0);
    const text = seconds < 0 ? `Просрочено на ${span(-seconds)}` : `Осталось ${span(seconds)}`;
    if (left.textContent !== text) left.textContent = text;
  }

  /** A step that has just been taken is said once, to those who do not see the ladder. */
  function announce(one) {
    if (shown?.number !== one.number) return;
    const before = new Map(shown.ladder.map(({ name, state }) => [name, state]));
    const news = one.ladder.filter(({ name, state }) => before.get(name) === "ahead" && state !== "ahead");
    if (news.length) byId("ladder-said").textContent = news.map(({ name, state, told }) => `${name}: ${outcome(state, told)}${toldWords(told)}.`).join(" ");
  }

  function say(text) {
    const note = byId("appeal-note");
    if (note.textContent !== text) note.textContent = text;
    show(note, text !== "");
  }

  choice.addEventListener("change", () => {
    byHand = picked = true;
    choose(choice.value);
  });
  return { follow, reached, refresh: appeals.refresh, setRunning: appeals.setRunning, tick };
}

/** «Просрочено» goes first: who reads the list in a hurry needs it most. */
const stateOf = ({ state, overdue }) => (overdue && !state.startsWith("Просрочено") ? `Просрочено · ${state}` : state);

const capital = (words) => words.charAt(0).toLocaleUpperCase("ru-RU") + words.slice(1);

/** The deadline itself is told to nobody: it just comes. */
const outcome = (state, told) => (state === "taken" && !told?.length ? "наступил" : STEPS[state] ?? state);

const toldWords = (told) => (told?.length ? `, сообщено: ${told.join(", ")}` : "");

function rung({ name, at_local: at, state, told }) {
  return h("li", { "data-step": state },
    h("span", { class: "rung-mark", "aria-hidden": "true" }),
    h("p", { class: "rung-name" }, name),
    h("p", { class: "rung-when" }, h("time", {}, at), ` · ${outcome(state, told)}`),
    told?.length ? h("p", { class: "rung-told" }, `Сообщено: ${told.join(", ")}`) : null);
}

function line({ at_local: at, what, who }) {
  return h("li", {}, h("time", {}, at), h("p", {}, capital(what), who && h("span", { class: "event-more" }, who)));
}
