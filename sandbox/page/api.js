/** The sandbox's control API. Every call rejects with an Error whose message can be shown as it is. */

/** A request to /api; the answer's JSON. */
export async function call(method, path, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(`/api/${path}`, options);
  } catch {
    throw new Error("Песочница не отвечает. Проверьте, запущена ли она.");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(reason(answer, response.status));
  return answer;
}

function reason(answer, status) {
  const text = answer?.error ?? answer?.detail;
  return typeof text === "string" && text ? text : `Песочница ответила ошибкой ${status}.`;
}

const person = (id, action) => `people/${encodeURIComponent(id)}/${action}`;
const inThread = (thread) => (thread === null ? "" : `?thread=${encodeURIComponent(thread)}`);

export const getWorld = () => call("GET", "world");

/**
 * {messages, keyboard} of a chat, oldest first. `thread` null means what stands in no topic:
 * a private chat, or «Общее» of a forum.
 */
export async function getMessages(chat, thread) {
  const answer = await call("GET", `chats/${encodeURIComponent(chat)}/messages${inThread(thread)}`);
  if (thread === null) answer.messages = answer.messages.filter((message) => message.thread === null);
  return answer;
}

/** Send as a person: {chat, thread, text, reply_to, anonymous, sender_chat, album, files, contact}; null is left out. */
export function sendMessage(personId, message) {
  const { files = [], ...fields } = message;
  return post(person(personId, "messages"), fields, files);
}

/** Send `fields` (null is left out), with files as a form in which each of them is called `field`. */
export function post(path, fields, files = [], field = "files") {
  if (!files.length) return call("POST", path, present(fields));
  const form = new FormData();
  for (const [name, value] of Object.entries(present(fields))) form.append(name, String(value));
  for (const file of files) form.append(field, file, file.name);
  return call("POST", path, form);
}

const present = (fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

export const editMessage = (personId, message, chat, text) =>
  call("PATCH", person(personId, `messages/${encodeURIComponent(message)}`), { chat, text });

export const deleteMessage = (personId, message, chat) =>
  call("DELETE", `${person(personId, `messages/${encodeURIComponent(message)}`)}?chat=${encodeURIComponent(chat)}`);

export const press = (personId, chat, message, data) =>
  call("POST", person(personId, "presses"), { chat, message, data });

export const pressStart = (personId, payload) =>
  call("POST", `${person(personId, "start")}${payload ? `?payload=${encodeURIComponent(payload)}` : ""}`);
export const blockBot = (personId) => call("POST", person(personId, "block"));
export const unblockBot = (personId) => call("POST", person(personId, "unblock"));

export const deleteTopic = (chat, topic) =>
  call("DELETE", `chats/${encodeURIComponent(chat)}/topics/${encodeURIComponent(topic)}`);

/** {came, answered, answering}: invented people who answer the survey that is open. */
export const getCrowd = () => call("GET", "crowd");
export const callCrowd = () => call("POST", "crowd");

export const getBot = () => call("GET", "bot");
export const killBot = () => call("POST", "bot/kill");
export const startBot = () => call("POST", "bot/start");

/** Bot API calls after number `after`, oldest first, at most the `last` ones. */
export const getLedger = (after, last) => call("GET", `ledger?after=${after}&last=${last}`);

/** {now, zone, local, offset, next: {at, what} or null}: the sandbox's clock and what comes next. */
export const getClock = () => call("GET", "clock");
export const forward = (seconds) => call("POST", "clock", { forward: seconds });
export const forwardToNext = () => call("POST", "clock", { to: "next" });

/** What the program knows of appeals: the latest, and one with its ladder and history. It must run. */
export const getAppeals = () => call("GET", "behind/appeals");
export const getAppeal = (number) => call("GET", `behind/appeals/${encodeURIComponent(number)}`);
