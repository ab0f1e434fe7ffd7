/** Invented people who answer the survey that is open: a wave needs more answers than one person can give. */
import * as api from "./api.js";
import { byId } from "./dom.js";
import { plural } from "./format.js";
import { attempt } from "./notices.js";

/** Their ids begin here, as in sandbox/crowd.py; they have no place among those one can write as. */
const FIRST = 900_001;

export function createCrowd() {
  const button = byId("crowd-call");
  const said = byId("crowd-said");
  let isBusy = true;

  function draw(state) {
    isBusy = !state || state.answering > 0;
    button.setAttribute("aria-disabled", String(isBusy));
    const text = state ? words(state) : "";
    if (said.textContent !== text) said.textContent = text;
  }

  async function refresh() {
    draw(await api.getCrowd().catch(() => null));
  }

  button.addEventListener("click", async () => {
    if (isBusy) return;
    draw(await attempt(api.callCrowd) ?? null);
    await refresh();
  });
  return { refresh, owns: (chat) => chat >= FIRST };
}

function words({ came, answered, answering }) {
  if (answering) return `Отвечают: ${plural(answering, "человек", "человека", "человек")}…`;
  if (!came) return "";
  const sum = `Ответили ${answered} из ${came}.`;
  return answered ? sum : `${sum} Открыта ли волна и работает ли бот?`;
}
