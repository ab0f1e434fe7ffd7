/** VK's keyboards in the words in which chats draw buttons. Pure. */

/** VK's colours of buttons; the usual grey one needs no name. They decorate, the words say what happens. */
const LOOKS = { primary: "primary", positive: "positive", negative: "negative" };

/** Rows of buttons under a message: VK knows them by their labels. */
export const rowsOf = (rows) => rows.map((row) => row.map(button));

/** The keyboard under the field as reply_keys.js takes it; null without one. */
export const keyboardOf = (keyboard) => keyboard && { keyboard: rowsOf(keyboard.rows) };

function button({ label, kind, color, link }) {
  return { text: label, data: label, look: LOOKS[color], url: kind === "open_link" ? link : null };
}
