/** A message's text with its entities (bold, links …) as safe nodes. Offsets are UTF-16 units, as in JavaScript. */
import { h } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const SAFE_SCHEME = /^(https?|mailto|tel|tg):/i;
const BARE_LINK = /https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]}…]/giu;

/** An address that may be opened from the page, or null (javascript:, data: and the like are not). */
export function safeLink(address) {
  const text = String(address ?? "").trim();
  if (SAFE_SCHEME.test(text)) return text;
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#]|$)/u.test(text) ? `https://${text}` : null;
}

export const anchor = (href, ...children) =>
  h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);

/** Nodes for the whole text. */
export function renderText(text, entities) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return renderRange(text, 0, text.length, sorted, false);
}

function renderRange(text, from, to, entities, inLink) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const start = Math.max(first.offset, at);
    const end = Math.min(first.offset + first.length, to);
    if (start >= end) {
      rest = others;
      continue;
    }
    nodes.push(...plain(text.slice(at, start), inLink));
    const inner = others.filter((entity) => entity.offset < end);
    nodes.push(wrap(first, text, start, end, inner, inLink));
    rest = others.filter((entity) => entity.offset + entity.length > end);
    at = end;
  }
  nodes.push(...plain(text.slice(at, to), inLink));
  return nodes;
}

function wrap(entity, text, start, end, inner, inLink) {
  const raw = text.slice(start, end);
  const href = inLink ? null : linkOf(entity, raw);
  const asCode = entity.type === "pre" || entity.type === "code";
  const children = renderRange(text, start, end, inner, inLink || asCode || href !== null);
  if (href !== null) return anchor(href, children);
  if (entity.type === "spoiler") return spoiler(children);
  return h(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}` }, children);
}

function linkOf(entity, raw) {
  if (entity.type === "url") return safeLink(raw);
  if (entity.type === "text_link") return safeLink(entity.url);
  if (entity.type === "email") return `mailto:${raw}`;
  if (entity.type === "phone_number") return `tel:${raw.replace(/[^\d+]/g, "")}`;
  return null;
}

function spoiler(children) {
  const hidden = h("span", { class: "spoiler-text", tabindex: -1 }, children);
  const button = h("button", { type: "button", class: "spoiler" }, "Показать скрытое");
  button.addEventListener("click", () => {
    button.replaceWith(hidden);
    hidden.focus();
  });
  return button;
}

function plain(text, inLink) {
  if (inLink || !text) return text ? [text] : [];
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(BARE_LINK)) {
    nodes.push(text.slice(at, match.index), anchor(match[0], match[0]));
    at = match.index + match[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}
