/** One chat as one person sees it: the messages, the field and the bot's keyboard. Used on both sides of the page. */
import * as api from "./api.js";
import { byId, show } from "./dom.js";
import { createComposer } from "./composer.js";
import { createLog } from "./log.js";
import { alertBox, attempt, toast } from "./notices.js";
import { createReplyKeys } from "./reply_keys.js";

const ALBUM_LIMIT = 10;

/**
 * Fill `slot` with a chat. `place()` gives {person, chat, thread, group (its title or null), anonymous} of the moment;
 * `onDrawn(messages)` is told what is on the screen.
 */
export function createChat(slot, place, onDrawn = () => {}) {
  slot.append(byId("chat-template").content.cloneNode(true));
  let messages = [];
  let opened = null;
  let reading = 0;
  let another = false;

  const isOwn = (message) => message.from.id === place().person;
  const canEdit = (message) => isOwn(message) && !message.service && Boolean(message.text || message.caption);
  const composer = createComposer(slot.querySelector(".composer"), {
    send, edit, lastOwn: () => messages.findLast(canEdit),
  });
  const replyKeys = createReplyKeys(slot, { choose });
  const log = createLog(slot.querySelector(".log-frame"), {
    viewOf: (message) => ({ own: isOwn(message), group: place().group, canEdit: canEdit(message) }),
    press, reply: composer.reply, edit: composer.edit,
  });

  /** Show another chat, thread or person; `label` names the field, `name` the messages. */
  async function open(key, label, name) {
    opened = key;
    composer.open(key, label);
    log.list.setAttribute("aria-label", name);
    await refresh(true);
  }

  /** Read the messages anew; an answer that comes after a newer question is thrown away. */
  async function refresh(fresh = false) {
    if (opened === null) return;
    const turn = ++reading;
    another ||= fresh;
    const { chat, thread } = place();
    const answer = await attempt(() => api.getMessages(chat, thread));
    if (turn !== reading || !answer) return;
    messages = answer.messages;
    log.draw(messages, another);
    another = false;
    replyKeys.draw(place().group ? null : answer.keyboard);
    onDrawn(messages);
  }

  async function send({ text, files, album, reply_to }) {
    const { person, chat, thread, anonymous } = place();
    const base = { chat, thread, anonymous, reply_to };
    for (const [index, part] of portions(files, album).entries()) {
      const words = index === 0 ? text || null : null;
      const message = { ...base, text: words, files: part, album: part.length > 1 ? album : null };
      const done = await attempt(() => api.sendMessage(person, message));
      if (!done) return false;
    }
    await refresh();
    log.scrollToEnd();
    return true;
  }

  async function edit(message, text) {
    const done = await attempt(() => api.editMessage(place().person, message.id, place().chat, text));
    if (done) await refresh();
    return done;
  }

  async function press(message, button, element) {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    const { person, chat } = place();
    const result = await attempt(() => api.press(person, chat, message.id, button.data));
    element.removeAttribute("aria-busy");
    if (!result) return;
    if (!result.answer) toast("Бот не ответил на нажатие. Возможно, он остановлен.");
    else if (result.answer.text) (result.answer.show_alert ? alertBox : toast)(result.answer.text);
  }

  async function choose(button) {
    const { person, chat, contact } = place();
    const message = button.request_contact ? { chat, contact } : { chat, text: button.text };
    if (await attempt(() => api.sendMessage(person, message))) await refresh();
    log.scrollToEnd();
  }

  log.list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("audio, video")) return;
    const wantedId = event.target.closest("[role=article]")?.dataset.id;
    const message = messages.find(({ id }) => String(id) === wantedId);
    const wanted = { KeyR: composer.reply, KeyE: canEdit(message ?? {}) && composer.edit }[event.code];
    if (!message || message.service || !wanted) return;
    event.preventDefault();
    wanted(message);
  });
  slot.addEventListener("dragover", (event) => event.preventDefault());
  slot.addEventListener("drop", (event) => {
    event.preventDefault();
    composer.addFiles(event.dataTransfer.files);
  });

  /** Say why nothing is here yet; `button` offers a first step. */
  function sayEmpty(text, button, action) {
    const box = slot.querySelector(".log-empty");
    if (!show(box, Boolean(text))) return;
    box.querySelector("p").textContent = text;
    const element = box.querySelector("button");
    show(element, Boolean(button));
    element.textContent = button ?? "";
    element.onclick = action ?? null;
  }

  return { open, refresh, sayEmpty, focus: composer.focus, focusMessages: () => log.current()?.focus() };
}

/** Telegram takes at most ten parts in an album; files apart go one by one on the server. */
function portions(files, album) {
  if (!album) return [files];
  const result = [];
  for (let at = 0; at < files.length; at += ALBUM_LIMIT) result.push(files.slice(at, at + ALBUM_LIMIT));
  return result;
}
