/** The left side in VK: somebody's dialog with the community. */
import { createChat } from "./chat.js";
import { byId, show } from "./dom.js";
import { initials } from "./format.js";
import { closeMenu } from "./menus.js";
import { attempt, toast } from "./notices.js";
import { asUser } from "./vk.js";
import * as api from "./vk_api.js";
import { createLinkBox } from "./vk_link.js";
import { drawMarks } from "./vk_marks.js";
import { bringsWords, createWho } from "./who.js";

const TYPING_PAUSE = 5000;
/** The community's «печатает…» fades by itself, and nobody tells. */
const TYPING_LOOK = 2000;

/** Returns what main.js needs: setVk, onChange, refresh, focus. */
export function createVkClient() {
  const slot = byId("vk-chat");
  const menu = byId("vk-menu");
  let community = null;
  let typedAt = 0;
  let looking = null;
  const who = createWho(byId("vk-who"), "vk-client", open);
  const id = () => who.chosen()?.id;
  const chat = createChat(slot, asUser, () => ({ person: id(), peer: id(), group: null }), drawn);
  const askLink = createLinkBox((ref) => act(() => api.openLink(id(), ref), `Диалог открыт по ссылке ${ref}.`));
  const field = slot.querySelector("textarea");
  slot.querySelector(".reply-keys").setAttribute("aria-label", "Клавиатура сообщества");

  function open(person) {
    chat.open(`vk ${person.id}`, `Сообщение сообществу во ВКонтакте от имени: ${person.name}`, `Диалог во ВКонтакте: ${person.name} и сообщество`);
  }

  function drawn(messages, dialog) {
    if (messages.length) chat.sayEmpty("");
    else chat.sayEmpty("Вы ещё не писали этому сообществу. Нажмите «Начать» или сразу напишите.", "Начать", start);
    drawMarks(slot, dialog.in_read);
    drawTyping(dialog.typing);
    drawState(dialog.user, messages.length > 0);
    read(messages, dialog);
  }

  function drawTyping(typing) {
    byId("vk-typing").textContent = typing ? "печатает…" : "";
    show(byId("vk-kind"), !typing);
    if (typing) looking ??= setTimeout(() => {
      looking = null;
      chat.refresh();
    }, TYPING_LOOK);
  }

  /** Who forbade messages is told so; who came by a link is told what it carries. */
  function drawState(user, began) {
    show(byId("vk-denied"), began && !user.allowed);
    show(byId("vk-deny"), user.allowed);
    show(byId("vk-allow"), !user.allowed);
    if (show(byId("vk-led"), Boolean(user.ref))) byId("vk-led-ref").textContent = user.ref;
  }

  const isSeen = () => slot.checkVisibility() && document.visibilityState === "visible";

  /** What is on the screen has been read, as in VK's own client. */
  function read(messages, dialog) {
    const last = messages.findLast((message) => message.from.out);
    if (last && last.id > dialog.out_read && isSeen()) attempt(() => api.act(id(), "read"));
  }

  async function act(action, said) {
    closeMenu(menu);
    if (!(await attempt(action))) return;
    if (said) toast(said);
    await chat.refresh();
    chat.focus();
  }

  const start = () => act(() => api.pressStart(id()));
  const allow = () => act(() => api.act(id(), "allow"), "Сообществу разрешено писать вам.");

  byId("vk-start").addEventListener("click", start);
  byId("vk-led-start").addEventListener("click", start);
  byId("vk-open-link").addEventListener("click", () => {
    closeMenu(menu);
    askLink(community);
  });
  byId("vk-allow").addEventListener("click", allow);
  byId("vk-denied-allow").addEventListener("click", allow);
  byId("vk-deny").addEventListener("click", () => act(() => api.act(id(), "deny"), "Сообщения от сообщества запрещены."));
  byId("vk-voice").addEventListener("click", () => {
    closeMenu(menu);
    byId("vk-voice-file").click();
  });
  byId("vk-voice-file").addEventListener("change", ({ target }) => {
    const files = [...target.files];
    target.value = "";
    if (files.length) act(() => api.write(id(), {}, files, "voice"));
  });
  field.addEventListener("input", () => {
    if (Date.now() - typedAt < TYPING_PAUSE || !field.value) return;
    typedAt = Date.now();
    attempt(() => api.act(id(), "typing"));
  });
  /* Behind another tab or platform nothing was read: it is, once it comes to the front. */
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && chat.refresh()).observe(slot);

  return {
    setVk(vk) {
      community = vk.community;
      byId("vk-name").textContent = community.name;
      byId("vk-mark").textContent = initials(community.name);
      who.setPeople(vk.users.filter(({ role }) => role === "client")
        .map((user) => ({ id: user.id, name: user.name, note: `vk.com/${user.domain}` })));
    },
    /** True when the change concerns the dialog on the screen. */
    onChange(change) {
      if (change.chat === id()) return true;
      if (bringsWords(change, change.chat)) who.markUnread(change.chat);
      return false;
    },
    refresh: chat.refresh,
    focus: chat.focus,
  };
}
