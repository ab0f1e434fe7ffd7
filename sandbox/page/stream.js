/** Live changes from /api/stream. The connection is made again by itself, at most 8 s apart. */

const LONGEST_PAUSE = 8000;

/**
 * Listen for ever. `onChange` gets each change; `onLink` gets true when the connection stands
 * (also after a break: then everything has to be read anew) and false when it is lost.
 */
export function listen({ onChange, onLink }) {
  let pause = 500;

  function connect() {
    const source = new EventSource("/api/stream");
    source.onopen = () => {
      pause = 500;
      onLink(true);
    };
    source.onmessage = (event) => {
      const change = parse(event.data);
      if (change) onChange(change);
    };
    source.onerror = () => {
      source.close();
      onLink(false);
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    };
  }

  connect();
}

function parse(data) {
  try {
    const change = JSON.parse(data);
    return change && typeof change === "object" ? change : null;
  } catch {
    return null;
  }
}
