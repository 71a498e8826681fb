// The picture of a lookup: each question from when it was asked to when it ended, the higher the
// closer to the key, joined to the answer that told of the peer.

import { svg, widthOf, onWidth, calm, write, table, keyText, shortKey } from "./dom.js";
import { ending, frontier, grid, origin, question, thread } from "./marks.js";
import { BOTTOM, HEIGHT, LAST_BIT, LEFT, TOP } from "./marks.js";
import { millis, bits, nice, commonPrefix, figure } from "./units.js";

const COLOURS = 6;
const SHORTEST_PLAY = 1600; // what is over sooner is shown slowed down

/** Draws lookups into the page, one at a time. */
export class Lanes {
  #host;
  #readout;
  #lookup = null;
  #self = null;
  #depth = 5;
  #points = [];
  #chosen = null;
  #scheduled = false;
  #frame = 0;

  constructor(host, readout) {
    this.#host = host;
    this.#readout = readout;
    onWidth(host, () => this.#draw());
    host.addEventListener("pointermove", (event) => this.#point(event));
    host.addEventListener("pointerleave", () => this.#choose(null));
    host.addEventListener("blur", () => this.#choose(null));
    host.addEventListener("keydown", (event) => this.#press(event));
  }

  /** The node's key and how deep its table goes: the scale that lookups begin with. */
  situate(self, depth) {
    if (this.#self !== self || this.#depth !== depth) {
      this.#self = self;
      this.#depth = depth;
      this.#later();
    }
  }

  show(lookup) {
    if (lookup !== this.#lookup) {
      this.#lookup = lookup;
      this.#chosen = null;
      cancelAnimationFrame(this.#frame);
    }
    this.#later();
  }

  /** Shows it from its beginning again. */
  replay() {
    if (this.#lookup?.result) {
      this.#play();
    }
  }

  /** Draws soon, and once for all that happens until then. */
  #later() {
    if (this.#scheduled) {
      return;
    }
    this.#scheduled = true;
    const running = this.#lookup !== null && !this.#lookup.done;
    setTimeout(() => {
      this.#scheduled = false;
      this.#draw();
      if (this.#lookup?.result && !this.#lookup.played) {
        const fast = this.#lookup.result.took < SHORTEST_PLAY && running;
        this.#lookup.played = true;
        if (fast && !calm()) {
          this.#play();
        }
      }
    }, running ? 120 : 0);
  }

  #play() {
    const cover = this.#host.querySelector(".reveal");
    const width = Number(cover?.dataset.width);
    const began = performance.now();
    const took = Math.max(SHORTEST_PLAY, Math.min(this.#lookup.result.took, 10_000));
    cancelAnimationFrame(this.#frame);
    this.#host.classList.add("playing");
    const slower = took / this.#lookup.result.took;
    write(this.#readout, slower > 1.5 ? `Shown ${figure(Math.round(slower))} times slower than it was.` : "");
    const step = (now) => {
      const part = Math.min(1, (now - began) / took);
      cover.setAttribute("width", LEFT + part * (width - LEFT));
      if (part < 1 && cover.isConnected) {
        this.#frame = requestAnimationFrame(step);
      } else {
        this.#host.classList.remove("playing");
        this.#mark();
      }
    };
    step(began);
  }

  #draw() {
    const width = widthOf(this.#host);
    const lookup = this.#lookup;
    const scale = this.#layOut(width, lookup);
    const threads = svg("g", { "clip-path": "url(#reveal)" });
    threads.append(frontier(this.#points, scale) ?? "");
    for (const point of this.#points) {
      threads.append(thread(point, this.#points, scale));
    }
    for (const point of this.#points) {
      threads.append(question(point));
    }
    const full = width + 10;
    const drawing = svg(
      "svg",
      { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, width, "aria-hidden": "true" },
      svg("clipPath", { id: "reveal" }, svg("rect", { class: "reveal", "data-width": full, width: full, height: HEIGHT })),
      grid(scale),
      lookup === null ? null : origin(scale),
      threads,
      lookup?.result ? ending(lookup, scale) : null,
      svg("circle", { class: "chosen", r: 11, cx: -50, cy: -50 }),
    );
    this.#host.classList.remove("playing");
    this.#host.replaceChildren(drawing);
    this.#mark();
  }

  /** Along: time. */
  #across(width, lookup) {
    const right = Math.max(76, Math.min(150, Math.round(width / 5)));
    const inner = width - LEFT - right;
    const last = (lookup?.steps ?? []).reduce(
      (most, step) => Math.max(most, step.ended),
      lookup?.result?.took ?? 0,
    );
    const end = lookup?.done ? last * 1.02 || 1 : nice(Math.max(last, 2));
    const x = (ms) => LEFT + 12 + (ms / end) * (inner - 24);
    return { width, inner, end, x, right: LEFT + inner };
  }

  /** Up: bits. A row has the more room the more questions stand in it side by side. */
  #up(lookup, points) {
    const shown = (lookup?.result?.closest ?? []).map((contact) => commonPrefix(contact.key, lookup.target));
    shown.push(this.#depth, ...points.map((point) => point.step.commonPrefix));
    const deepest = Math.max(...shown.filter((bit) => bit < LAST_BIT));
    const slots = Array.from({ length: deepest + 1 }, () => 1);
    points
      .filter((point) => point.step.commonPrefix <= deepest)
      .forEach(({ step, slot }) => (slots[step.commonPrefix] = Math.max(slots[step.commonPrefix], slot + 1)));
    const weights = slots.map((number) => 2 + Math.min(number, 12));
    const unit = (HEIGHT - TOP - BOTTOM) / weights.reduce((sum, weight) => sum + weight, 0);
    let foot = HEIGHT - BOTTOM;
    const middles = weights.map((weight) => (foot -= weight * unit) + (weight * unit) / 2);
    const home = lookup === null || this.#self === null ? 0 : commonPrefix(this.#self, lookup.target);
    return {
      deepest,
      home,
      y: (bit) => (bit >= LAST_BIT ? TOP : middles[Math.min(bit, deepest)]),
      room: (bit) => (weights[bit] ?? 2) * unit,
      slots: (bit) => slots[bit] ?? 1,
    };
  }

  /** Where each question stands: those of one row that would cover each other, side by side. */
  #places(lookup, across) {
    const rows = new Map();
    const many = lookup.paths > 1;
    return lookup.steps.map((step) => {
      const row = rows.get(step.commonPrefix) ?? [];
      rows.set(step.commonPrefix, row);
      const from = across.x(step.asked);
      const to = Math.max(across.x(step.ended), from + 1);
      let slot = row.findIndex((spans) => spans.every(([a, b]) => b + 9 < from || to + 9 < a));
      if (slot < 0) {
        slot = row.push([]) - 1;
      }
      row[slot].push([from, to]);
      return { step, from, to, slot, colour: (many ? step.path - 1 : step.lane) % COLOURS };
    });
  }

  /** All that a drawing needs to know of where things stand. */
  #layOut(width, lookup) {
    const across = this.#across(width, lookup);
    const points = lookup === null ? [] : this.#places(lookup, across);
    const scale = { ...across, ...this.#up(lookup, points) };
    for (const point of points) {
      const bit = point.step.commonPrefix;
      const slots = scale.slots(bit);
      const pitch = Math.min(12, (scale.room(bit) * 0.86) / slots);
      point.y = scale.y(bit) + (point.slot - (slots - 1) / 2) * pitch;
    }
    this.#points = points.sort((one, other) => one.step.asked - other.step.asked);
    return scale;
  }

  #point(event) {
    const box = this.#host.firstChild.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = null;
    let least = 18;
    for (const point of this.#points) {
      const along = Math.max(point.from - x, 0, x - point.to);
      const away = Math.hypot(along, point.y - y);
      if (away < least) {
        [best, least] = [point, away];
      }
    }
    this.#choose(best?.step ?? null);
  }

  #press(event) {
    const way = { ArrowRight: 1, ArrowLeft: -1, Escape: 0 }[event.key];
    if (way === undefined || this.#points.length === 0) {
      return;
    }
    event.preventDefault();
    const at = this.#points.findIndex((point) => point.step === this.#chosen);
    const next = at < 0 ? (way > 0 ? 0 : this.#points.length - 1) : at + way;
    this.#choose(way === 0 ? null : (this.#points[next]?.step ?? this.#chosen));
  }

  #choose(step) {
    this.#chosen = step;
    this.#mark();
  }

  #mark() {
    const point = this.#points.find((each) => each.step === this.#chosen);
    const ring = this.#host.querySelector(".chosen");
    ring?.setAttribute("cx", point?.to ?? -50);
    ring?.setAttribute("cy", point?.y ?? -50);
    write(this.#readout, point ? tell(point.step) : "");
  }
}

/** What came of a question, in words. */
export function outcome(step) {
  switch (step.outcome) {
    case "nodes":
      return `told of ${step.told} nodes, ${step.fresh} of them new`;
    case "value":
      return "had the value";
    case "providers":
      return `told of ${step.given} of ${step.total} who are announced, and of ${step.told} nodes, ${step.fresh} of them new`;
    case "failed":
      return "failed: " + step.why;
    case "lied":
      return "lied: " + step.why;
    default:
      return "was not waited for";
  }
}

function tell(step) {
  const hedge = step.hedge ? ", as a hedge" : "";
  return (
    `${shortKey(step.peer.key)} at ${step.peer.address}, hop ${step.hop}, ` +
    `${bits(step.commonPrefix)} shared: asked at ${millis(step.asked)}${hedge}, ` +
    `${outcome(step)} after ${millis(step.took)}`
  );
}

/** The same as a table. */
export function tableOf(lookup) {
  const rows = lookup.steps.map((step) => [
    millis(step.asked),
    millis(step.took),
    String(step.path),
    String(step.hop),
    bits(step.commonPrefix),
    keyText(step.peer.key),
    step.peer.address,
    outcome(step) + (step.hedge ? " (hedge)" : ""),
  ]);
  const heads = ["Asked at", "Took", "Path", "Hop", "Near", "Node", "Address", "What came of it"];
  return table("Questions of the lookup, in the order in which they ended", heads, rows);
}
