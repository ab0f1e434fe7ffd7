/** What the program itself knows of appeals: read again after changes, kept as last known while it is stopped. */
import * as api from "./api.js";

const AGAIN = 1000;

/**
 * `on.list(appeals)` gets the latest appeals, newest first, after every reading that succeeded;
 * `on.lost(running)` is told when the program does not answer: it is starting, or not there at all. `chosen()` is the number whose details `on.one` gets.
 */
export function createAppeals(chosen, on) {
  let running = false;
  let timer = null;
  let turn = 0;

  async function refresh() {
    clearTimeout(timer);
    if (!running) return on.lost(false);
    const mine = ++turn;
    try {
      const appeals = await api.getAppeals();
      if (mine === turn) on.list(appeals);
      await refreshOne();
    } catch {
      /* It has been started and does not listen yet, or it is just going down. */
      if (mine !== turn) return;
      on.lost(running);
      timer = setTimeout(refresh, AGAIN);
    }
  }

  /** Only the chosen one: what was chosen before its answer came is thrown away. */
  async function refreshOne() {
    const number = chosen();
    if (!running || number === null) return;
    const one = await api.getAppeal(number);
    if (number === chosen()) on.one(one);
  }

  return {
    refresh,
    refreshOne: () => refreshOne().catch(() => {}),
    /** Whether the program's process runs: it is not asked while it does not. */
    setRunning(value) {
      const changed = value !== running;
      running = value;
      if (changed) refresh();
    },
  };
}
