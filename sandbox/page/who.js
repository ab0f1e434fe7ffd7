/** «Вы пишете как»: the people of one side as radio buttons, each with the number of words unread by them. */
import { h } from "./dom.js";
import { firstWord, initials, plural } from "./format.js";
import { tint } from "./message.js";

/**
 * Whether a change brings words that `reader` has not written. One's own come back from the server too, when another
 * person, topic or place may be on the screen already: unread they never are.
 */
export const bringsWords = (change, reader) =>
  ["message", "vk_message", "vk_wall"].includes(change.kind) && (change.by === null || change.by !== reader);

/** `onChoose(person)` is called for every choice, the first included. */
export function createWho(box, group, onChoose) {
  let people = [];
  let chosen = null;
  const unread = new Map();

  /** The people of the world; the choice stays if that person is still there. */
  function setPeople(newPeople) {
    const known = JSON.stringify(people.map(described));
    people = newPeople;
    chosen = people.find((person) => person.id === chosen?.id) ?? null;
    if (JSON.stringify(people.map(described)) === known) return;
    box.replaceChildren(...people.map(chip));
    if (!chosen && people.length) choose(people[0]);
    else draw();
  }

  function chip(person) {
    return h("label", { class: "chip", title: described(person), "data-person": person.id },
      h("input", { type: "radio", name: group, value: person.id, onchange: () => choose(people.find(({ id }) => id === person.id)) }),
      h("span", { class: "avatar", "data-tint": tint(person.id), "aria-hidden": "true" }, initials(person.name)),
      h("span", { class: "chip-name" }, h("span", { class: "chip-first" }, firstWord(person.name)),
        h("span", { class: "chip-rest" }, person.name.trim().slice(firstWord(person.name).length)),
        person.note && h("span", { class: "visually-hidden" }, `, ${person.note}`)),
      h("span", { class: "badge", hidden: true }));
  }

  function choose(person) {
    chosen = person;
    unread.delete(person.id);
    draw();
    onChoose(person);
  }

  function draw() {
    for (const label of box.querySelectorAll("label")) {
      const id = Number(label.dataset.person);
      label.querySelector("input").checked = id === chosen?.id;
      drawBadge(label.querySelector(".badge"), unread.get(id) ?? 0);
    }
  }

  /** Somebody not chosen now has got a message. */
  function markUnread(id) {
    if (id === chosen?.id || !people.some((person) => person.id === id)) return;
    unread.set(id, (unread.get(id) ?? 0) + 1);
    draw();
  }

  /** Choose by id, if that person is here. */
  function pick(id) {
    const person = people.find((one) => one.id === id);
    if (person && person !== chosen) choose(person);
    return Boolean(person);
  }

  return { setPeople, markUnread, pick, chosen: () => chosen };
}

const described = (person) => [person.name, person.note].filter(Boolean).join(", ");

/** A number in a badge, said in words to those who do not see it; nothing at zero. */
export function drawBadge(badge, count) {
  badge.hidden = count === 0;
  badge.replaceChildren(
    h("span", { "aria-hidden": "true" }, count > 99 ? "99+" : String(count)),
    h("span", { class: "visually-hidden" }, `, ${plural(count, "непрочитанное", "непрочитанных", "непрочитанных")}`));
}
