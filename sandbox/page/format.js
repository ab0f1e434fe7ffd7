/**
 * How times, sizes and names read in Russian. Times are those of one zone and one clock: the authority's and the
 * sandbox's once they are known, the browser's own until then.
 */

const DAY = 86_400_000;
const UNITS = [[86_400, (n) => plural(n, "день", "дня", "дней")], [3600, (n) => `${n} ч`], [60, (n) => `${n} мин`]];
let zone;
let ahead = 0;
let formats = made();

function made() {
  const format = (options, timeZone = zone) => new Intl.DateTimeFormat("ru-RU", { timeZone, ...options });
  return {
    clock: format({ hour: "2-digit", minute: "2-digit" }),
    seconds: format({ timeStyle: "medium" }),
    key: format({ year: "numeric", month: "2-digit", day: "2-digit" }),
    weekday: format({ weekday: "long", day: "numeric", month: "long" }),
    thisYear: format({ day: "numeric", month: "long" }),
    otherYear: format({ day: "numeric", month: "long", year: "numeric" }),
    zoneName: format({ timeZoneName: "shortOffset" }),
  };
}

/**
 * Take over a clock: `now` is its time at this moment (ISO), `timeZone` of the IANA list or null.
 * Returns true when the zone is another one, so that what is drawn already has to be drawn anew.
 */
export function setClock(now, timeZone) {
  ahead = new Date(now) - Date.now();
  if (!timeZone || timeZone === zone) return false;
  zone = timeZone;
  formats = made();
  return true;
}

/** The time of the clock taken over. */
export const now = () => new Date(Date.now() + ahead);

/** A Date from what the server sends: seconds since 1970 or an ISO string. */
export const toDate = (value) => (value instanceof Date ? value : new Date(typeof value === "number" ? value * 1000 : value));

export const time = (value) => formats.clock.format(toDate(value));
export const timeWithSeconds = (value) => formats.seconds.format(toDate(value));
export const dayKey = (value) => formats.key.format(toDate(value));
export const dayMonth = (value) => formats.thisYear.format(toDate(value));
export const weekday = (value) => formats.weekday.format(toDate(value));

/** «UTC+7»: how the zone of the clock differs. */
export const zoneName = (value) =>
  formats.zoneName.formatToParts(toDate(value)).find(({ type }) => type === "timeZoneName").value.replace("GMT", "UTC");

/** «Сегодня», «Вчера» or the date; the year only when it is another one. */
export function day(value, today = now()) {
  const key = dayKey(value);
  if (key === dayKey(today)) return "Сегодня";
  if (key === dayKey(new Date(today.getTime() - DAY))) return "Вчера";
  return (key.slice(-4) === dayKey(today).slice(-4) ? formats.thisYear : formats.otherYear).format(toDate(value));
}

/** 11_520 → «3 ч 12 мин»: the two largest units of a time span in seconds, rounded down. */
export function span(seconds) {
  let left = Math.max(0, Math.floor(seconds));
  const words = [];
  for (const [size, word] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count) words.push(word(count));
    else if (words.length) break;
  }
  return words.slice(0, 2).join(" ") || "меньше минуты";
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
