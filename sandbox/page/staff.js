/** The middle: the moderator supergroup as one of the staff sees it. */
import * as api from "./api.js";
import { byId, show } from "./dom.js";
import { createChat } from "./chat.js";
import { closeMenu } from "./menus.js";
import { attempt, confirmBox, toast } from "./notices.js";
import { createTopics, GENERAL } from "./topics.js";
import { createWho } from "./who.js";

/** A link to a topic in a supergroup of Telegram: the number without its -100, and the topic. */
const TOPIC_LINK = /^https:\/\/t\.me\/c\/(\d+)\/(\d+)$/;
const NOTES = { staff: "сотрудник", guest: "не сотрудник" };

/** Returns what main.js needs: setWorld, onChange, refresh, focus. `worldChanged()` asks for a new world. */
export function createStaff(worldChanged) {
  const panel = byId("staff-panel");
  let group = null;
  let topic = GENERAL;
  const who = createWho(byId("staff-who"), "staff", () => openTopic(topic));
  const topics = createTopics((chosen, byKeyboard) => enter(chosen, byKeyboard));
  const chat = createChat(byId("staff-chat"), () => ({
    person: who.chosen()?.id, chat: group?.id, thread: topic.id,
    group: group?.title, anonymous: byId("anonymous").checked,
  }), drawn);

  async function openTopic(chosen) {
    if (!group || !who.chosen()) return;
    topic = chosen;
    byId("topic-title").textContent = topic.name;
    show(byId("topic-menu"), topic.id !== null);
    topics.select(topic.id);
    await chat.open(`staff ${who.chosen().id} ${group.id} ${topic.id}`,
      `Сообщение в тему «${topic.name}» от имени: ${who.chosen().name}`, `Переписка в теме «${topic.name}»`);
  }

  /** Open a topic chosen by a person: focus goes where it is read and answered. */
  async function enter(chosen, byKeyboard) {
    panel.dataset.view = "topic";
    const opening = openTopic(chosen);
    if (byKeyboard || matchMedia("(pointer: fine)").matches) chat.focus();
    else byId("topic-title").focus();
    await opening;
  }

  function drawn(messages) {
    const text = topic.id === null ? "В общей теме пока пусто. Сюда приходят команды и сводки." : "В теме пока пусто.";
    chat.sayEmpty(messages.length ? "" : text);
  }

  /** Links to topics of this group open them here, as they would in Telegram. */
  byId("staff-chat").addEventListener("click", (event) => {
    const [, chatId, thread] = event.target.closest("a")?.href.match(TOPIC_LINK) ?? [];
    if (!group || `-100${chatId}` !== String(group.id)) return;
    event.preventDefault();
    const found = topics.find(Number(thread));
    if (found) enter(found, event.detail === 0);
    else toast("Этой темы больше нет.");
  });

  function back() {
    panel.dataset.view = "list";
    topics.focusSelected();
  }

  byId("topic-back").addEventListener("click", back);
  byId("topic-delete").addEventListener("click", async () => {
    closeMenu(byId("topic-menu"));
    const sure = await confirmBox("Удалить тему?", `Тема «${topic.name}» и её сообщения исчезнут из чата, как в Telegram.`, "Удалить");
    if (!sure || !(await attempt(() => api.deleteTopic(group.id, topic.id)))) return;
    await worldChanged();
    back();
  });

  function setGroup(found) {
    const other = group?.id !== found.id;
    group = found;
    byId("group-title").textContent = group.title;
    topics.setTopics(group.topics);
    const still = topics.find(topic.id);
    if (other || !still) openTopic(still ?? GENERAL);
    else {
      topic = still;
      byId("topic-title").textContent = topic.name;
    }
  }

  return {
    setWorld(world) {
      const found = world.chats.find(({ type }) => type !== "private");
      if (found) setGroup(found);
      who.setPeople(world.people.filter((person) => person.role !== "client")
        .map(({ id, name, role, position }) => ({ id, name, note: position || NOTES[role] })));
    },
    /** True when the change concerns the topic on the screen. */
    onChange(change) {
      if (change.chat !== group?.id) return false;
      const here = change.thread === topic.id;
      if (change.kind === "message") topics.touch(change.thread, change.id, here);
      return here;
    },
    isModeratorChat: (id) => id === group?.id,
    refresh: chat.refresh,
    focus() {
      panel.dataset.view = "topic";
      chat.focus();
    },
  };
}
