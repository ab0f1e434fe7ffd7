/** Where people write in Telegram: alone with the bot, in a group, below a channel's posts. One place is on the screen, the others count. */
import { byId, show } from "./dom.js";
import { bringsWords, drawBadge } from "./who.js";

const PRIVATE = "private";

/** Makes one side of `client` (client.js) and `square` (square.js), for main.js as each of them. */
export function createPlaces(client, square) {
  const inputs = [...byId("client-place").querySelectorAll("input")];
  const unread = new Map();
  let chosen = PRIVATE;
  const side = () => (chosen === PRIVATE ? client : square);

  function choose(name) {
    chosen = name;
    for (const input of inputs) input.checked = input.value === name;
    show(byId("private-place"), name === PRIVATE);
    show(byId("public-place"), name !== PRIVATE);
    count(name, 0);
    if (name === PRIVATE) client.refresh();
    else square.enter(name);
  }

  function count(name, number) {
    unread.set(name, number);
    drawBadge(inputs.find(({ value }) => value === name).parentElement.querySelector(".badge"), number);
  }

  /** Who reads where a change happened: whoever the dialog belongs to, or the one chosen in public. */
  const reader = (change) => (square.placeOf(change.chat) ? square.person() : change.chat);

  /** Follow a link to a public message, or to the bot with a payload; true when it leads here. */
  function openLink(href) {
    const payload = square.payloadOf(href);
    if (payload !== null) {
      const person = square.person();
      choose(PRIVATE);
      client.led(person, payload);
      return true;
    }
    const name = square.open(href);
    if (name) choose(name);
    return Boolean(name);
  }

  for (const input of inputs) input.addEventListener("change", () => choose(input.value));
  byId("public-chat").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && openLink(link.href)) event.preventDefault();
  });

  return {
    choose, openLink,
    setWorld(world) {
      client.setWorld(world);
      square.setWorld(world);
      for (const input of inputs) show(input.parentElement, input.value === PRIVATE || square.has(input.value));
    },
    /** True when the change concerns what is on the screen. */
    onChange(change) {
      const place = square.placeOf(change.chat) ?? PRIVATE;
      const here = place === PRIVATE ? client.onChange(change) : square.onChange(change);
      const isNews = place === PRIVATE ? here : square.isNews(change.chat);
      if (bringsWords(change, reader(change)) && place !== chosen && isNews) count(place, (unread.get(place) ?? 0) + 1);
      return here && place === chosen;
    },
    reader,
    refresh: (fresh) => side().refresh(fresh),
    focus: () => side().focus(),
  };
}
