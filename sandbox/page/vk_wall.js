/** A wall of VK's as a chat needs it: posts as messages, or one post and the comments below it. */
import { excerpt, plural } from "./format.js";
import * as api from "./vk_api.js";

const KINDS = { photo: "photo", doc: "document", audio_message: "voice" };
const NAMED = /\[(?:id|club|public)\d+\|([^\]]+)\]/gu;

/** `openPost({id, words})` opens the comments below a post. */
export function wallSeenBy(openPost) {
  return {
    keysName: "",

    async read({ owner, post }) {
      const wall = await api.getWall(owner);
      if (post === null) return { messages: [...wall.posts].reverse().map((one) => shownPost(one, true)), keyboard: null };
      const one = wall.posts.find(({ id }) => id === post);
      if (!one) return { messages: [], keyboard: null };
      const comments = one.comments.map((comment) => shownComment(comment, one.comments));
      return { messages: [shownPost(one, false), ...comments], keyboard: null, closed: one.closed };
    },

    send(where, { text, files, reply_to }) {
      if (where.post === null) return api.publish(where.owner, { text, user: where.user });
      const answered = reply_to === where.post ? null : reply_to;
      return api.comment(where.owner, where.post, { text, user: where.user, admin: where.admin || null, reply_to: answered }, files);
    },

    edit: ({ owner, post }, message, text) => api.editComment(owner, post, message.id, text),
    remove: ({ owner, post }, message) => api.deleteComment(owner, post, message.id),

    async press(_where, message) {
      await openPost({ id: message.id, words: message.text });
      return { heard: true };
    },
  };
}

const plain = (text) => text.replace(NAMED, "$1");

/** Posts are neither changed nor deleted here; a post offered to the editors says so. */
function shownPost(one, withButton) {
  const count = one.comments.filter(({ deleted }) => !deleted).length;
  const text = count ? plural(count, "комментарий", "комментария", "комментариев") : "Оставить комментарий";
  return {
    id: one.id, from: one.from, date: one.date, text: plain(one.text), fixed: true, forward: true,
    note: one.kind === "suggest" ? "предложена" : "", buttons: withButton ? [[{ text, data: `post:${one.id}` }]] : [],
  };
}

function shownComment(one, all) {
  const answered = one.reply_to && all.find(({ id }) => id === one.reply_to);
  return {
    id: one.id, from: one.from, date: one.date, edited: one.edited, text: one.deleted ? "Комментарий удалён" : plain(one.text),
    fixed: one.deleted, forward: one.deleted, note: one.admin ?? "",
    media: one.attachments.map((file) => ({ ...file, kind: KINDS[file.kind] ?? "document" })),
    reply_to: one.reply_to && { id: one.reply_to, excerpt: answered && !answered.deleted ? excerpt(plain(answered.text)) : "" },
  };
}
