/** The bot's persistent keyboard under the field. It belongs to the chat and can be folded away. */
import { anchor, safeLink } from "./entities.js";
import { h, icon, show, spoken } from "./dom.js";

/** `draw(keyboard)` takes the chat's ReplyKeyboardMarkup or null. `chat` is the panel with .reply-keys and .keys-toggle; `on.choose(button)` sends what was pressed, `on.name` is what the keyboard is called. */
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

  function key(button) {
    const link = button.url && safeLink(button.url);
    if (!link) {
      return h("button", { type: "button", class: "reply-key", "data-look": button.look, onclick: () => on.choose(button) },
        button.text, button.request_contact && " (отправит телефон)");
    }
    const element = anchor(link, button.text, icon("link"), spoken(" (откроется в новой вкладке)"));
    element.className = "reply-key";
    return element;
  }

  function fold(value) {
    folded = value;
    show(box, shownRows !== "[]" && !folded);
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.setAttribute("aria-label", `${folded ? "Показать" : "Скрыть"} ${on.name}`);
    toggle.title = toggle.getAttribute("aria-label");
  }

  toggle.addEventListener("click", () => fold(!folded));
  return { draw };
}
