/** «Открыть по ссылке»: a link of the site or of a poster leads to the dialog and says what it is about. */
import { byId } from "./dom.js";

/** `onOpen(ref)` opens. Returns `ask(community)`, which shows the question. */
export function createLinkBox(onOpen) {
  const box = byId("vk-link");
  const field = byId("vk-link-ref");
  box.addEventListener("close", () => {
    const ref = field.value.trim();
    if (box.returnValue === "open" && ref) onOpen(ref);
  });
  return (community) => {
    byId("vk-link-base").textContent = `vk.me/${community.screen_name}?ref=`;
    box.returnValue = "";
    box.showModal();
    field.select();
  };
}
