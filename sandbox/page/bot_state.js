/** The third column: is the bot running, and what it did last. */
import * as api from "./api.js";
import { byId, h, icon, show } from "./dom.js";
import { createEvents } from "./events.js";
import { plural } from "./format.js";
import { attempt } from "./notices.js";

/** `onRunning(running)` hears after every reading. Returns refresh, setWorld and setVk (what waits, names for the events). */
export function createBotState(onRunning) {
  const state = byId("bot-state");
  const stop = byId("bot-stop");
  const start = byId("bot-start");
  const events = createEvents();
  let running = null;
  const waiting = { telegram: 0, vk: 0 };
  stop.prepend(icon("stop"));
  start.prepend(icon("play"));

  async function refresh() {
    const bot = await api.getBot().catch(() => null);
    draw(bot);
    drawWaiting();
    await events.refresh();
  }

  /** While it is stopped, what people write waits at Telegram and VK: nothing is lost. */
  function drawWaiting() {
    const line = byId("bot-waiting");
    const sum = waiting.telegram + waiting.vk;
    if (!show(line, running === false && sum > 0)) return;
    const text = `Ждут запуска: ${plural(sum, "сообщение или нажатие", "сообщения или нажатия", "сообщений или нажатий")}.`;
    if (line.textContent !== text) line.textContent = text;
  }

  function draw(bot) {
    running = bot?.running ?? null;
    state.dataset.state = running === null ? "unknown" : running ? "on" : "off";
    say(state, running === null ? "Состояние неизвестно" : running ? "Бот работает" : "Бот остановлен");
    byId("bot-detail").textContent = detail(bot);
    stop.setAttribute("aria-disabled", String(running !== true));
    start.setAttribute("aria-disabled", String(running !== false));
    onRunning(running === true);
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
  return {
    refresh, refreshEvents: events.refresh, isStopped: () => running === false,
    setWorld(world) {
      waiting.telegram = world.waiting ?? 0;
      drawWaiting();
      events.setWorld(world);
    },
    setVk(vk) {
      waiting.vk = vk.waiting ?? 0;
      drawWaiting();
      events.setVk(vk);
    },
  };
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
