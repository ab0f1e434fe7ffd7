/** The bot's persistent keyboard under the field. It belongs to the chat and can be folded away. */
import { h, show } from "./dom.js";

/** `draw(keyboard)` takes the chat's ReplyKeyboardMarkup or null. `chat` is the panel with .reply-keys and .keys-toggle; `on.choose(button)` sends what was pressed. */
export function createReplyKeys(chat, on) {
  const box = chat.querySelector(".reply-keys");
  const toggle = chat.querySelector(".keys-toggle");
  let shownRows = "[]";
  let folded = false;

  function draw(keyboard) {
    const rows = keyboard?.keyboard ?? [];
    if (JSON.stringify(rows) !== shownRows) {
      shownRows = JSON.stringify(rows);
      box.replaceChildren(...rows.map((row) => h("div", { class: "keys-row" }, row.map((button) => key(typeof button === "string" ? { text: button } : button)))));
    }
    show(toggle, rows.length > 0);
    fold(folded);
  }

  const key = (button) => h("button", { type: "button", class: "reply-key", onclick: () => on.choose(button) },
    button.text, button.request_contact && " (отправит телефон)");

  function fold(value) {
    folded = value;
    show(box, shownRows !== "[]" && !folded);
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.setAttribute("aria-label", folded ? "Показать меню бота" : "Скрыть меню бота");
    toggle.title = toggle.getAttribute("aria-label");
  }

  toggle.addEventListener("click", () => fold(!folded));
  return { draw };
}
