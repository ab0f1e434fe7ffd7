/** What a message carries besides its text: photos inline, sound and video with controls, files as links. */
import { h, icon, spoken } from "./dom.js";
import { initials, size } from "./format.js";

const KINDS = {
  photo: "Фото", video: "Видео", animation: "Анимация", video_note: "Видеосообщение", audio: "Аудио",
  voice: "Голосовое сообщение", document: "Файл", sticker: "Стикер",
};

/** «Фото», «Файл» and so on; `otherwise` (nothing) for an unknown kind and for no file. */
export const kindName = (media, otherwise = "") => KINDS[media?.kind] ?? otherwise;

/** One attachment as an element. */
export function renderMedia(media) {
  const kind = kindName(media, "Файл");
  const label = media.name ? `${kind}: ${media.name}` : kind;
  if (media.kind === "sticker") return h("p", { class: "sticker" }, media.emoji, h("small", {}, "стикер"));
  if (media.kind === "photo") return photo(media, label);
  if (media.kind === "voice" || media.kind === "audio") {
    return h("figure", { class: "sound" }, h("figcaption", {}, label),
      h("audio", { controls: true, preload: "none", src: media.url, "aria-label": label }));
  }
  if (["video", "animation", "video_note"].includes(media.kind)) {
    return h("video", { class: "video", controls: true, preload: "metadata", src: media.url, "aria-label": label });
  }
  return file(media, label);
}

function photo(media, label) {
  const image = h("img", { src: media.url, alt: label });
  const link = h("a", { class: "photo", href: media.url, target: "_blank", rel: "noopener noreferrer" }, image);
  image.addEventListener("error", () => link.replaceWith(file(media, label)), { once: true });
  return link;
}

function file(media, label) {
  return h("a", { class: "file", href: media.url, target: "_blank", rel: "noopener noreferrer", download: media.name || "" },
    h("span", { class: "file-mark" }, icon("file")),
    h("span", { class: "file-name" }, media.name || label),
    h("span", { class: "file-size" }, spoken("размер "), size(media.size)));
}

/** A shared contact: the name and the phone. */
export function renderContact(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("p", { class: "file" },
    h("span", { class: "file-mark", "aria-hidden": "true" }, initials(name)),
    h("span", {}, spoken("Контакт: "), h("b", {}, name), h("br"), contact.phone_number ?? ""));
}
