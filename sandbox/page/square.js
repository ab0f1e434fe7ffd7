/** Public places in Telegram as their people see them: a group, somebody else's group, the channel and its comments. */
import * as api from "./api.js";
import { createChat } from "./chat.js";
import { byId, h, show } from "./dom.js";
import { excerpt, plural } from "./format.js";
import { gist } from "./message.js";
import { telegram } from "./telegram.js";
import { createWho } from "./who.js";

const COMMENTS = "comments";
const NOTES = {
  group: () => "Группа: вопросы и ответы видят все",
  channel: () => "Канал ведомства: под записью можно оставить комментарий",
  foreign: (bot) => `Чужая группа: бот видит здесь только тех, кто назовёт его, @${bot}`,
};

const EMPTY = {
  group: () => "Здесь пока пусто. Задайте вопрос: его увидят все.",
  channel: () => "В канале пока нет записей.",
  foreign: (bot) => `Здесь пока пусто. Спросите что-нибудь и назовите бота, @${bot}: об упоминании узнают модераторы.`,
};

/** Returns what places.js needs. A place is "group", "channel" or "foreign"; `post` is the one whose comments are open. */
export function createSquare() {
  const slot = byId("public-chat");
  const manner = byId("public-as");
  let world = null;
  let places = {};
  let name = "group";
  let post = null;
  let opening = null;
  /** The post to whose comments focus returns, once the channel is on the screen again. */
  let backTo = null;
  const who = createWho(byId("public-who"), "public", personChosen);
  const chat = createChat(slot, { ...telegram, read, send, press, remove }, place, drawn);

  const home = () => places[name];
  const discussion = () => world?.chats.find(({ id }) => id === places.channel?.linked);
  const writesIn = () => (post ? discussion() : home());
  const isAdmin = () => Boolean(writesIn()?.admins.includes(who.chosen()?.id));

  function place() {
    const chosen = writesIn();
    return {
      person: who.chosen()?.id, chat: chosen?.id, thread: null, group: chosen?.title, root: post?.forward ?? null,
      anonymous: manner.value === "anonymous", sender_chat: Number(manner.value) || null, admin: isAdmin(),
    };
  }

  async function read({ chat: id, root }) {
    const answer = await api.getMessages(id, null);
    if (root !== null) answer.messages = answer.messages.filter((message) => message.id === root || message.branch === root);
    else if (name === "channel") await addComments(answer.messages);
    return answer;
  }

  /** Under each post a button that tells how many comments it has, and opens them. */
  async function addComments(posts) {
    const { messages } = await api.getMessages(discussion().id, null);
    for (const one of posts) {
      const brought = messages.find(({ forward }) => forward?.message === one.id);
      const count = messages.filter(({ branch }) => brought && branch === brought.id).length;
      const text = count ? plural(count, "комментарий", "комментария", "комментариев") : "Оставить комментарий";
      if (brought) one.buttons = [[{ text, data: `${COMMENTS}:${brought.id}` }]];
    }
  }

  /** Below a post everything answers it, unless another message is answered. */
  function send(where, written) {
    return telegram.send(where, { ...written, reply_to: written.reply_to ?? where.root });
  }

  function remove({ person, chat: id }, message) {
    return api.deleteMessage(person, message.id, id);
  }

  async function press(where, message, button) {
    const [kind, forward] = (button.data ?? "").split(":");
    if (kind !== COMMENTS || post) return telegram.press(where, message, button);
    openPost({ forward: Number(forward), words: gist(message) });
    chat.focus();
    return { heard: true };
  }

  function openPost(opened) {
    post = opened;
    drawPeople();
    return open();
  }

  function personChosen() {
    drawManners();
    open();
  }

  async function open() {
    const person = who.chosen();
    const chosen = writesIn();
    if (!person || !chosen) return;
    drawHead();
    const [label, log] = named(person, chosen);
    opening = chat.open(`public ${person.id} ${chosen.id} ${post?.forward ?? ""}`, label, log);
    await opening;
  }

  function named(person, chosen) {
    if (post) return [`Комментарий под записью от имени: ${person.name}`, "Запись канала и комментарии под ней"];
    if (name === "channel") return [`Новая запись в канал от имени: ${person.name}`, `Записи канала «${chosen.title}»`];
    return [`Сообщение в группу «${chosen.title}» от имени: ${person.name}`, `Переписка в группе «${chosen.title}»`];
  }

  function drawHead() {
    byId("public-title").textContent = home().title;
    byId("public-note").textContent = post ? `Комментарии: «${excerpt(post.words, 40)}»` : NOTES[name](world.bot.username);
    show(byId("public-back"), post !== null);
    show(slot.querySelector(".composer"), name !== "channel" || post !== null || isAdmin());
  }

  /** Staff may hide behind the group, owners of a channel behind the channel; everybody else writes as they are. */
  function drawManners() {
    const id = who.chosen()?.id;
    const channels = world.chats.filter(({ type, admins }) => type === "channel" && admins.includes(id));
    const options = [["", "от своего имени"]];
    if (isAdmin()) options.push(["anonymous", "анонимно, от имени группы"]);
    for (const channel of channels) options.push([String(channel.id), `от имени канала «${channel.title}»`]);
    const kept = manner.value;
    manner.replaceChildren(...options.map(([value, text]) => h("option", { value }, text)));
    manner.value = options.some(([value]) => value === kept) ? kept : "";
    const fits = writesIn()?.type === "supergroup" && options.length > 1;
    if (!show(byId("public-as-row"), fits)) manner.value = "";
  }

  function drawn(messages) {
    if (!post && backTo) {
      slot.querySelector(`[data-press="${COMMENTS}:${backTo}"]`)?.focus();
      backTo = null;
    }
    chat.sayEmpty(messages.length ? "" : EMPTY[name](world?.bot.username));
  }

  byId("public-back").addEventListener("click", () => {
    backTo = post.forward;
    openPost(null);
  });

  /** The people of a place: clients, and those of the staff who are its administrators. */
  function drawPeople() {
    if (!world) return;
    const chosen = writesIn();
    who.setPeople(world.people
      .filter(({ id, role }) => role === "client" || (role === "staff" && chosen?.admins.includes(id)))
      .map(({ id, name: called, role, position, username }) => ({ id, name: called, note: role === "staff" ? position : username && `@${username}` })));
    drawManners();
  }

  function setWorld(newWorld) {
    world = newWorld;
    const staff = new Set(world.people.filter(({ role }) => role === "staff").map(({ id }) => id));
    const ours = ({ admins }) => admins.some((id) => staff.has(id));
    const open_ = world.chats.filter(({ is_open: isOpen }) => isOpen);
    const groups = open_.filter(({ type, linked }) => type !== "channel" && linked === null);
    places = {
      group: groups.find(ours),
      foreign: groups.find((one) => !ours(one)),
      channel: open_.find(({ type, linked }) => type === "channel" && linked !== null),
    };
    drawPeople();
  }

  /** The place whose message a link names, opened at it; null for any other link. */
  function openLink(href) {
    const { hostname, pathname, searchParams } = new URL(href);
    const [, number, called, id] = pathname.match(/^\/(?:c\/(\d+)|(\w+))\/(\d+)$/) ?? [];
    if (hostname !== "t.me" || !id) return null;
    const found = world.chats.find((one) => (number ? String(one.id) === `-100${number}` : one.username === called));
    const where = placeOf(found?.id);
    if (where) lead(found, where, Number(id), Number(searchParams.get("comment")));
    return where;
  }

  /** Below a post, or to a message of a group. */
  async function lead(found, where, id, comment) {
    const { messages } = await api.getMessages(where === "channel" ? discussion().id : found.id, null);
    const wanted = found.type === "channel" && !comment ? null : comment || id;
    const inside = messages.find((one) => one.id === wanted);
    const root = where !== "channel" ? null : found.type === "channel" && !comment
      ? messages.find(({ forward }) => forward?.message === id)
      : messages.find((one) => one.id === (inside?.branch ?? id));
    name = where;
    post = root ? { forward: root.id, words: gist(root) } : null;
    drawPeople();
    await open();
    chat.jump(wanted ?? root?.id);
  }

  const placeOf = (id) => {
    if (id === places.channel?.linked) return "channel";
    return Object.keys(places).find((one) => places[one]?.id === id) ?? null;
  };

  return {
    setWorld, placeOf, open: openLink,
    has: (one) => Boolean(places[one]),
    person: () => who.chosen()?.id,
    /** What a link to the bot carries; null when it leads anywhere else. */
    payloadOf(href) {
      const url = new URL(href);
      return url.hostname === "t.me" && url.pathname === `/${world?.bot.username}` ? url.searchParams.get("start") ?? "" : null;
    },
    /** Go to a place; to the channel's posts, not to where one was below them. */
    enter(wanted) {
      if (name !== wanted) post = null;
      name = wanted;
      drawPeople();
      return open();
    },
    /** A post comes twice, in the channel and in its discussion: it is counted once. */
    isNews: (id) => id !== places.channel?.id,
    /** True when the change concerns the place on the screen. */
    onChange: (change) => placeOf(change.chat) === name,
    refresh: chat.refresh,
    /** Where one writes; in the channel of others at its latest post, once that is there. */
    focus: () => (slot.querySelector(".composer").hidden ? chat.focusMessages(opening) : chat.focus()),
  };
}
