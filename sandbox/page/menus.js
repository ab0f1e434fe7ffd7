/** Small menus behind «⋮»: a click elsewhere or Esc closes them. */

/** Close a menu; focus returns to its button if it was inside. */
export function closeMenu(menu) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary").focus();
}

/** Watch all menus of the page. */
export function watchMenus() {
  const opened = () => [...document.querySelectorAll("details.menu[open]")];
  document.addEventListener("click", (event) => {
    for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") opened().forEach(closeMenu);
  });
}
