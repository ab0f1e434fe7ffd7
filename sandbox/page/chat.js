/**
 * One chat as one person sees it: the messages, the field and the bot's keyboard. Used on both sides of the page and
 * for both platforms.
 */
import { byId, show } from "./dom.js";
import { createComposer } from "./composer.js";
import { createLog } from "./log.js";
import { alertBox, attempt, toast } from "./notices.js";
import { createReplyKeys } from "./reply_keys.js";

/**
 * Fill `slot` with a chat. `place()` gives {person (whose words are one's own), group (its title or null)} of the
 * moment, and what the `platform` needs besides: telegram.js, square.js or vk.js, who read, send, edit and press, and
 * may `remove`: one's own messages, and an `admin` of the place those of others.
 * `onDrawn(messages, answer)` is told what is on the screen.
 */
export function createChat(slot, platform, place, onDrawn = () => {}) {
  slot.append(byId("chat-template").content.cloneNode(true));
  let messages = [];
  let opened = null;
  let reading = 0;
  let another = false;
  let sending = Promise.resolve();

  const isOwn = (message) => message.from.id === place().person;
  const canEdit = (message) =>
    isOwn(message) && !message.service && !message.fixed && Boolean(message.text || message.caption);
  const canDelete = (message) =>
    Boolean(platform.remove) && !message.service && !message.forward && (isOwn(message) || place().admin);
  const composer = createComposer(slot.querySelector(".composer"), {
    send, edit, lastOwn: () => messages.findLast(canEdit),
  });
  const replyKeys = createReplyKeys(slot, { choose, name: platform.keysName });
  const log = createLog(slot.querySelector(".log-frame"), {
    viewOf: (message) => ({ own: isOwn(message), group: place().group, canEdit: canEdit(message), canDelete: canDelete(message) }),
    press, reply: composer.reply, edit: composer.edit, remove,
  });

  /**
   * Show another chat, thread or person; `label` names the field, `name` the messages. Those of the one before are gone
   * at once: below the new name nobody should read them or press their buttons.
   */
  async function open(key, label, name) {
    if (key !== opened) clear();
    opened = key;
    composer.open(key, label);
    log.list.setAttribute("aria-label", name);
    await refresh(true);
  }

  function clear() {
    messages = [];
    log.draw([], true);
  }

  /** Read the messages anew; an answer that comes after a newer question is thrown away. */
  async function refresh(fresh = false) {
    if (opened === null) return;
    const turn = ++reading;
    another ||= fresh;
    const answer = await attempt(() => platform.read(place()));
    if (turn !== reading || !answer) return;
    messages = answer.messages;
    log.draw(messages, another);
    another = false;
    replyKeys.draw(place().group ? null : answer.keyboard);
    onDrawn(messages, answer);
  }

  /** Words go one after another in the order they were written, each from where it was written. */
  function inTurn(action) {
    const here = place();
    sending = sending.then(() => attempt(() => action(here)));
    return sending;
  }

  async function send(written) {
    const done = await inTurn((here) => platform.send(here, written));
    if (!done) return false;
    await refresh();
    log.scrollToEnd();
    return true;
  }

  async function edit(message, text) {
    const done = await inTurn((here) => platform.edit(here, message, text));
    if (done) await refresh();
    return done;
  }

  async function remove(parts) {
    for (const part of parts) if (!(await attempt(() => platform.remove(place(), part)))) return;
    await refresh();
    composer.focus();
  }

  async function press(message, button, element) {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    const answer = await attempt(() => platform.press(place(), message, button));
    element.removeAttribute("aria-busy");
    tell(answer);
  }

  async function choose(button) {
    const answer = await inTurn((here) => platform.choose(here, button));
    tell(answer);
    if (answer) await refresh();
    log.scrollToEnd();
  }

  /** What the bot answered to a press; false when the press itself failed, which has been said already. */
  function tell(answer) {
    if (!answer) return;
    if (!answer.heard) toast("Бот не ответил на нажатие. Возможно, он остановлен.");
    else if (answer.text) (answer.alert ? alertBox : toast)(answer.text);
  }

  log.list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("audio, video")) return;
    const wantedId = event.target.closest("[role=article]")?.dataset.id;
    const message = messages.find(({ id }) => String(id) === wantedId);
    if (!message || message.service) return;
    const wanted = { KeyR: composer.reply, KeyE: canEdit(message) && composer.edit }[event.code];
    if (!wanted) return;
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

  /** Focus goes to the list at once and to its latest message when `opening` is over, unless one has gone on since. */
  async function focusMessages(opening) {
    log.list.focus();
    await opening;
    if (document.activeElement === log.list) log.current()?.focus();
  }

  return { open, refresh, sayEmpty, focus: composer.focus, focusMessages, jump: log.jump };
}
