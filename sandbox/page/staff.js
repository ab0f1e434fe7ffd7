/** The middle: the moderator supergroup and the private chat with the bot, as one of the staff sees them. */
import * as api from "./api.js";
import { byId, show } from "./dom.js";
import { createChat } from "./chat.js";
import { closeMenu } from "./menus.js";
import { attempt, confirmBox, toast } from "./notices.js";
import { telegram } from "./telegram.js";
import { createTopics, GENERAL } from "./topics.js";
import { bringsWords, createWho, drawBadge } from "./who.js";

/** A link to a topic in a supergroup of Telegram: the number without its -100, and the topic. */
const TOPIC_LINK = /^https:\/\/t\.me\/c\/(\d+)\/(\d+)$/;
const NOTES = { staff: "сотрудник", guest: "не сотрудник" };
/** Where the bot writes to an employee alone: what is due, and who let it pass. */
const PRIVATE = { id: "private", name: "Личный чат с ботом" };
/** Not in Telegram at all: the community's messages in VK's own interface. */
const VK = { id: "vk", name: "Сообщения сообщества" };

/**
 * Returns what main.js needs: setWorld, onChange, refresh, focus. `on.worldChanged()` asks for a new world,
 * `on.topic(name)` is told which topic is open, null for none, `on.publicLink(href)` whether it opens a place outside; `vk` is vk_desk.js, shown in place of a topic.
 */
