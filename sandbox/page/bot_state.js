/** The third column: is the bot running, and what it did last. */
import * as api from "./api.js";
import { byId, h, icon, show } from "./dom.js";
import { createEvents } from "./events.js";
import { plural } from "./format.js";
import { attempt } from "./notices.js";

/** Returns refresh (state of the bot) and setWorld (names for the events). */
export function createBotState() {
  const state = byId("bot-state");
  const stop = byId("bot-stop");
  const start = byId("bot-start");
  const events = createEvents();
  let running = null;
  stop.prepend(icon("stop"));
  start.prepend(icon("play"));

  async function refresh() {
    const bot = await api.getBot().catch(() => null);
    draw(bot);
    await events.refresh();
  }

  function draw(bot) {
    running = bot?.running ?? null;
    state.dataset.state = running === null ? "unknown" : running ? "on" : "off";
    say(state, running === null ? "Состояние неизвестно" : running ? "Бот работает" : "Бот остановлен");
    byId("bot-detail").textContent = detail(bot);
    stop.setAttribute("aria-disabled", String(running !== true));
    start.setAttribute("aria-disabled", String(running !== false));
    const lines = bot?.last_lines ?? [];
    show(byId("bot-log"), lines.length > 0);
    byId("bot-lines").textContent = lines.join("\n");
  }

  async function act(allowed, action, meanwhile) {
    if (!allowed) return;
    say(state, meanwhile);
    await attempt(action);
    await refresh();
  }

  stop.addEventListener("click", () => act(running === true, api.killBot, "Останавливаем…"));
  start.addEventListener("click", () => act(running === false, api.startBot, "Запускаем…"));
  return { refresh, refreshEvents: events.refresh, setWorld: events.setWorld };
}

function detail(bot) {
  /* A negative code is the signal by which it was stopped: nothing went wrong. */
  if (bot && !bot.running && bot.exit_code > 0) return `Программа завершилась с кодом ${bot.exit_code}.`;
  return bot?.restarts ? `Запускался заново: ${plural(bot.restarts, "раз", "раза", "раз")}.` : "";
}

/** Change the text of a live region only when it says something new. */
function say(node, text) {
  if (node.textContent !== text) node.replaceChildren(h("span", { class: "dot", "aria-hidden": "true" }), text);
}
