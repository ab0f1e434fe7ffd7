/** Puts the page together: three columns, the tour, the live stream, and who is told about which change. */
import * as api from "./api.js";
import { createAppealCard } from "./appeal_card.js";
import { createBotState } from "./bot_state.js";
import { createClient } from "./client.js";
import { createClock } from "./clock.js";
import { createCrowd } from "./crowd.js";
import { byId, h } from "./dom.js";
import { createHelp, createLayout } from "./layout.js";
import { watchMenus } from "./menus.js";
import { attempt } from "./notices.js";
import { createPlaces } from "./places.js";
import { createPlatforms } from "./platforms.js";
import { createSquare } from "./square.js";
import { createStaff } from "./staff.js";
import { listen } from "./stream.js";
import { createTour } from "./tour.js";
import { getVk } from "./vk_api.js";
import { createVkClient } from "./vk_client.js";
import { createVkDesk } from "./vk_desk.js";
import { createVkPlaces } from "./vk_places.js";
import { createVkWalls } from "./vk_walls.js";
import { bringsWords } from "./who.js";

const GATHER = 40;
/** What the program knows is asked for a little later: by then it has finished what it was doing. */
const SETTLE = 250;
const WALL_LINK = /^https:\/\/vk\.com\/wall-?\d+_\d+/;

const client = createPlaces(createClient(), createSquare());
const vkClient = createVkPlaces(createVkClient(), createVkWalls());
const platforms = createPlatforms({ telegram: client, vk: vkClient });
const vkDesk = createVkDesk();
const staff = createStaff({ worldChanged: loadWorld, topic: opened, publicLink }, vkDesk);
const layout = createLayout({ client: platforms.focus, staff: staff.focus, state: () => byId("state-panel").focus() });
const tour = createTour({ reveal });
const appeal = createAppealCard(tour.setAppeals);
const bot = createBotState(appeal.setRunning);
const clock = createClock({ zone: drawAnew, tick: appeal.tick, moved });
const crowd = createCrowd();
createHelp();
watchMenus();

const askWorld = gathered(loadWorld);
const askClient = gathered(() => client.refresh());
const askVk = gathered(loadVk);
const askVkClient = gathered(() => vkClient.refresh());
const askVkDesk = gathered(() => vkDesk.refresh());
const askStaff = gathered(() => staff.refresh());
const askBot = gathered(bot.refresh);
const askEvents = gathered(bot.refreshEvents);
const askCrowd = gathered(crowd.refresh);
const askClock = gathered(clock.refresh, SETTLE);
const askAppeals = gathered(appeal.refresh, SETTLE);

listen({ onChange, onLink });

async function loadWorld() {
  const world = await attempt(api.getWorld);
  if (!world) return;
  bot.setWorld(world);
  client.setWorld(world);
  staff.setWorld(world);
}

async function loadVk() {
  const vk = await attempt(getVk);
  if (!vk) return;
  bot.setVk(vk);
  await vkClient.setVk(vk);
  vkDesk.setVk(vk);
  await vkClient.refresh();
}

function onChange(change) {
  if (change.kind.startsWith("vk_")) onVkChange(change);
  else onTelegramChange(change);
  askEvents();
  askClock();
  askAppeals();
}

function onVkChange(change) {
  if (change.kind === "vk_settings" && change.chat === null) askVk();
  if (vkClient.onChange(change)) askVkClient();
  if (vkDesk.onChange(change)) askVkDesk();
  if (change.kind === "vk_message" && bringsWords(change, change.chat)) cameToClient("vk");
  if (["vk_message", "vk_edit", "vk_wall"].includes(change.kind) && bot.isStopped()) askVk();
}

function cameToClient(platform) {
  platforms.cameTo(platform);
  layout.cameTo("client");
}

function onTelegramChange(change) {
  if (client.onChange(change)) askClient();
  const isRead = staff.onChange(change);
  if (change.kind === "message") {
    const [side, came] = staff.owns(change.chat) ? [staff, () => layout.cameTo("staff")] : [client, () => cameToClient("telegram")];
    if (bringsWords(change, side.reader(change)) && !crowd.owns(change.chat)) came();
  }
  /* A topic may be gone: then the world says so before its messages are asked for. */
  if (change.kind === "topic" || change.kind === "settings") askWorld();
  else if (isRead) askStaff();
  if (change.kind === "message" && bot.isStopped()) askWorld();
  if (change.kind === "crowd") askCrowd();
  if (change.kind === "bot") {
    askBot();
    askWorld();
    askVk();
  }
}

/** After every (re)connection everything is read anew: what came meanwhile was not announced. */
async function onLink(linked) {
  const state = byId("link-state");
  const text = linked ? "На связи" : "Связь потеряна, соединяемся снова…";
  state.dataset.state = linked ? "on" : "off";
  state.replaceChildren(h("span", { class: "dot", "aria-hidden": "true" }), text);
  if (!linked) return;
  await clock.refresh();
  await loadWorld();
  await Promise.all([loadVk(), client.refresh(), staff.refresh(), bot.refresh(), appeal.refresh(), crowd.refresh()]);
}

/** A topic was opened, or is called otherwise now. */
function opened(name) {
  appeal.follow(name);
  tour.setTopic(name);
}

/** A link to what was written in public, or to the bot itself: true when it was opened here. */
function publicLink(href) {
  if (WALL_LINK.test(href)) {
    attempt(() => vkClient.openLink(href, () => showClient("vk")));
    return true;
  }
  if (!client.openLink(href)) return false;
  showClient("telegram");
  return true;
}

function showClient(platform) {
  layout.choose("client");
  platforms.choose(platform);
}

/** Lead to a place of the tour. */
function reveal(column, place) {
  layout.choose(column);
  if (column === "client") {
    platforms.choose("telegram");
    client.choose("private");
  }
  if (place.matches(".topic-row")) staff.showList();
}

function drawAnew() {
  client.refresh(true);
  vkClient.refresh(true);
  staff.refresh(true);
}

/** Days are called «Сегодня» and «Вчера» by the clock. */
function moved(what) {
  appeal.reached(what);
  askClient();
  askVkClient();
  askStaff();
  askAppeals();
}

/** Many calls within a moment become one. */
function gathered(action, pause = GATHER) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      action();
    }, pause);
  };
}
