/**
 * The messages of one chat. Only what changed is drawn anew, so that screen readers announce new words only,
 * focus stays where it is and nothing jumps. One message at a time takes part in the Tab order; arrows move it.
 */
import { arrowTarget } from "./arrows.js";
import { h, show } from "./dom.js";
import { parts } from "./grouping.js";
import { renderMessage } from "./message.js";

const NEAR_END = 60;
const INNER = "a, button, audio, video";

/** `frame` is .log-frame of the template; `on` as in message.js plus `viewOf(message)` → {own, group, canEdit, canDelete}. */
export function createLog(frame, on) {
  const list = frame.querySelector(".log");
  const toEnd = frame.querySelector(".to-end");
  let drawn = new Map();
  let current = null;
  let stuck = true;
  let lastTop = 0;

  /** Show `messages`. `fresh` means another chat was opened: nothing is announced and the end is shown. */
  function draw(messages, fresh = false) {
    const atEnd = fresh || stuck;
    list.setAttribute("aria-live", fresh ? "off" : "polite");
    const before = drawn;
    drawn = new Map();
    const nodes = [];
    for (const part of parts(messages)) {
      const old = before.get(part.key);
      const known = fresh ? null : old;
      const signature = part.messages ? JSON.stringify([part.messages, part.follows, on.viewOf(part.messages[0])]) : `${part.key} ${part.label}`;
      const node = known?.signature === signature ? known.node : make(part, old?.node);
      drawn.set(part.key, { node, signature });
      nodes.push(node);
    }
    place(nodes);
    chooseCurrent();
    const grown = drawn.size > before.size;
    if (atEnd) scrollToEnd();
    else if (grown && !fresh) show(toEnd, true);
    if (fresh) requestAnimationFrame(() => list.setAttribute("aria-live", "polite"));
  }

  function make(part, old) {
    if (!part.messages) return h("p", { class: "day" }, h("span", {}, part.label));
    const view = { ...on.viewOf(part.messages[0]), follows: part.follows };
    const node = renderMessage(part.messages, view, { ...on, jump });
    if (old?.contains(document.activeElement)) keepFocus(old, node);
    return node;
  }

  /** The pressed button may be gone after the edit: then focus stays on its message. */
  function keepFocus(old, node) {
    const data = document.activeElement.dataset.press;
    queueMicrotask(() => {
      makeCurrent(node);
      const again = data && [...node.querySelectorAll("[data-press]")].find((button) => button.dataset.press === data);
      (again || node).focus({ preventScroll: true });
    });
  }

  function place(nodes) {
    const wanted = new Set(nodes);
    for (const node of [...list.children]) if (!wanted.has(node)) node.remove();
    nodes.forEach((node, index) => {
      if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
    });
  }

  const articles = () => [...list.querySelectorAll("[role=article]")];

  function chooseCurrent() {
    const all = articles();
    const keep = current && all.includes(current) && list.contains(document.activeElement);
    makeCurrent(keep ? current : all[all.length - 1] ?? null);
  }

  function makeCurrent(node) {
    for (const article of articles()) {
      article.tabIndex = article === node ? 0 : -1;
      for (const inner of article.querySelectorAll(INNER)) inner.tabIndex = article === node ? 0 : -1;
    }
    current = node;
  }

  function jump(id) {
    const target = articles().find((article) => article.dataset.id === String(id));
    if (!target) return;
    makeCurrent(target);
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  const isAtEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;

  function scrollToEnd() {
    stuck = true;
    list.scrollTop = list.scrollHeight;
    lastTop = list.scrollTop;
    show(toEnd, false);
  }

  const stick = () => stuck && scrollToEnd();

  list.addEventListener("keydown", (event) => {
    if (event.target.matches("audio, video")) return;
    const all = articles();
    const target = arrowTarget(event, all, all.indexOf(event.target.closest("[role=article]")));
    if (!target) return;
    makeCurrent(target);
    target.focus();
  });
  list.addEventListener("focusin", (event) => {
    const article = event.target.closest("[role=article]");
    if (article && article !== current) makeCurrent(article);
  });
  /* Only scrolling up lets go of the end; a keyboard that unfolds or a photo that loads does not. */
  list.addEventListener("scroll", () => {
    stuck = isAtEnd() || (stuck && list.scrollTop >= lastTop);
    lastTop = list.scrollTop;
    if (stuck) show(toEnd, false);
  }, { passive: true });
  list.addEventListener("load", stick, { capture: true });
  toEnd.addEventListener("click", () => {
    scrollToEnd();
    current?.focus({ preventScroll: true });
  });
  new ResizeObserver(stick).observe(list);

  return { draw, scrollToEnd, jump, list, current: () => current };
}
