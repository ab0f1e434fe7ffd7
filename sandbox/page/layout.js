/** Tabs on a narrow screen, jumps between columns, and the help. */
import { byId } from "./dom.js";
import { drawBadge } from "./who.js";

const NAMES = ["client", "staff", "state"];
const narrow = matchMedia("(max-width: 700px)");

/** `focusOf` gives for each column the function that puts focus where one writes. */
export function createLayout(focusOf) {
  const columns = byId("columns");
  const unread = { client: 0, staff: 0 };
  const tab = (name) => byId(`tab-${name}`);
  const panel = (name) => byId(`${name}-panel`);

  function choose(name) {
    columns.dataset.tab = name;
    if (name in unread) count(name, 0);
    draw();
  }

  /** On a wide screen the columns are landmarks, on a narrow one panels of tabs. */
  function draw() {
    byId("tabs").setAttribute("role", narrow.matches ? "tablist" : "presentation");
    for (const name of NAMES) {
      const chosen = columns.dataset.tab === name;
      tab(name).setAttribute("role", "tab");
      tab(name).setAttribute("aria-selected", String(chosen));
      tab(name).tabIndex = chosen ? 0 : -1;
      panel(name).toggleAttribute("data-off", !chosen);
      if (narrow.matches) panel(name).setAttribute("role", "tabpanel");
      else panel(name).removeAttribute("role");
    }
  }

  function count(name, number) {
    unread[name] = number;
    drawBadge(tab(name).querySelector(".badge"), number);
  }

  function jump(name) {
    choose(name);
    focusOf[name]();
  }

  byId("tabs").addEventListener("keydown", (event) => {
    const at = NAMES.indexOf(columns.dataset.tab);
    const to = { ArrowLeft: at + 2, ArrowRight: at + 1, Home: 0, End: NAMES.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(NAMES[to % NAMES.length]);
    tab(NAMES[to % NAMES.length]).focus();
  });
  for (const name of NAMES) tab(name).addEventListener("click", () => choose(name));
  narrow.addEventListener("change", draw);
  document.addEventListener("keydown", (event) => {
    const name = { Digit1: "client", Digit2: "staff", Digit3: "state" }[event.code];
    if (!name || !event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    jump(name);
  });
  document.querySelector(".skip-link").addEventListener("click", (event) => {
    event.preventDefault();
    jump("client");
  });
  draw();
  return {
    /** A message came to a column: count it if that column is behind another tab. */
    cameTo: (name) => narrow.matches && columns.dataset.tab !== name && count(name, unread[name] + 1),
    /** Bring a column to the front; on a wide screen all of them are. */
    choose,
  };
}

/** The help behind its button. */
export const createHelp = () => byId("help-open").addEventListener("click", () => byId("help").showModal());
