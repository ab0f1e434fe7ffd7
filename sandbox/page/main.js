/** Puts the page together: three columns, the live stream, and who is told about which change. */
import * as api from "./api.js";
import { createBotState } from "./bot_state.js";
import { createClient } from "./client.js";
import { byId, h } from "./dom.js";
import { createIntro, createLayout } from "./layout.js";
import { watchMenus } from "./menus.js";
import { attempt } from "./notices.js";
import { createStaff } from "./staff.js";
import { listen } from "./stream.js";

const GATHER = 40;

const client = createClient();
const staff = createStaff(loadWorld);
const bot = createBotState();
const layout = createLayout({ client: client.focus, staff: staff.focus, state: () => byId("state-panel").focus() });
createIntro();
watchMenus();

const askWorld = gathered(loadWorld);
const askClient = gathered(() => client.refresh());
const askStaff = gathered(() => staff.refresh());
const askBot = gathered(bot.refresh);
const askEvents = gathered(bot.refreshEvents);

listen({ onChange, onLink });

async function loadWorld() {
  const world = await attempt(api.getWorld);
  if (!world) return;
  bot.setWorld(world);
  client.setWorld(world);
  staff.setWorld(world);
}

function onChange(change) {
  if (client.onChange(change)) askClient();
  const isRead = staff.onChange(change);
  if (change.kind === "message") layout.cameTo(staff.isModeratorChat(change.chat) ? "staff" : "client");
  /* A topic may be gone: then the world says so before its messages are asked for. */
  if (change.kind === "topic" || change.kind === "settings") askWorld();
  else if (isRead) askStaff();
  if (change.kind === "bot") askBot();
  askEvents();
}

/** After every (re)connection everything is read anew: what came meanwhile was not announced. */
async function onLink(linked) {
  const state = byId("link-state");
  const text = linked ? "На связи" : "Связь потеряна, соединяемся снова…";
  state.dataset.state = linked ? "on" : "off";
  state.replaceChildren(h("span", { class: "dot", "aria-hidden": "true" }), text);
  if (!linked) return;
  await loadWorld();
  await Promise.all([client.refresh(), staff.refresh(), bot.refresh()]);
}

/** Many calls within a moment become one. */
function gathered(action) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      action();
    }, GATHER);
  };
}
