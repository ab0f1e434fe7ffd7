/** The clock of the sandbox: what time it is at the authority, what comes next, and buttons that let time pass. */
import * as api from "./api.js";
import { byId } from "./dom.js";
import { dayKey, dayMonth, now, setClock, span, time, toDate, weekday, zoneName } from "./format.js";
import { attempt } from "./notices.js";

const MINUTE = 60;
const HOUR = 3600;
const BUTTONS = ["clock-minutes", "clock-hour", "clock-next"];

/** `on.zone()` is called when times have to be drawn anew, `on.tick()` every second, `on.moved(what)` after a move, `what` being the step it led to, if to one. */
export function createClock(on) {
  const nextButton = byId("clock-next");
  let next = null;
  let known = false;
  let busy = false;

  async function refresh() {
    const clock = await api.getClock().catch(() => null);
    if (clock) take(clock);
  }

  function take(clock) {
    known = true;
    next = clock.next;
    if (setClock(clock.now, clock.zone)) on.zone();
    byId("clock-offset").textContent = clock.offset >= 1
      ? `+${span(clock.offset)} к настоящему времени` : "идёт вместе с настоящим";
    drawNext();
    tick();
  }

  /** What comes next and when: the button is described by it. */
  function drawNext() {
    write(byId("clock-next-what"), next?.what ?? (known ? "Сроков впереди нет: они появятся с новым обращением." : ""));
    write(byId("clock-next-when"), next ? `${dayAndTime(next.at)} · через ${span((toDate(next.at) - now()) / 1000)}` : "");
    for (const id of BUTTONS) byId(id).setAttribute("aria-disabled", String(busy || !known || (id === "clock-next" && !next)));
  }

  function tick() {
    if (!known) return;
    write(byId("clock-time"), time(now()));
    write(byId("clock-day"), weekday(now()));
    write(byId("clock-zone"), `Время ведомства, ${zoneName(now())}: `);
    drawNext();
    on.tick();
  }

  async function move(action, meanwhile, what = null) {
    if (busy || !known) return;
    busy = true;
    drawNext();
    write(byId("clock-said"), meanwhile);
    const clock = await attempt(action);
    busy = false;
    if (clock) take(clock);
    else drawNext();
    write(byId("clock-said"), clock ? `Сейчас ${time(now())}, ${weekday(now())}.` : "");
    if (clock) on.moved(what);
  }

  byId("clock-minutes").addEventListener("click", () => move(() => api.forward(10 * MINUTE), "Проходит 10 минут…"));
  byId("clock-hour").addEventListener("click", () => move(() => api.forward(HOUR), "Проходит час…"));
  nextButton.addEventListener("click", () => next && move(api.forwardToNext, "Время идёт до ближайшего срока…", next.what));
  setInterval(tick, 1000);
  drawNext();
  return { refresh };
}

const dayAndTime = (value) => (dayKey(value) === dayKey(now()) ? time(value) : `${dayMonth(value)}, ${time(value)}`);

/** Text is changed only when it says something new, so that nothing is read out again and again. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
