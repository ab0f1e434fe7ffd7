/** Short notices (toasts), the bot's alerts, and questions before what cannot be taken back. */
import { byId, h } from "./dom.js";

const SHORTEST = 4000;
const PER_LETTER = 60;

/** Show a notice for as long as it takes to read it; the pointer or focus on it holds it. News replaces older news. */
export function toast(text, kind = "info") {
  const lead = kind === "error" ? h("b", {}, "Не получилось. ") : null;
  const node = h("div", { class: `toast ${kind}` }, h("p", {}, lead, text),
    h("button", { type: "button", class: "quiet small", onclick: () => node.remove() }, "Скрыть"));
  if (kind === "info") for (const old of byId("toasts").querySelectorAll(".info:not(:hover, :focus-within)")) old.remove();
  byId("toasts").append(node);
  const leave = () => (node.matches(":hover, :focus-within") ? setTimeout(leave, SHORTEST) : node.remove());
  setTimeout(leave, SHORTEST + text.length * PER_LETTER);
}

/** The bot's alert: it waits until it is closed. Focus returns to where it was. */
export function alertBox(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

/** Ask; resolves to true when `yes` was pressed. */
export function confirmBox(heading, text, yes) {
  const dialog = byId("confirm");
  byId("confirm-heading").textContent = heading;
  byId("confirm-text").textContent = text;
  byId("confirm-yes").textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Run an action of the page; what went wrong is said, and false returned. */
export async function attempt(action) {
  try {
    return (await action()) ?? true;
  } catch (error) {
    toast(error.message, "error");
    return false;
  }
}
