/** Files chosen but not sent yet: their list with previews, «одним альбомом», paste and drop. */
import { h, icon, show } from "./dom.js";
import { size } from "./format.js";

/** `form` is the composer; `changed` is called after every change. */
export function createAttachments(form, changed) {
  const picker = form.querySelector("input[type=file]");
  const box = form.querySelector(".attached");
  const list = box.querySelector("ul");
  const together = box.querySelector(".as-album");
  let files = [];

  function add(more) {
    files = [...files, ...more];
    draw();
  }

  function remove(index) {
    files = files.filter((_, at) => at !== index);
    draw();
    const buttons = list.querySelectorAll("button");
    (buttons[Math.min(index, buttons.length - 1)] ?? form.querySelector(".attach")).focus();
  }

  function draw() {
    for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    list.replaceChildren(...files.map(item));
    show(box, files.length > 0);
    show(together, files.length > 1);
    changed();
  }

  function item(file, index) {
    const preview = file.type.startsWith("image/")
      ? h("img", { src: URL.createObjectURL(file), alt: "" })
      : h("span", { class: "file-mark" }, icon("file"));
    return h("li", {}, preview,
      h("span", { class: "file-name" }, file.name), h("span", { class: "file-size" }, size(file.size)),
      h("button", { type: "button", class: "quiet small", "aria-label": `Убрать ${file.name}`, onclick: () => remove(index) }, icon("x")));
  }

  form.querySelector(".attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    add(picker.files);
    picker.value = "";
    form.querySelector("textarea").focus();
  });
  form.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    add(event.clipboardData.files);
  });

  return {
    add,
    take: () => ({ files, album: files.length > 1 && together.querySelector("input").checked }),
    put(kept) {
      files = kept;
      draw();
    },
  };
}
