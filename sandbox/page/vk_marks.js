/** Read marks beside the times of one's own messages. They are no news: nothing is read out when they change. */
import { h } from "./dom.js";

const READ = { sign: "✓✓", word: "прочитано" };
const SENT = { sign: "✓", word: "отправлено" };

/** Mark the own messages in `slot`: those up to number `upTo` have been read. */
export function drawMarks(slot, upTo) {
  for (const article of slot.querySelectorAll(".message.own")) {
    const { sign, word } = Number(article.dataset.id) <= upTo ? READ : SENT;
    const mark = article.querySelector(".read-mark") ?? added(article);
    if (mark.textContent === sign) continue;
    mark.textContent = sign;
    mark.title = word;
    const name = article.getAttribute("aria-label").replace(/, (прочитано|отправлено)$/u, "");
    article.setAttribute("aria-label", `${name}, ${word}`);
  }
}

function added(article) {
  const mark = h("span", { class: "read-mark", "aria-hidden": "true" });
  article.querySelector(".meta").append(mark);
  return mark;
}
