/** Elements are made here and nowhere else: text always becomes a text node, never markup. */

/** Make an element. Props beginning with "on" are listeners; null, undefined and false are left out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** A decorative icon of the sprite in index.html. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Text for screen readers only. */
export const spoken = (text) => h("span", { class: "visually-hidden" }, text);

export const byId = (id) => document.getElementById(id);

/** Hide or show, and say whether it is shown now. */
export function show(node, visible) {
  node.hidden = !visible;
  return visible;
}
