/** Reactions in words: a sign alone never carries the meaning. */
import { h } from "./dom.js";

const WORDS = {
  "👍": "нравится", "👎": "не нравится", "❤": "сердце", "🔥": "огонь", "🥰": "приятно", "👏": "аплодисменты",
  "😁": "улыбка", "🤔": "раздумье", "🤯": "потрясение", "😱": "ужас", "😢": "печаль", "🎉": "праздник",
  "🤩": "восторг", "🙏": "спасибо", "👌": "хорошо", "🤝": "рукопожатие", "✍": "принято в работу", "👀": "смотрит",
  "🫡": "есть", "💯": "сто из ста", "⚡": "молния", "🕊": "голубь", "🏆": "кубок", "💔": "огорчение", "🤷": "не знаю",
};

/** Elements for the reactions of one message; an entry is a sign or {emoji}. */
export function renderReactions(reactions) {
  if (!reactions?.length) return null;
  return h("ul", { class: "reactions", "aria-label": "Реакции" }, reactions.map((entry) => {
    const sign = typeof entry === "string" ? entry : entry.emoji ?? "";
    const word = WORDS[sign.replace(/\uFE0F/gu, "")] ?? "реакция";
    return h("li", {}, h("span", { "aria-hidden": "true" }, sign), ` ${word}`);
  }));
}
