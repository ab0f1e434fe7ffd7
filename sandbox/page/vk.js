/**
 * VK as a chat needs it, for the two who see a dialog: its user, and an employee in the community's own interface.
 * A place is {person, peer, admin}.
 */
import { excerpt } from "./format.js";
import { kindName } from "./media.js";
import * as api from "./vk_api.js";
import { keyboardOf, rowsOf } from "./vk_keyboard.js";

const FILES_MOST = 10;
const KINDS = { photo: "photo", doc: "document", audio_message: "voice" };
const OTHERS = {
  sticker: "Стикер", video: "Видео", wall: "Запись со стены", audio: "Аудиозапись", market: "Товар", poll: "Опрос",
  link: "Ссылка", gift: "Подарок", graffiti: "Граффити",
};

export const asUser = {
  keysName: "клавиатуру сообщества",

  async read({ peer }) {
    const dialog = await api.getDialog(peer);
    return { ...dialog, messages: dialog.messages.map((one) => shown(one, dialog.messages)), keyboard: keyboardOf(dialog.keyboard) };
  },

  send: ({ person }, written) => inParts(written, (fields, files) => api.write(person, fields, files)),
  edit: ({ person }, message, text) => api.edit(person, message.id, text),
  press: ({ person }, message, button) => pressed(api.press(person, button.data, message.id)),
  choose: ({ person }, button) => pressed(api.press(person, button.text, null)),
};

/** Buttons under messages are the user's to press; an employee sees who of the community wrote, and edits no bot. */
export const asEmployee = {
  keysName: "",

  async read({ peer }) {
    const dialog = await api.getDialog(peer);
    const named = (one) => ({ ...shown(one, dialog.messages), buttons: [], fixed: !one.from.admin, note: one.from.out && (one.from.admin ?? "бот") });
    return { ...dialog, messages: dialog.messages.map(named), keyboard: null };
  },

  send: ({ admin, peer }, written) => inParts(written, (fields, files) => api.answer(admin, peer, fields, files)),
  edit: ({ admin, peer }, message, text) => api.editAnswer(admin, peer, message.id, text),
};

/** A message of VK's in the words message.js draws. */
function shown(one, all) {
  const original = one.reply_to && all.find(({ id }) => id === one.reply_to.id);
  return {
    ...one,
    text: one.text || wordsFor(one),
    media: one.attachments.map((file) => ({ ...file, kind: KINDS[file.kind] ?? "document" })),
    reply_to: one.reply_to && { id: one.reply_to.id, excerpt: one.reply_to.excerpt || (original ? gistOf(original) : "") },
    buttons: rowsOf(one.buttons),
  };
}

/** What stands for a message without words and files. */
function wordsFor(one) {
  const others = one.others.map(({ type }) => OTHERS[type] ?? "Вложение");
  if (one.geo) others.push("Место на карте");
  if (one.forwarded.length) others.push("Пересланные сообщения");
  return others.join(", ");
}

const gistOf = (one) => excerpt(one.text || wordsFor(one)) || kindName({ kind: KINDS[one.attachments[0]?.kind] }, "Файл");

/** VK takes at most ten attachments in a message: more go in further messages, without words. */
async function inParts({ text, files, reply_to }, send) {
  await send({ text, reply_to }, files.slice(0, FILES_MOST));
  for (let at = FILES_MOST; at < files.length; at += FILES_MOST) await send({}, files.slice(at, at + FILES_MOST));
}

/** A text button writes a message and a link only opens; a callback button turns until it is answered. */
async function pressed(calling) {
  const { answer, messages, link } = await calling;
  return { heard: Boolean(answer || messages.length || link), text: answer?.text };
}
