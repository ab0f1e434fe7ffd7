/** The last calls of the bot, in words, newest first: what it did and what was refused. */
import * as api from "./api.js";
import { byId, h, show } from "./dom.js";
import { timeWithSeconds } from "./format.js";
import { getVkLedger } from "./vk_api.js";

const SHOWN = 30;
/** Among so many calls there are always enough to show: the others are the bot's own housekeeping. */
const READ = 300;
/** What a call does: as done, and as not done. Calls that are not here are the bot's own housekeeping. */
const WORDS = {
  sendMessage: ["написал", "написать"], sendPhoto: ["отправил фото", "отправить фото"],
  sendDocument: ["отправил файл", "отправить файл"], sendVideo: ["отправил видео", "отправить видео"],
  sendAnimation: ["отправил анимацию", "отправить анимацию"], sendAudio: ["отправил аудио", "отправить аудио"],
  sendVoice: ["отправил голосовое сообщение", "отправить голосовое сообщение"],
  sendVideoNote: ["отправил видеосообщение", "отправить видеосообщение"],
  sendSticker: ["отправил стикер", "отправить стикер"], sendMediaGroup: ["отправил альбом", "отправить альбом"],
  copyMessage: ["передал сообщение", "передать сообщение"], copyMessages: ["передал сообщения", "передать сообщения"],
  editMessageText: ["изменил сообщение", "изменить сообщение"], editMessageCaption: ["изменил подпись", "изменить подпись"],
  editMessageReplyMarkup: ["изменил кнопки", "изменить кнопки"], deleteMessage: ["удалил сообщение", "удалить сообщение"],
  setMessageReaction: ["поставил реакцию", "поставить реакцию"], answerCallbackQuery: ["ответил на нажатие", "ответить на нажатие"],
  createForumTopic: ["создал тему", "создать тему"], editForumTopic: ["переименовал тему", "переименовать тему"],
  closeForumTopic: ["закрыл тему", "закрыть тему"], reopenForumTopic: ["снова открыл тему", "снова открыть тему"],
  deleteForumTopic: ["удалил тему", "удалить тему"],
  getFile: ["получил файл", "получить файл"], setMyCommands: ["обновил список команд", "обновить список команд"],
  "messages.send": ["написал", "написать"], "messages.edit": ["изменил сообщение", "изменить сообщение"],
  "messages.sendMessageEventAnswer": ["ответил на нажатие", "ответить на нажатие"],
  "wall.createComment": ["ответил в комментариях", "ответить в комментариях"],
  "wall.editComment": ["изменил комментарий", "изменить комментарий"], "wall.deleteComment": ["удалил комментарий", "удалить комментарий"],
  "docs.save": ["загрузил файл", "загрузить файл"], "photos.saveMessagesPhoto": ["загрузил фото", "загрузить фото"],
};
const VK = "во ВКонтакте";

/** Returns refresh, setWorld and setVk. */
export function createEvents() {
  const list = byId("events");
  const names = new Map();
  const vkNames = new Map();
  const ledgers = [
    { read: api.getLedger, after: 0, where: (call) => names.get(String(call.params?.chat_id)) },
    { read: getVkLedger, after: 0, where: (call) => `${vkNames.get(String(call.params?.peer_ids ?? call.params?.peer_id)) ?? ""} ${VK}`.trim() },
  ];
  let reading = false;
  let again = false;

  async function refresh() {
    if (reading) return void (again = true);
    reading = true;
    const calls = (await Promise.all(ledgers.map(news))).flat().sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
    reading = false;
    for (const call of calls) list.prepend(line(call));
    while (list.children.length > SHOWN) list.lastElementChild.remove();
    show(byId("events-empty"), list.children.length === 0);
    if (again) {
      again = false;
      await refresh();
    }
  }

  /** What a platform was asked to do since the last reading. */
  async function news(ledger) {
    const calls = await ledger.read(ledger.after, READ).catch(() => []);
    for (const call of calls) ledger.after = Math.max(ledger.after, call.n);
    return calls.filter((call) => call.method in WORDS).map((call) => ({ ...call, where: ledger.where(call) }));
  }

  function line({ where, ...call }) {
    const [done, todo] = WORDS[call.method];
    const what = call.ok ? `Бот ${done}` : [h("b", {}, "Бот не смог "), todo];
    return h("li", { class: call.ok ? "" : "refused" },
      h("time", {}, timeWithSeconds(call.at)),
      h("p", {}, what, where && h("span", { class: "event-more" }, where),
        !call.ok && h("span", { class: "event-more" }, String(call.error ?? ""))));
  }

  return {
    refresh,
    setWorld(world) {
      for (const { id, title } of world.chats) if (title) names.set(String(id), title);
      for (const { id, name } of world.people) names.set(String(id), name);
    },
    setVk(vk) {
      for (const { id, name } of vk.users) vkNames.set(String(id), name);
    },
  };
}
