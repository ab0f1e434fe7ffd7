/** The left side: an employer's private chat with the bot. */
import * as api from "./api.js";
import { byId, show } from "./dom.js";
import { createChat } from "./chat.js";
import { closeMenu } from "./menus.js";
import { attempt, toast } from "./notices.js";
import { telegram } from "./telegram.js";
import { bringsWords, createWho } from "./who.js";

/** Returns what main.js needs: setWorld, onChange, refresh, focus. */
export function createClient() {
  let botName = "бот";
  const who = createWho(byId("client-who"), "client", openChat);
  const id = () => who.chosen()?.id;
  const chat = createChat(byId("client-chat"), telegram, () => ({ person: id(), chat: id(), thread: null, group: null, contact: contactOf(who.chosen()) }), drawn);

  function openChat(person) {
    drawBlock(person);
    chat.open(`client ${person.id}`, `Сообщение боту от имени: ${person.name}`, `Переписка: ${person.name} и ${botName}`);
  }

  function drawn(messages) {
    if (messages.length) chat.sayEmpty("");
    else chat.sayEmpty("Здесь пока пусто. Нажмите «Начать» или сразу напишите вопрос.", "Начать", start);
  }

  /** Whoever has blocked the bot is told so, and offered to take it back; others may block it. */
  function drawBlock(person) {
    show(byId("client-blocked"), person.blocked);
    show(byId("client-block"), !person.blocked);
    show(byId("client-unblock"), person.blocked);
  }

  async function act(action, said) {
    closeMenu(byId("client-menu"));
    if (!(await attempt(() => action(id())))) return;
    if (said) toast(said);
    await chat.refresh();
  }

  async function start() {
    await act(api.pressStart);
    chat.focus();
  }

  byId("client-start").addEventListener("click", () => act(api.pressStart));
  byId("client-block").addEventListener("click", () => act(api.blockBot));
  byId("client-unblock").addEventListener("click", () => act(api.unblockBot, "Бот разблокирован."));

  return {
    setWorld(world) {
      botName = world.bot?.name ?? botName;
      who.setPeople(world.people.filter((person) => person.role === "client")
        .map((person) => ({ ...person, note: person.username ? `@${person.username}` : "" })));
      const person = world.people.find((one) => one.id === id());
      if (person) drawBlock(person);
    },
    /** True when the change concerns the chat on the screen. */
    onChange(change) {
      if (change.chat === id()) return true;
      if (bringsWords(change, change.chat)) who.markUnread(change.chat);
      return false;
    },
    /** Come by a link with a payload, as this person if it is a client. */
    async led(person, payload) {
      who.pick(person);
      await act((chosen) => api.pressStart(chosen, payload));
      chat.focus();
    },
    refresh: chat.refresh,
    focus: chat.focus,
  };
}

/** What «отправить телефон» sends: an invented number of this person. */
const contactOf = (person) =>
  person && { phone_number: `+7000000${String(person.id).padStart(4, "0")}`, first_name: person.name, user_id: person.id };
