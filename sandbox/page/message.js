/** One message (or one album) as an element. Knows nothing about where it stands or what happens on a press. */
import { h, icon, spoken } from "./dom.js";
import { anchor, renderText, safeLink } from "./entities.js";
import { excerpt, initials, time } from "./format.js";
import { kindName, renderContact, renderMedia } from "./media.js";
import { renderReactions } from "./reactions.js";
import { serviceLine } from "./service.js";

const PALETTE = 6;

/** The colour of a person: one of six, always the same for the same id. It decorates, the name stands beside it. */
export const tint = (id) => String(Math.abs(Number(id) || 0) % PALETTE);

/** What a message says in one line: for quotes and banners. */
export const gist = (message) =>
  excerpt(message.text || message.caption || (kindName([message.media].flat()[0]) || (message.contact ? "Контакт" : "")));

/**
 * An element for `messages` (one message, or the parts of an album).
 * `view`: {own, follows, group (title of the group or null), canEdit, canDelete}; `on`: {press, reply, edit, remove, jump}.
 */
export function renderMessage(messages, view, on) {
  const first = messages[0];
  if (first.service) return renderService(first);
  const last = messages[messages.length - 1];
  const name = first.as?.name ?? (first.anonymous ? view.group : first.from.name);
  const colour = tint(first.as?.id ?? first.from.id);
  const classes = ["message", view.own && "own", view.follows && "follows", view.group && "in-group"];
  const article = h("div", { class: classes.filter(Boolean).join(" "), role: "article", "aria-label": `${name}, ${time(first.date)}` },
    view.group && !view.own && h("span", { class: "avatar", "data-tint": colour, "aria-hidden": "true" }, initials(name)),
    h("div", { class: "stack" },
      h("div", { class: "bubble" },
        h("p", { class: view.own || view.follows ? "sender visually-hidden" : "sender", "data-tint": colour },
          name),
        first.reply_to && quote(first.reply_to, on),
        body(messages),
        renderReactions(messages.flatMap((message) => message.reactions ?? [])),
        meta(last, messages)),
      inlineButtons(last, on)),
    actions(messages, view, on));
  article.dataset.id = first.id;
  return article;
}

function renderService(message) {
  return h("div", { class: "service", role: "article", "data-id": message.id, "aria-label": `Служебное сообщение, ${time(message.date)}` },
    h("p", {}, serviceLine(message.service)));
}

function quote(reply, on) {
  return h("button", { type: "button", class: "quote", onclick: () => on.jump(reply.id) },
    spoken("В ответ на: "), kindName({ kind: reply.excerpt }, reply.excerpt) || "удалённое сообщение");
}

function body(messages) {
  const media = messages.flatMap((message) => message.media ?? []).map(renderMedia);
  const contacts = messages.filter((message) => message.contact).map((message) => renderContact(message.contact));
  const words = messages.flatMap((message) => [
    message.text && h("div", { class: "text" }, renderText(message.text, message.entities)),
    message.caption && h("div", { class: "text" }, renderText(message.caption, message.entities)),
  ]);
  const grid = media.length > 1 ? h("div", { class: "album", "data-count": Math.min(media.length, 4) }, media) : media;
  return [grid, contacts, words];
}

function meta(message, messages) {
  const edited = messages.some((part) => part.edited);
  return h("p", { class: "meta" }, [message.anonymous && "анонимно", message.note, edited && "изменено"].filter(Boolean).map((word) => h("span", {}, word)),
    h("time", {}, time(message.date)));
}

function inlineButtons(message, on) {
  if (!message.buttons?.length) return null;
  return h("div", { class: "inline-keys", role: "group", "aria-label": "Кнопки под сообщением" },
    message.buttons.map((row) => h("div", { class: "inline-row" }, row.map((button) => inlineButton(message, button, on)))));
}

function inlineButton(message, button, on) {
  const link = button.url && safeLink(button.url);
  if (link) {
    const element = anchor(link, button.text, icon("link"), spoken(" (откроется в новой вкладке)"));
    element.className = "inline-key";
    return element;
  }
  return h("button", { type: "button", class: "inline-key", "data-press": button.data ?? "", "data-look": button.look,
    onclick: (event) => on.press(message, button, event.currentTarget) }, button.text);
}

function actions(messages, view, on) {
  return h("div", { class: "message-actions" },
    h("button", { type: "button", onclick: () => on.reply(messages[0]) }, icon("reply"), "Ответить"),
    view.canEdit && h("button", { type: "button", onclick: () => on.edit(messages[0]) }, icon("edit"), "Изменить"),
    view.canDelete && h("button", { type: "button", onclick: () => on.remove(messages) }, icon("x"), "Удалить"));
}
