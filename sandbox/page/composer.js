/** The field one writes in: text, files, a reply or an edit. Unsent words wait for each person and chat apart. */
import { show } from "./dom.js";
import { createAttachments } from "./attachments.js";
import { gist } from "./message.js";

const EMPTY = { text: "", files: [], mode: null };
const TALLEST = 180;

/**
 * `form` is .composer of the template. `on.send({text, files, album, reply_to})`, `on.edit(message, text)`
 * return promises, true once it is done. The field is free for the next words at once; what could not be sent comes
 * back into it. `on.lastOwn()` gives the message ↑ edits.
 */
export function createComposer(form, on) {
  const field = form.querySelector("textarea");
  const sendButton = form.querySelector(".send");
  const context = form.querySelector(".composer-context");
  const attachments = createAttachments(form, refresh);
  const drafts = new Map();
  let key = null;
  let mode = null;

  /** Write in another chat or as another person. What was typed before the first one was known stays. */
  function open(newKey, label) {
    const draft = written();
    if (key !== null) drafts.set(key, draft);
    const fresh = key === null ? draft : EMPTY;
    key = newKey;
    field.setAttribute("aria-label", label);
    put(drafts.get(key) ?? fresh);
  }

  const written = () => ({ text: field.value, files: attachments.take().files, mode });

  function put(draft) {
    field.value = draft.text;
    mode = draft.mode;
    attachments.put(draft.files);
  }

  function refresh() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
    if (show(context, mode !== null)) {
      context.querySelector("b").textContent = mode.kind === "edit" ? "Правка:" : "Ответ на:";
      context.querySelector("span").textContent = gist(mode.message);
    }
    const ready = field.value.trim() !== "" || attachments.take().files.length > 0;
    sendButton.setAttribute("aria-disabled", String(!ready));
    sendButton.setAttribute("aria-label", mode?.kind === "edit" ? "Сохранить правку" : "Отправить");
  }

  function begin(kind, message) {
    if (kind === "edit") field.value = message.text || message.caption || "";
    mode = { kind, message };
    refresh();
    field.focus();
  }

  function cancel() {
    if (mode?.kind === "edit") field.value = "";
    mode = null;
    refresh();
    field.focus();
  }

  async function submit() {
    const { files, album } = attachments.take();
    const text = field.value.trim();
    if (key === null || (!text && !files.length)) return;
    const [sentFrom, taken] = [key, written()];
    put(EMPTY);
    const done = taken.mode?.kind === "edit"
      ? await on.edit(taken.mode.message, text)
      : await on.send({ text, files, album, reply_to: taken.mode?.message.id ?? null });
    if (!done) giveBack(sentFrom, taken);
  }

  /** What could not be sent stands where it was written, before whatever has been begun there since. */
  function giveBack(sentFrom, taken) {
    const begun = (sentFrom === key ? written() : drafts.get(sentFrom)) ?? EMPTY;
    const isFree = !begun.text && !begun.files.length && !begun.mode;
    const draft = {
      text: [taken.text, begun.text].filter(Boolean).join("\n"),
      files: [...taken.files, ...begun.files],
      mode: isFree ? taken.mode : begun.mode,
    };
    if (sentFrom === key) put(draft);
    else drafts.set(sentFrom, draft);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", refresh);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && mode) {
      event.stopPropagation();
      cancel();
    } else if (event.key === "ArrowUp" && field.value === "" && !mode) {
      const message = on.lastOwn();
      if (!message) return;
      event.preventDefault();
      begin("edit", message);
    }
  });
  context.querySelector("button").addEventListener("click", cancel);

  return {
    open, focus: () => field.focus(), addFiles: attachments.add,
    reply: (message) => begin("reply", message), edit: (message) => begin("edit", message),
  };
}
