/** Where people write in VK: to the community alone, or on a wall. One place is on the screen, the others count. */
import { byId, show } from "./dom.js";
import { bringsWords, drawBadge } from "./who.js";

const DIALOG = "dialog";

/** Makes one side of `client` (vk_client.js) and `walls` (vk_walls.js), for main.js as each of them. */
export function createVkPlaces(client, walls) {
  const inputs = [...byId("vk-place").querySelectorAll("input")];
  const unread = new Map();
  let chosen = DIALOG;
  const side = () => (chosen === DIALOG ? client : walls);

  function choose(name) {
    mark(name);
    if (name === DIALOG) client.refresh();
    else walls.enter(name);
  }

  function mark(name) {
    chosen = name;
    for (const input of inputs) input.checked = input.value === name;
    show(byId("vk-dialog-place"), name === DIALOG);
    show(byId("vk-wall-place"), name !== DIALOG);
    count(name, 0);
  }

  function count(name, number) {
    unread.set(name, number);
    drawBadge(inputs.find(({ value }) => value === name).parentElement.querySelector(".badge"), number);
  }

  for (const input of inputs) input.addEventListener("change", () => choose(input.value));

  return {
    async setVk(vk) {
      client.setVk(vk);
      await walls.setVk(vk);
    },
    /** Follow a link to a wall; `shown()` is called once it is known to lead here. */
    async openLink(href, shown) {
      const name = await walls.lead(href);
      if (!name) return;
      mark(name);
      shown();
    },
    /** True when the change concerns what is on the screen. */
    onChange(change) {
      if (change.kind !== "vk_wall") return client.onChange(change) && chosen === DIALOG;
      const here = chosen !== DIALOG && walls.onChange(change);
      const place = walls.placeOf(change.chat);
      const isNews = change.chat !== null && bringsWords(change, walls.person());
      if (!here && isNews && place !== chosen) count(place, (unread.get(place) ?? 0) + 1);
      return here;
    },
    refresh: (fresh) => side().refresh(fresh),
    focus: () => side().focus(),
  };
}
