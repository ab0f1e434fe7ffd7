/** How times, sizes and names read in Russian. Times are the browser's own local time. */

const clock = new Intl.DateTimeFormat("ru-RU", { hour: "2-digit", minute: "2-digit" });
const clockSeconds = new Intl.DateTimeFormat("ru-RU", { timeStyle: "medium" });
const dayThisYear = new Intl.DateTimeFormat("ru-RU", { day: "numeric", month: "long" });
const dayOtherYear = new Intl.DateTimeFormat("ru-RU", { day: "numeric", month: "long", year: "numeric" });
const DAY = 86_400_000;

/** A Date from what the server sends: seconds since 1970 or an ISO string. */
export const toDate = (value) => new Date(typeof value === "number" ? value * 1000 : value);

export const time = (value) => clock.format(toDate(value));
export const timeWithSeconds = (value) => clockSeconds.format(toDate(value));
export const dayKey = (value) => toDate(value).toDateString();

/** «Сегодня», «Вчера» or the date; the year only when it is another one. */
export function day(value, now = new Date()) {
  const date = toDate(value);
  if (date.toDateString() === now.toDateString()) return "Сегодня";
  if (date.toDateString() === new Date(now.getTime() - DAY).toDateString()) return "Вчера";
  return (date.getFullYear() === now.getFullYear() ? dayThisYear : dayOtherYear).format(date);
}

/** 10240 → «10 КБ». */
export function size(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} Б`;
  const [value, unit] = bytes < 1_048_576 ? [bytes / 1024, "КБ"] : [bytes / 1_048_576, "МБ"];
  return `${value.toLocaleString("ru-RU", { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

/** plural(3, "тема", "темы", "тем") → «3 темы». */
export function plural(n, one, few, many) {
  const form = { one, few }[new Intl.PluralRules("ru-RU").select(n)] ?? many;
  return `${n} ${form}`;
}

/** Up to two capital letters of a name, whatever signs stand in it. */
export function initials(name) {
  const words = String(name ?? "").match(/[\p{L}\p{N}]+/gu) ?? ["?"];
  return words.slice(0, 2).map((word) => [...word][0].toLocaleUpperCase("ru-RU")).join("");
}

export const firstWord = (name) => String(name ?? "").trim().split(/\s+/u)[0] || "Без имени";

/** One line of at most `limit` characters. */
export function excerpt(text, limit = 80) {
  const line = [...String(text ?? "").replace(/\s+/gu, " ").trim()];
  return line.length > limit ? `${line.slice(0, limit - 1).join("")}…` : line.join("");
}
