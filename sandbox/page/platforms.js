/** Where the client is: in Telegram or in VK. One of them is on the screen, the other counts what comes to it. */
import { byId, show } from "./dom.js";
import { drawBadge } from "./who.js";

/** `sides` gives for "telegram" and "vk" what has focus() and refresh(). */
export function createPlatforms(sides) {
  const panel = byId("client-panel");
  const inputs = [...byId("client-platform").querySelectorAll("input")];
  const unread = { telegram: 0, vk: 0 };
  let chosen = "telegram";

  function choose(name) {
    chosen = name;
    for (const input of inputs) input.checked = input.value === name;
    for (const part of panel.querySelectorAll("[data-platform]")) show(part, part.dataset.platform === name);
    count(name, 0);
    sides[name].refresh();
  }

  function count(name, number) {
    unread[name] = number;
    const input = inputs.find(({ value }) => value === name);
    drawBadge(input.parentElement.querySelector(".badge"), number);
  }

  for (const input of inputs) input.addEventListener("change", () => choose(input.value));
  choose(chosen);
  return {
    choose,
    focus: () => sides[chosen].focus(),
    /** A message came to a client of a platform. */
    cameTo: (name) => name !== chosen && count(name, unread[name] + 1),
  };
}
