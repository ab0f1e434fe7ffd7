/** The guided tour: four steps that advance by themselves as the real state changes. Closed and done is remembered. */
import { byId, h, show, spoken } from "./dom.js";
import { advice, current, progress, STEPS } from "./tour_steps.js";

const KEPT = "otklik.tour";
const FRESH = { closed: false, since: 0, done: [false, false, false, false] };
const FOCUSABLE = "button:not([tabindex='-1']), textarea, select";

/** `on.reveal(panel)` brings a column («client», «staff» or «state») to the front. */
export function createTour(on) {
  const box = byId("tour");
  const open = byId("tour-open");
  let kept = remembered();
  let appeals = [];
  let topic = null;
  let marked = [];

  function draw() {
    open.setAttribute("aria-expanded", String(!kept.closed));
    if (!show(box, !kept.closed)) return mark([]);
    const step = current(kept.done);
    const { text } = advice(kept.done, appeals, kept.since, topic);
    byId("tour-steps").replaceChildren(...STEPS.map((name, at) => h("li", {
      "aria-current": at === step && "step", "data-done": kept.done[at],
    }, name, kept.done[at] && spoken(" (сделано)"))));
    const said = step < STEPS.length ? `Шаг ${step + 1} из ${STEPS.length}. ${text}` : text;
    if (byId("tour-text").textContent !== said) byId("tour-text").textContent = said;
    show(byId("tour-again"), step === STEPS.length);
    markPlaces();
  }

  /** The places of a step: what is highlighted; the first is where «Показать» leads. */
  function places() {
    const { place, digits } = advice(kept.done, appeals, kept.since, topic);
    const buttons = (words) => [...document.querySelectorAll("#staff-chat [data-press]")].filter((one) => one.textContent.trim() === words);
    const rows = () => [...document.querySelectorAll(".topic-row")].filter((row) => digits && row.textContent.includes(digits));
    return {
      ask: () => [document.querySelector("#client-chat .composer-row")],
      topic: rows,
      take: () => buttons("Взять").slice(-1),
      answer: () => [document.querySelector("#staff-chat .composer-row"), ...buttons("Ответ дан").slice(-1)],
      next: () => [byId("clock-next")],
      ladder: () => [byId("clock-next")],
    }[place]();
  }

  function markPlaces() {
    mark(kept.closed ? [] : places());
  }

  function mark(elements) {
    if (elements.length === marked.length && elements.every((one, at) => one === marked[at])) return;
    for (const one of marked) one.classList.remove("tour-here");
    for (const tab of document.querySelectorAll("#tabs .tour-here")) tab.classList.remove("tour-here");
    marked = elements;
    for (const one of marked) {
      one.classList.add("tour-here");
      byId(`tab-${panelOf(one)}`).classList.add("tour-here");
    }
  }

  function save(change) {
    kept = { ...kept, ...change };
    try {
      localStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      /* A browser that keeps nothing shows the tour again; nothing else is lost. */
    }
    draw();
  }

  /** Put the focus where the step is done. */
  function reveal() {
    const [place] = places();
    if (!place) return;
    on.reveal(panelOf(place), place);
    const target = place.matches(FOCUSABLE) ? place : place.querySelector("textarea") ?? place;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  open.addEventListener("click", () => {
    save({ closed: !kept.closed });
    if (!kept.closed) byId("tour-show").focus();
  });
  byId("tour-close").addEventListener("click", () => {
    save({ closed: true });
    open.focus();
  });
  byId("tour-show").addEventListener("click", reveal);
  byId("tour-again").addEventListener("click", () => {
    save({ ...FRESH, since: Math.max(0, ...appeals.map(({ id }) => id)) });
    byId("tour-show").focus();
  });
  /* Messages and topics are drawn anew now and then: their marks have to be put back. */
  new MutationObserver(markPlaces).observe(byId("columns"), { childList: true, subtree: true });
  draw();

  return {
    setAppeals(found) {
      appeals = found;
      /* Numbers below where the tour began: the sandbox was started afresh. */
      const since = found.length && found.every(({ id }) => id < kept.since) ? 0 : kept.since;
      const done = progress(kept.done, found, since);
      if (since !== kept.since || String(done) !== String(kept.done)) save({ since, done });
      else draw();
    },
    setTopic(name) {
      topic = name;
      draw();
    },
  };
}

const panelOf = (node) => node.closest(".panel").id.replace("-panel", "");

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return kept && kept.done?.length === STEPS.length ? kept : FRESH;
  } catch {
    return FRESH;
  }
}
