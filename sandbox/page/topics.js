/** The topic list of the moderator chat: «Общее» first, then what moved last; arrows walk, Enter opens. */
import { arrowTarget } from "./arrows.js";
import { byId, h, icon, show } from "./dom.js";
import { drawBadge } from "./who.js";

export const GENERAL = { id: null, name: "Общее", closed: false };

/** `onOpen(topic, byKeyboard)` opens a topic. Topic id null is «Общее». */
export function createTopics(onOpen) {
  const list = byId("topic-list");
  const unread = new Map();
  const moved = new Map();
  let topics = [GENERAL];
  let selected;

  const weight = (topic) => (topic.id === null ? Infinity : Math.max(moved.get(topic.id) ?? 0, topic.last_message ?? 0, topic.id));

  function setTopics(newTopics) {
    topics = [GENERAL, ...newTopics];
    draw();
  }

  function draw() {
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.topic : null;
    const sorted = [...topics].sort((a, b) => weight(b) - weight(a));
    const old = new Map([...list.querySelectorAll("button")].map((button) => [button.dataset.topic, button.parentElement]));
    const rows = sorted.map((topic) => update(old.get(String(topic.id)) ?? row(topic), topic));
    rows.forEach((node, index) => list.children[index] !== node && list.insertBefore(node, list.children[index] ?? null));
    while (list.children.length > rows.length) list.lastElementChild.remove();
    const tabStop = rows.find((node) => node.firstChild.dataset.topic === String(selected)) ?? rows[0];
    for (const node of rows) node.firstChild.tabIndex = node === tabStop ? 0 : -1;
    if (focused) list.querySelector(`[data-topic="${CSS.escape(focused)}"]`)?.focus();
    show(byId("topics-empty"), topics.length === 1);
  }

  function row(topic) {
    return h("li", {}, h("button", { type: "button", class: "topic-row", "data-topic": String(topic.id), onclick: open },
      h("span", { class: "topic-mark", "aria-hidden": "true" }), h("span", { class: "topic-name" }),
      h("span", { class: "badge", hidden: true })));
  }

  function update(node, topic) {
    const button = node.firstChild;
    button.toggleAttribute("data-closed", Boolean(topic.closed));
    if (topic.id === selected) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    const signature = `${topic.name} ${topic.closed}`;
    if (button.dataset.signature !== signature) {
      button.dataset.signature = signature;
      button.querySelector(".topic-mark").replaceChildren(topic.closed ? icon("lock") : topic.id === null ? icon("hash") : "");
      button.querySelector(".topic-name").replaceChildren(topic.name, topic.closed ? h("small", {}, "тема закрыта") : "");
    }
    drawBadge(button.querySelector(".badge"), unread.get(topic.id) ?? topic.unread ?? 0);
    return node;
  }

  function open(event) {
    const topic = topics.find(({ id }) => String(id) === event.currentTarget.dataset.topic);
    if (topic) onOpen(topic, event.detail === 0);
  }

  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("button")];
    const next = arrowTarget(event, all, all.indexOf(event.target));
    if (!next) return;
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });

  return {
    setTopics,
    find: (id) => topics.find((topic) => topic.id === id),
    select(id) {
      selected = id;
      unread.set(id, 0);
      draw();
    },
    /** A message came: the topic rises, and counts as unread unless it is being read. */
    touch(id, message, isRead) {
      moved.set(id, Number(message) || 0);
      if (!isRead) unread.set(id, (unread.get(id) ?? 0) + 1);
      draw();
    },
    focusSelected: () => list.querySelector("[tabindex='0']")?.focus(),
  };
}
