// The routing table as the tree that it is: each row a bucket, the half of the keys that is farthest
// from this node's first, then the quarter, and so on down to the node itself.

import { svg, el, widthOf, onWidth, whenOpened, write, table, keyText, shortKey } from "./dom.js";
import { ago, clock, count, leadingBits, millis, plural } from "./units.js";

const ROW = 32;
const TOP = 26;

/** Upper limits of the round trips that are shown in one colour, in milliseconds. */
const SPEEDS = [1, 5, 20, 80, 300, Infinity];

/** Draws the routing table into the page. */
export class KeySpace {
  #host;
  #summary;
  #k = 20;
  #last = null;

  constructor(host, summary, place) {
    this.#host = host;
    this.#summary = summary;
    whenOpened(place, () => asTable(this.#last ?? { buckets: [] }));
    onWidth(host, () => this.#draw());
  }

  /** How deep the table goes: the most bits that a bucket shares with this node's key. */
  static depth(routing) {
    return routing.buckets.reduce((most, bucket) => Math.max(most, bucket.prefixBits), 0);
  }

  show(routing, k) {
    this.#k = k;
    this.#last = routing;
    this.#draw();
    const all = routing.buckets.flatMap((bucket) => bucket.contacts);
    const failing = all.filter((contact) => contact.failing).length;
    const waiting = routing.buckets.reduce((sum, bucket) => sum + bucket.replacements, 0);
    write(
      this.#summary,
      `${plural(all.length, "contact")} in ${plural(routing.buckets.length, "bucket")}; ` +
        `${failing === 0 ? "none" : failing} failing, ${waiting === 0 ? "none" : waiting} waiting for a place.`,
    );
  }

  #draw() {
    if (this.#last === null) {
      return;
    }
    const width = widthOf(this.#host);
    const buckets = [...this.#last.buckets].sort((one, other) => one.prefixBits - other.prefixBits);
    const narrow = width < 620;
    const levels = new Set(buckets.map((bucket) => bucket.prefixBits)).size;
    const lean = Math.min(16, (narrow ? 60 : 120) / Math.max(1, levels));
    const label = 30 + lean * levels;
    const prefix = narrow ? 0 : 150;
    const ends = narrow ? 46 : 190;
    const room = width - label - prefix - ends;
    const pitch = Math.min(20, room / Math.max(this.#k, 8));
    const place = { label, dots: label + prefix + pitch / 2, pitch, narrow, width, lean, k: this.#k };
    const height = TOP + ROW * (buckets.length + 1) + 4;
    const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" });
    drawing.append(heads(place));
    let level = -1;
    let last = -1;
    buckets.forEach((bucket, at) => {
      level += bucket.prefixBits === last ? 0 : 1;
      last = bucket.prefixBits;
      drawing.append(row(bucket, place, level, TOP + ROW * at + ROW / 2, this.#last.self));
    });
    const x = 12 + lean * (level + 1);
    const y = TOP + ROW * buckets.length + ROW / 2;
    drawing.prepend(svg("path", { class: "trunk", d: trunk(buckets, lean, x, y) }));
    drawing.append(
      svg("rect", { class: "self", x: x - 5, y: y - 5, width: 10, height: 10, rx: 2 }),
      svg("text", { class: "us", x: x + 14, y: y + 4, text: "this node" }),
    );
    this.#host.replaceChildren(drawing);
  }
}

function heads({ label, dots, pitch, narrow, width, k }) {
  const group = svg("g", { class: "heads" });
  if (!narrow) {
    group.append(
      svg("text", { x: label, y: 14, text: "keys" }),
      svg("text", { x: label + 128, y: 14, "text-anchor": "end", text: "share" }),
      svg("text", { x: width - 8, y: 14, "text-anchor": "end", text: "looked up" }),
      svg("text", { x: width - 104, y: 14, "text-anchor": "end", text: "wait" }),
    );
  }
  group.append(svg("text", { x: dots - pitch / 2, y: 14, text: `contacts, of ${k} places` }));
  return group;
}

/** Down the left side, a step to the right for each bit that is shared. */
function trunk(buckets, lean, x, y) {
  let path = "M12 10";
  let last = -1;
  let across = 12;
  buckets.forEach((bucket, at) => {
    if (bucket.prefixBits !== last) {
      const foot = TOP + ROW * at;
      path += last < 0 ? `V${foot}` : `V${foot - ROW}` + bent(across, across + lean, foot);
      across += last < 0 ? 0 : lean;
      last = bucket.prefixBits;
    }
  });
  return path + `V${y - ROW}` + bent(across, x, y);
}

/** On to the right and down. */
function bent(from, to, y) {
  return `C${from} ${y - ROW * 0.4} ${to} ${y - ROW * 0.6} ${to} ${y}`;
}

function row(bucket, place, level, y, self) {
  const { label, dots, pitch, narrow, width, lean } = place;
  const from = 12 + lean * level;
  const group = svg("g", { class: "bucket" });
  const y0 = y - ROW / 2;
  const end = label - 10;
  group.append(
    svg("path", {
      class: "branch",
      d: `M${from} ${y0}C${from} ${y} ${from + 8} ${y} ${from + 18} ${y}H${Math.max(end, from + 18)}`,
    }),
  );
  if (!narrow) {
    const share = bucket.depth < 12 ? "1/" + count(2 ** bucket.depth) : `2^−${bucket.depth}`;
    group.append(
      pattern(bucket, self, label, y + 4),
      svg("text", { x: label + 128, y: y + 4, "text-anchor": "end", text: share }),
    );
  }
  const radius = Math.min(7, pitch * 0.38);
  const sorted = [...bucket.contacts].sort((one, other) => rank(one) - rank(other));
  for (let at = 0; at < Math.max(place.k, sorted.length); at++) {
    const x = dots + at * pitch;
    group.append(sorted[at] ? dot(sorted[at], x, y, radius) : svg("circle", { class: "place", cx: x, cy: y, r: 1.5 }));
  }
  const fill = `${bucket.contacts.length}`;
  const after = dots + place.k * pitch + 4;
  group.append(svg("text", { class: "fill", x: after, y: y + 4, text: fill }));
  if (!narrow) {
    const wait = bucket.replacements === 0 ? "–" : String(bucket.replacements);
    group.append(
      svg("text", { class: "fill", x: width - 104, y: y + 4, "text-anchor": "end", text: wait }),
      svg("text", { class: "age", x: width - 8, y: y + 4, "text-anchor": "end", text: ago(bucket.lookedUp) }),
    );
  }
  return group;
}

/** The bits that its keys begin with: those shared with this node's pale, the others strong. */
function pattern(bucket, self, x, y) {
  const depth = bucket.depth;
  const key = bucket.contacts[0]?.key;
  const own = leadingBits(self, depth);
  const flipped = own.slice(0, bucket.prefixBits) + (own[bucket.prefixBits] === "0" ? "1" : "0");
  const all = key ? leadingBits(key, depth) : depth === bucket.prefixBits ? own : flipped;
  const cut = Math.max(0, all.length - 8);
  const shared = (cut > 0 ? "…" : "") + all.slice(cut, Math.max(cut, bucket.prefixBits));
  return svg(
    "text",
    { class: "pattern", x, y },
    svg("tspan", { class: "shared", text: shared }),
    svg("tspan", { text: all.slice(Math.max(cut, bucket.prefixBits)) }),
    svg("tspan", { class: "shared", text: "…" }),
  );
}

function rank(contact) {
  return (contact.failing ? 1e9 : 0) + (contact.roundTrip ?? 1e8);
}

function speed(contact) {
  return contact.roundTrip === null || contact.roundTrip === undefined
    ? "unmeasured"
    : "speed" + SPEEDS.findIndex((limit) => contact.roundTrip < limit);
}

function dot(contact, x, y, r) {
  const group = svg("g", { class: contact.failing ? "contact failing" : "contact" });
  group.append(
    svg("title", { text: `${shortKey(contact.key)} at ${contact.address}, ${tell(contact)}` }),
    svg("circle", { class: speed(contact), cx: x, cy: y, r }),
  );
  if (contact.failing) {
    const a = r + 0.5;
    group.append(svg("path", { class: "cross", d: `M${x - a} ${y - a}L${x + a} ${y + a}M${x + a} ${y - a}L${x - a} ${y + a}` }));
  }
  return group;
}

function tell(contact) {
  const time = contact.roundTrip === null ? "round trip not measured" : "round trip " + millis(contact.roundTrip);
  return contact.failing ? time + ", failing" : time;
}

/** The legend, whose marks are those of the picture. */
export function legend(list) {
  const texts = SPEEDS.map((limit, at) =>
    limit === Infinity ? `${SPEEDS[at - 1]} ms or more` : at === 0 ? `under ${limit} ms` : `${SPEEDS[at - 1]}–${limit} ms`,
  );
  const samples = texts.map((text, at) => [{ roundTrip: SPEEDS[at] === Infinity ? 1e6 : SPEEDS[at] * 0.9 }, text]);
  samples.push([{ roundTrip: null }, "not measured"], [{ roundTrip: null, failing: true }, "failing"]);
  for (const [contact, text] of samples) {
    const picture = svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" });
    const mark = dot({ key: "", address: "", failing: false, ...contact }, 8, 8, 5);
    mark.firstChild.remove(); // its title
    picture.append(mark);
    list.append(el("li", {}, picture, text));
  }
}

function asTable(routing) {
  const rows = routing.buckets.flatMap((bucket) =>
    bucket.contacts.map((contact) => [
      plural(bucket.prefixBits, "bit"),
      keyText(contact.key),
      contact.address,
      millis(contact.roundTrip),
      contact.failing ? "failing" : "sound",
      ago(bucket.lookedUp),
    ]),
  );
  const heads = ["Shared", "Node", "Address", "Round trip", "State", "Bucket looked up"];
  return table(`Contacts by bucket at ${clock(Date.now())}, the farthest first`, heads, rows);
}
