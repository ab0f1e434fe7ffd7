/** Walls in VK as people see them: the community's own and somebody else's, posts and the comments below them. */
import { createChat } from "./chat.js";
import { byId, show } from "./dom.js";
import { excerpt } from "./format.js";
import { wallSeenBy } from "./vk_wall.js";
import * as api from "./vk_api.js";
import { createWho } from "./who.js";

const OWN = "wall";
const NOTES = {
  wall: "Комментарии и записи здесь видит бот; ответ сообщества стоит под вопросом",
  foreign: "Чужая стена: бот находит здесь только тех, кто назовёт ведомство",
};

/** Returns what vk_places.js needs. A place is "wall" or "foreign"; `post` is the one whose comments are open. */
export function createVkWalls() {
  const slot = byId("vk-wall-chat");
  let vk = null;
  let walls = [];
  let name = OWN;
  let foreign = null;
  let post = null;
  /** The post to whose comments focus returns, once the wall is on the screen again. */
  let backTo = null;
  let opening = null;
  const who = createWho(byId("vk-wall-who"), "vk-wall", open);
  const chat = createChat(slot, wallSeenBy(openPost), place, drawn);

  const ownWall = () => walls.find(({ own }) => own);
  const wall = () => (name === OWN ? ownWall() : foreign ?? walls.find(({ own, owner }) => !own && owner < 0));
  const isStaff = () => Boolean(who.chosen()?.admin);

  function place() {
    const chosen = who.chosen();
    return {
      person: isStaff() ? -vk.community.id : chosen?.id, user: isStaff() ? null : chosen?.id, admin: isStaff() && chosen.id,
      owner: wall()?.owner, post: post?.id ?? null, group: wall()?.name ?? null,
    };
  }

  function openPost(opened) {
    post = opened;
    const opens = open();
    chat.focus();
    return opens;
  }

  async function open() {
    const person = who.chosen();
    if (!person || !wall()) return;
    drawHead();
    const called = isStaff() ? `${vk.community.name} (${person.name})` : person.name;
    const [label, log] = post
      ? [`Комментарий во ВКонтакте от имени: ${called}`, "Запись на стене и комментарии под ней"]
      : [`Новая запись на стене от имени: ${called}`, `Записи на стене «${wall().name}»`];
    opening = chat.open(`vk wall ${person.id} ${wall().owner} ${post?.id ?? ""}`, label, log);
    await opening;
  }

  function drawHead() {
    byId("vk-wall-title").textContent = wall().name;
    byId("vk-wall-note").textContent = post ? `Комментарии: «${excerpt(post.words, 40)}»` : NOTES[name];
    show(byId("vk-wall-back"), post !== null);
    show(slot.querySelector(".composer"), post !== null || name === OWN || !isStaff());
  }

  function drawn(messages, answer) {
    if (!post && backTo) {
      slot.querySelector(`[data-press="post:${backTo}"]`)?.focus();
      backTo = null;
    }
    show(byId("vk-wall-closed"), Boolean(answer.closed));
    chat.sayEmpty(messages.length ? "" : "На этой стене пока нет записей.");
  }

  byId("vk-wall-back").addEventListener("click", () => {
    backTo = post.id;
    post = null;
    open();
  });

  return {
    async setVk(newVk) {
      vk = newVk;
      walls = await api.getWalls();
      const shown = (role) => vk.users.filter((user) => user.role === role);
      who.setPeople([
        ...shown("client").map(({ id, name: called, domain }) => ({ id, name: called, note: `vk.com/${domain}` })),
        ...shown("staff").map(({ id, name: called }) => ({ id, name: called, note: "от имени сообщества", admin: true })),
      ]);
    },
    /** Go to a wall: to its posts, not to where one was below them. */
    enter(wanted) {
      if (name !== wanted) post = null;
      if (wanted === "foreign" && name !== wanted) foreign = null;
      name = wanted;
      return open();
    },
    /** Open what a link names; the name of the place, or null for any other link. */
    async lead(href) {
      const { hostname, pathname, searchParams } = new URL(href);
      const [, owner, id] = pathname.match(/^\/wall(-?\d+)_(\d+)$/) ?? [];
      if (hostname !== "vk.com" || !id) return null;
      const seen = await api.getWall(Number(owner));
      const found = seen.posts.find((one) => one.id === Number(id));
      if (!found) return null;
      name = seen.own ? OWN : "foreign";
      if (!seen.own) foreign = seen;
      post = { id: found.id, words: found.text };
      await open();
      chat.jump(Number(searchParams.get("reply")) || found.id);
      return name;
    },
    /** True when the change concerns the wall on the screen. */
    onChange: (change) => change.kind === "vk_wall" && (change.chat === null || change.chat === wall()?.owner),
    person: () => who.chosen()?.id,
    placeOf: (owner) => (owner === ownWall()?.owner ? OWN : "foreign"),
    refresh: chat.refresh,
    focus: () => (slot.querySelector(".composer").hidden ? chat.focusMessages(opening) : chat.focus()),
  };
}
