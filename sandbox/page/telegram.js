/** Telegram as a chat needs it. A place is {person, chat, thread, anonymous, contact}. */
import * as api from "./api.js";

const ALBUM_LIMIT = 10;

export const telegram = {
  keysName: "меню бота",

  /** {messages, keyboard} of the place. */
  read: ({ chat, thread }) => api.getMessages(chat, thread),

  async send({ person, chat, thread, anonymous, sender_chat }, { text, files, album, reply_to }) {
    const base = { chat, thread, anonymous, sender_chat, reply_to };
    for (const [index, part] of portions(files, album).entries()) {
      const words = index === 0 ? text || null : null;
      await api.sendMessage(person, { ...base, text: words, files: part, album: part.length > 1 ? album : null });
    }
  },

  edit: ({ person, chat }, message, text) => api.editMessage(person, message.id, chat, text),

  /** {heard, text, alert}: whether the bot answered the press, and with which words. */
  async press({ person, chat }, message, button) {
    const { answer } = await api.press(person, chat, message.id, button.data);
    return { heard: Boolean(answer), text: answer?.text, alert: answer?.show_alert };
  },

  /** A button of the keyboard under the field is a message. */
  async choose({ person, chat, contact }, button) {
    await api.sendMessage(person, button.request_contact ? { chat, contact } : { chat, text: button.text });
    return { heard: true };
  },
};

/** Telegram takes at most ten parts in an album; files apart go one by one on the server. */
function portions(files, album) {
  if (!album) return [files];
  const result = [];
  for (let at = 0; at < files.length; at += ALBUM_LIMIT) result.push(files.slice(at, at + ALBUM_LIMIT));
  return result;
}
