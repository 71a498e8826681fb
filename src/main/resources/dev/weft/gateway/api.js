// Talks to the node. Paths are relative, so that the page works behind a proxy that adds a prefix.

const LONGEST_WAIT = 30_000;
const LONGEST_CALL = 40_000;

/** What the node said when it said no: RFC 9457 problem details, or what there was instead. */
export class Problem extends Error {
  constructor(status, title, detail) {
    super(detail || title || "The node answered with status " + status + ".");
    this.status = status;
    this.title = title || "Status " + status;
  }
}

let token = "";

/** The bearer token that goes with what is sent from now on; it is kept in this page only. */
export function useToken(text) {
  token = text.trim();
}

async function send(path, options) {
  const headers = { Accept: "application/json", ...options.headers };
  if (token) {
    headers.Authorization = "Bearer " + token;
  }
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options, headers });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    const late = failure.name === "TimeoutError";
    throw new Problem(0, late ? "The node took too long" : "The node does not answer", null);
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

async function problem(response) {
  try {
    const { title, detail } = await response.json();
    return new Problem(response.status, title, detail);
  } catch {
    return new Problem(response.status, response.statusText, null);
  }
}

/** What is there, as JSON. */
export async function get(path) {
  return (await send(path, { signal: AbortSignal.timeout(LONGEST_CALL) })).json();
}

export async function put(path, body) {
  const options = {
    method: "PUT",
    body,
    headers: { "Content-Type": "application/octet-stream" },
    signal: AbortSignal.timeout(LONGEST_CALL),
  };
  return (await send(path, options)).json();
}

/** Reads server-sent events until they end; calls with each one's type and data. */
export async function events(path, signal, onEvent, onOpen = () => {}) {
  const response = await send(path, { signal, headers: { Accept: "text/event-stream" } });
  onOpen();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).replaceAll("\r\n", "\n").split("\n\n");
    rest = lines.pop();
    if (rest.length > 1_000_000) {
      throw new Problem(0, "The node sent an event without an end", null);
    }
    lines.forEach((block) => dispatch(block, onEvent));
  }
}

function dispatch(block, onEvent) {
  let type = "message";
  const data = [];
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    const field = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (field === "event") {
      type = value;
    } else if (field === "data") {
      data.push(value);
    }
  }
  if (data.length > 0) {
    onEvent(type, JSON.parse(data.join("\n")));
  }
}

/**
 * Keeps something going that ends or fails: again after a pause that doubles up to half a minute,
 * and that is short again once it has worked. Rests while nobody looks at the page.
 */
export class Repeat {
  #action;
  #pause;
  #failures = 0;
  #timer = null;
  #running = false;
  #again = false;
  #report;

  /**
   * @param action does the work once, and throws where it fails
   * @param pause the milliseconds between two times that went well
   * @param report told after each time: the failure or null, how many there were, the next pause
   */
  constructor(action, pause, report = () => {}) {
    this.#action = action;
    this.#pause = pause;
    this.#report = report;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#timer !== null) {
        this.now();
      }
    });
  }

  /** Does it now, or once more where it is being done, and then again and again. */
  now() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#again = this.#running;
    if (!this.#running) {
      this.#run();
    }
  }

  /** It has worked just now. */
  worked() {
    this.#failures = 0;
  }

  async #run() {
    this.#running = true;
    let failure = null;
    try {
      await this.#action();
      this.#failures = 0;
    } catch (caught) {
      failure = caught;
      this.#failures++;
    }
    this.#running = false;
    const doubled = 1000 * 2 ** Math.min(this.#failures - 1, 10) * (0.8 + 0.4 * Math.random());
    const wait = failure === null ? this.#pause : Math.min(doubled, LONGEST_WAIT);
    this.#report(failure, this.#failures, wait);
    if (this.#again && failure === null) {
      this.now();
      return;
    }
    this.#again = false;
    this.#timer = setTimeout(() => {
      if (!document.hidden) {
        this.now();
      }
    }, wait);
  }
}
