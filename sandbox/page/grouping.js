/** How a row of messages is laid out: days between them, albums together, one sender's words close. */
import { day, dayKey, toDate } from "./format.js";

const TOGETHER = 5 * 60_000;

/** Parts in order: {key, label} for a day, {key, messages, follows} for a message or an album. */
export function parts(messages) {
  const result = [];
  let previous = null;
  for (const message of messages) {
    const open = result[result.length - 1];
    if (message.album && open?.messages?.[0].album === message.album) {
      open.messages.push(message);
      continue;
    }
    const newDay = !previous || dayKey(previous.date) !== dayKey(message.date);
    if (newDay) result.push({ key: `day ${dayKey(message.date)}`, label: day(message.date) });
    result.push({ key: `message ${message.id}`, messages: [message], follows: !newDay && follows(previous, message) });
    previous = message;
  }
  return result;
}

const follows = (previous, message) =>
  !previous.service && !message.service && previous.from.id === message.from.id && previous.as?.id === message.as?.id &&
  previous.anonymous === message.anonymous && toDate(message.date) - toDate(previous.date) < TOGETHER;
