// What the picture of a lookup is drawn with: marks, threads, the grid.

import { svg, el } from "./dom.js";
import { millis, nice, commonPrefix, figure } from "./units.js";

/** The drawing's measures, in pixels. */
export const HEIGHT = 380;
export const TOP = 34;
export const BOTTOM = 30;
export const LEFT = 50;

/** Two keys that share more bits than this are the same. */
export const LAST_BIT = 60;

/** From the answer that told of a peer, or from this node, to the question. */
export function thread(point, points, scale) {
  const tellers = point.step.tellers;
  const teller = points.find((each) => each.step === tellers[0]);
  const x = teller ? teller.to : scale.x(0);
  const y = teller ? teller.y : scale.y(scale.home);
  const bend = Math.max(3, (point.from - x) * 0.5);
  return svg("path", {
    class: tellers.length > 1 ? "thread maybe" : "thread",
    d: `M${x} ${y}C${x + bend} ${y} ${point.from - bend} ${point.y} ${point.from} ${point.y}`,
  });
}

export function question({ step, from, to, y, colour }) {
  return svg(
    "g",
    { class: `question ${step.outcome} c${colour}`, "data-outcome": step.outcome },
    svg("line", { class: step.hedge ? "wait hedge" : "wait", x1: from, x2: to, y1: y, y2: y }),
    step.hedge ? svg("circle", { class: "ring", cx: to, cy: y, r: 7.5 }) : null,
    mark(step.outcome === "nodes" && step.fresh === 0 ? "nothing" : step.outcome, to, y),
  );
}

/** Each outcome has a shape of its own, beside its colour. */
function mark(kind, x, y) {
  const at = { class: "mark " + kind, transform: `translate(${x} ${y})` };
  switch (kind) {
    case "value":
    case "providers":
      return svg("path", { ...at, d: "M0-8L8 0L0 8L-8 0Z" });
    case "failed":
      return svg("path", { ...at, d: "M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5" });
    case "lied":
      return svg("path", { ...at, d: "M-6.5-5.5H6.5L0 6.5Z" });
    case "abandoned":
      return svg("path", { ...at, d: "M0-5V5" });
    default:
      return svg("circle", { ...at, r: 4.5 });
  }
}

export function grid(scale) {
  const group = svg("g", { class: "grid" });
  let above = Infinity; // where the last label stands; the next needs room
  for (let bit = 0; bit <= scale.deepest; bit++) {
    const y = scale.y(bit);
    group.append(svg("line", { x1: LEFT, x2: scale.right, y1: y, y2: y }));
    if (above - y > 13) {
      group.append(svg("text", { x: LEFT - 10, y: y + 4, "text-anchor": "end", text: bit }));
      above = y;
    }
  }
  const step = nice(scale.end / (scale.inner < 400 ? 4 : 8));
  for (let ms = 0; ms <= scale.end; ms += step) {
    const x = scale.x(ms);
    const text = ms === 0 ? "0" : millis(ms);
    group.append(
      svg("line", { class: "tick", x1: x, x2: x, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 5 }),
      svg("text", { x, y: HEIGHT - 8, "text-anchor": "middle", text }),
    );
  }
  group.append(
    svg("line", { class: "target", x1: LEFT, x2: scale.right, y1: TOP, y2: TOP }),
    svg("text", { class: "target", x: LEFT, y: TOP - 10, text: "the key" }),
    svg("text", { x: 12, y: TOP - 10, text: "bits" }),
  );
  return group;
}

/** How close the closest was that had answered until then: what the lookup gained, and when. */
export function frontier(points, scale) {
  const floor = HEIGHT - BOTTOM;
  let best = floor;
  let path = "";
  for (const { step, to } of [...points].sort((one, other) => one.to - other.to)) {
    const y = scale.y(step.commonPrefix);
    if (["nodes", "value", "providers"].includes(step.outcome) && y < best) {
      path += (path === "" ? `M${to} ${floor}` : `H${to}`) + `V${y}`;
      best = y;
    }
  }
  return path === "" ? null : svg("path", { class: "frontier", d: path + `H${scale.right}V${floor}Z` });
}

export function origin(scale) {
  const [x, y] = [scale.x(0), scale.y(scale.home)];
  return svg("rect", { class: "self", x: x - 5, y: y - 5, width: 10, height: 10, rx: 2 });
}

/** The k closest as dots at the right, each at its height. */
export function ending(lookup, scale) {
  const x = scale.right + 14;
  const room = scale.width - x - 8;
  const rows = new Map();
  for (const contact of lookup.result.closest) {
    const bit = Math.min(commonPrefix(contact.key, lookup.target), LAST_BIT);
    rows.set(bit, (rows.get(bit) ?? 0) + 1);
  }
  const most = Math.max(1, ...rows.values());
  const pitch = Math.min(11, room / most);
  const group = svg("g", { class: "ending" });
  for (const [bit, number] of rows) {
    for (let at = 0; at < number; at++) {
      group.append(svg("circle", { cx: x + 4 + at * pitch, cy: scale.y(bit), r: Math.min(4, pitch * 0.4) }));
    }
  }
  const closest = lookup.result.closest.length;
  const text = lookup.result.item ? "closest so far" : figure(closest) + " closest";
  group.append(svg("text", { x, y: TOP - 10, text }));
  return group;
}

/** The legend, whose marks are those of the picture. */
export function legend(list) {
  const marks = [
    ["nodes", "told of new nodes"],
    ["nothing", "told nothing new"],
    ["value", "had the value"],
    ["failed", "did not answer"],
    ["lied", "lied"],
    ["abandoned", "not waited for"],
    ["hedge", "hedge"],
  ];
  for (const [kind, text] of marks) {
    const picture = svg("svg", { width: 20, height: 20, viewBox: "-10 -10 20 20", "aria-hidden": "true" });
    const group = svg("g", { class: `question ${kind} c0` });
    if (kind === "hedge") {
      group.append(svg("circle", { class: "ring", r: 7.5 }));
    }
    group.append(mark(kind, 0, 0));
    picture.append(group);
    list.append(el("li", {}, picture, text));
  }
  list.append(el("li", { text: "A colour is a lane, or a path where there are several; the shade, the closest so far." }));
}