export function createStaff(on, vk) {
  const panel = byId("staff-panel");
  let group = null;
  let topic = GENERAL;
  let people = [];
  const unread = new Map();
  const privateRow = byId("private-open");
  const vkRow = byId("vk-open");
  const who = createWho(byId("staff-who"), "staff", () => openTopic(topic));
  const topics = createTopics((chosen, byKeyboard) => enter(chosen, byKeyboard));
  const chat = createChat(byId("staff-chat"), telegram, place, drawn);

  function place() {
    const person = who.chosen()?.id;
    if (topic === PRIVATE) return { person, chat: person, thread: null, group: null, anonymous: false };
    return { person, chat: group?.id, thread: topic.id, group: group?.title, anonymous: byId("anonymous").checked };
  }

  async function openTopic(chosen) {
    if (!group || !who.chosen()) return;
    topic = chosen;
    byId("topic-title").textContent = topic.name;
    show(byId("topic-menu"), typeof topic.id === "number");
    topics.select(topic.id);
    showVk(topic === VK);
    if (topic === PRIVATE) unread.delete(who.chosen().id);
    drawPrivate();
    on.topic(typeof topic.id === "number" ? topic.name : null);
    if (topic === VK) return vk.open();
    const { name } = who.chosen();
    const [label, log] = topic === PRIVATE
      ? [`Сообщение боту от имени: ${name}`, `Переписка: ${name} и бот`]
      : [`Сообщение в тему «${topic.name}» от имени: ${name}`, `Переписка в теме «${topic.name}»`];
    await chat.open(`staff ${who.chosen().id} ${group.id} ${topic.id}`, label, log);
  }

  /** In VK's interface it is an employee of the community who writes, and there is no anonymity to choose. */
  function showVk(inVk) {
    for (const part of panel.querySelectorAll("[data-place]")) show(part, (part.dataset.place === "vk") === inVk);
  }

  const mark = (row, isOpen) => (isOpen ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current"));

  function drawPrivate() {
    mark(privateRow, topic === PRIVATE);
    mark(vkRow, topic === VK);
    drawBadge(privateRow.querySelector(".badge"), unread.get(who.chosen()?.id) ?? 0);
  }

  /** Open a topic chosen by a person: focus goes where it is read and answered. */
  async function enter(chosen, byKeyboard) {
    panel.dataset.view = "topic";
    const opening = openTopic(chosen);
    if (byKeyboard || matchMedia("(pointer: fine)").matches) focus();
    else byId(topic === VK ? "vk-desk-title" : "topic-title").focus();
    await opening;
  }

  function drawn(messages) {
    if (topic === PRIVATE && !messages.length) {
      return chat.sayEmpty("Бот пишет сотруднику лично, когда тот нажал «Начать»: о сроках и о просрочке.", "Начать", start);
    }
    const text = topic.id === null ? "В общей теме пока пусто. Сюда приходят команды и сводки." : "В теме пока пусто.";
    chat.sayEmpty(messages.length ? "" : text);
  }

  async function start() {
    if (await attempt(() => api.pressStart(who.chosen().id))) await chat.refresh();
    chat.focus();
  }

  /** Links to topics of this group open them here, as they would in Telegram. */
  byId("staff-chat").addEventListener("click", (event) => {
    const [, chatId, thread] = event.target.closest("a")?.href.match(TOPIC_LINK) ?? [];
    if (!group || `-100${chatId}` !== String(group.id)) return openElsewhere(event);
    event.preventDefault();
    const found = topics.find(Number(thread));
    if (found) enter(found, event.detail === 0);
    else toast("Этой темы больше нет.");
  });

  /** A link to what was written in public leads to the other side of the page. */
  function openElsewhere(event) {
    const link = event.target.closest("a");
    if (link && on.publicLink(link.href)) event.preventDefault();
  }

  const focus = () => (topic === VK ? vk : chat).focus();

  function back() {
    panel.dataset.view = "list";
    if (topic === PRIVATE) privateRow.focus();
    else topics.focusSelected();
  }

  privateRow.addEventListener("click", (event) => enter(PRIVATE, event.detail === 0));
  vkRow.addEventListener("click", (event) => enter(VK, event.detail === 0));
  byId("vk-desk-back").addEventListener("click", () => {
    openTopic(GENERAL);
    panel.dataset.view = "list";
    vkRow.focus();
  });

  byId("topic-back").addEventListener("click", back);
  byId("topic-delete").addEventListener("click", async () => {
    closeMenu(byId("topic-menu"));
    const sure = await confirmBox("Удалить тему?", `Тема «${topic.name}» и её сообщения исчезнут из чата, как в Telegram.`, "Удалить");
    if (!sure || !(await attempt(() => api.deleteTopic(group.id, topic.id)))) return;
    await on.worldChanged();
    back();
  });

  function setGroup(found) {
    const other = group?.id !== found.id;
    group = found;
    byId("group-title").textContent = group.title;
    topics.setTopics(group.topics);
    const still = topic === PRIVATE || topic === VK ? topic : topics.find(topic.id);
    if (other || !still) openTopic(still ?? GENERAL);
    else {
      topic = still;
      byId("topic-title").textContent = topic.name;
      on.topic(typeof topic.id === "number" ? topic.name : null);
    }
  }

  /** A message to an employee alone: counted at the person, and at the private chat once the person is chosen. */
  function toEmployee(change) {
    const here = topic === PRIVATE && change.chat === who.chosen()?.id;
    if (!bringsWords(change, change.chat) || here) return here;
    unread.set(change.chat, (unread.get(change.chat) ?? 0) + 1);
    who.markUnread(change.chat);
    drawPrivate();
    return false;
  }

  /** Who reads where a change happened: the employee written to alone, or the one chosen in the moderator chat. */
  const reader = (change) => (change.chat === group?.id ? who.chosen()?.id : change.chat);

  return {
    setWorld(world) {
      const found = world.chats.find(({ id }) => id === world.moderator_chat);
      if (found) setGroup(found);
      people = world.people.filter(({ role }) => role === "staff" || role === "guest");
      who.setPeople(people.map(({ id, name, role, position }) => ({ id, name, note: position || NOTES[role] })));
    },
    /** True when the change concerns the topic on the screen. */
    onChange(change) {
      if (people.some(({ id }) => id === change.chat)) return toEmployee(change);
      if (change.chat !== group?.id) return false;
      const here = change.thread === topic.id;
      if (change.kind === "message") topics.touch(change.thread, change.id, here || !bringsWords(change, reader(change)));
      return here;
    },
    /** Whether a chat is seen in this column: the moderator chat or one of an employee with the bot. */
    reader,
    owns: (id) => id === group?.id || people.some((person) => person.id === id),
    showList() {
      panel.dataset.view = "list";
    },
    refresh: (fresh) => (topic === VK ? vk : chat).refresh(fresh),
    focus() {
      panel.dataset.view = "topic";
      focus();
    },
  };
}
