/** Arrows, Home and End in a list of which one item at a time takes part in the Tab order. */

/** The item a key leads to from item number `at`; null when the key is not for moving. */
export function arrowTarget(event, items, at) {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key];
  if (at < 0 || to === undefined) return null;
  event.preventDefault();
  return items[Math.max(0, Math.min(to, items.length - 1))];
}
