// Traffic of the last ten minutes as small multiples that share their axis of time.

import { el, svg, onWidth, whenOpened, widthOf, write, table } from "./dom.js";
import { bytes, clock, figure, nice } from "./units.js";

const HEIGHT = 104;
const FOOT = 16;
const MOST_POINTS = 600;
const MOST_SERIES = 8;
const MINUTES = 10;
const KINDS = ["ping", "find_node", "find_value", "store", "announce", "find_providers", "watch"];

/** Each is one small picture: its title, the unit of its figures, and the series in a point. */
const CHARTS = [
  { title: "Requests in", unit: "/s", rate: true, of: (point) => point.in, kinds: KINDS },
  { title: "Requests out", unit: "/s", rate: true, of: (point) => point.out, kinds: KINDS },
  { title: "Failed calls", unit: "/s", rate: true, of: (point) => point.failed, kinds: KINDS },
  { title: "Refusals", unit: "/s", rate: true, of: (point) => point.refused, kinds: [] },
  { title: "Mailbox depth", unit: "commands", of: (point) => ({ depth: point.mailbox }), kinds: ["depth"] },
  { title: "Calls in flight", unit: "calls", of: (point) => ({ calls: point.callsInFlight }), kinds: ["calls"] },
  { title: "Connections", unit: "open", of: (point) => ({ open: point.connections }), kinds: ["open"] },
  {
    title: "Bytes",
    rate: true,
    bytes: true,
    of: (point) => ({ in: point.bytesIn, out: point.bytesOut }),
    kinds: ["in", "out"],
  },
];

/** Draws the traffic into the page. */
export class Traffic {
  #host;
  #at;
  #charts;
  #points = [];
  #interval = 5000;
  #chosen = null;

  constructor(host, at, place) {
    this.#host = host;
    this.#at = at;
    whenOpened(place, () => this.#byMinute());
    this.#charts = CHARTS.map((chart) => new Chart(chart));
    host.append(...this.#charts.map((chart) => chart.element));
    onWidth(host, () => this.#draw());
    host.addEventListener("pointermove", (event) => this.#point(event));
    host.addEventListener("pointerleave", () => this.#choose(null));
  }

  show({ interval, points }) {
    this.#interval = interval;
    this.#points = points.slice(-MOST_POINTS);
    this.#draw();
  }

  #point(event) {
    const chart = this.#charts.find((each) => each.element.contains(event.target));
    this.#choose(chart ? chart.indexAt(event.clientX, this.#points) : null);
  }

  #choose(at) {
    if (at !== this.#chosen) {
      this.#chosen = at;
      this.#draw();
    }
  }

  #draw() {
    const last = this.#points.at(-1);
    const point = this.#points[this.#chosen] ?? last;
    const what = point === last ? "The figures are those of the last " : `At ${clock(point.at)}, in `;
    write(this.#at, point === undefined ? "Nothing has been counted yet." : what + figure(this.#interval / 1000) + " s.");
    this.#charts.forEach((chart) => chart.draw(this.#points, point, this.#interval));
  }

  #byMinute() {
    const minutes = new Map();
    for (const point of this.#points) {
      const minute = Math.floor(point.at / 60_000) * 60_000;
      minutes.set(minute, [...(minutes.get(minute) ?? []), point]);
    }
    const heads = ["From", ...CHARTS.map((chart) => chart.title + (chart.rate ? "" : ", most"))];
    const rows = [...minutes].map(([minute, points]) => [
      clock(minute),
      ...CHARTS.map((chart) => {
        const totals = points.map((point) => sum(Object.values(chart.of(point) ?? {})));
        const number = chart.rate ? sum(totals) : Math.max(...totals);
        return chart.bytes ? bytes(number) : figure(number);
      }),
    ]);
    return table("Counts of each minute", heads, rows);
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + (number ?? 0), 0);
}

/** One of the small pictures. */
class Chart {
  #chart;
  #picture = el("div", { class: "plot", role: "img" });
  #top = el("span", { class: "top" });
  #legend = el("ul", { class: "values" });

  constructor(chart) {
    this.#chart = chart;
    const title = el("h3", {}, chart.title);
    this.element = el("div", { class: "multiple" }, title, this.#picture, this.#top, this.#legend);
  }

  /** Which of the points is at a place of the screen. */
  indexAt(clientX, points) {
    const box = this.#picture.getBoundingClientRect();
    const last = points.at(-1)?.at ?? 0;
    const at = last - (1 - (clientX - box.left) / box.width) * MINUTES * 60_000;
    const index = points.findIndex((point) => point.at >= at);
    return index < 0 ? null : index;
  }

  draw(points, point, interval) {
    const names = this.#names(points);
    const per = this.#chart.rate ? interval / 1000 : 1;
    const value = (each, name) => (this.#chart.of(each)?.[name] ?? 0) / per;
    const highest = points.reduce((most, each) => names.reduce((top, name) => Math.max(top, value(each, name)), most), 0);
    const most = nice(Math.max(highest, this.#chart.bytes ? 1000 : 1));
    const width = widthOfPlot(this.#picture);
    const last = points.at(-1)?.at ?? 0;
    const x = (at) => width * (1 - (last - at) / (MINUTES * 60_000));
    const y = (number) => HEIGHT - FOOT - (number / most) * (HEIGHT - FOOT - 8);
    const drawing = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-hidden": "true" });
    for (const minute of [0, 2.5, 5, 7.5, 10]) {
      const at = Math.round((width * minute) / MINUTES) + 0.5;
      drawing.append(svg("line", { class: "rule", x1: at, x2: at, y1: 8, y2: HEIGHT - FOOT }));
    }
    drawing.append(
      svg("line", { class: "base", x1: 0, x2: width, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT }),
      svg("line", { class: "rule", x1: 0, x2: width, y1: 8, y2: 8 }),
      svg("text", { x: 0, y: HEIGHT - 3, text: "10 min ago" }),
      svg("text", { x: width, y: HEIGHT - 3, "text-anchor": "end", text: "now" }),
    );
    names.forEach((name, at) => {
      const line = points.map((each) => `${x(each.at).toFixed(1)} ${y(value(each, name)).toFixed(1)}`);
      if (line.length > 0) {
        drawing.append(svg("path", { class: "series s" + at, d: "M" + line.join("L") }));
      }
    });
    if (point !== undefined && point !== points.at(-1)) {
      drawing.append(svg("line", { class: "now", x1: x(point.at), x2: x(point.at), y1: 8, y2: HEIGHT - FOOT }));
    }
    this.#picture.replaceChildren(drawing);
    const none = points.length === 0 || this.#counted(points) ? "none" : "not counted";
    this.#tell(names, none, (name) => (point === undefined ? 0 : value(point, name)), most);
  }

  /** Whether the node counts this at all. */
  #counted(points) {
    const all = points.map((point) => this.#chart.of(point)).filter((counts) => counts !== undefined);
    return all.some((counts) => Object.values(counts).every((value) => value !== undefined));
  }

  /** The kinds that are always shown, and the others that came up, up to a limit. */
  #names(points) {
    const names = new Set(this.#counted(points) ? this.#chart.kinds : []);
    for (const point of points) {
      for (const [name, value] of Object.entries(this.#chart.of(point) ?? {})) {
        if (value !== undefined) {
          names.add(name);
        }
      }
    }
    return [...names].slice(0, MOST_SERIES);
  }

  #tell(names, none, value, most) {
    const unit = this.#chart.bytes ? "/s" : this.#chart.unit;
    const text = (number) => (this.#chart.bytes ? bytes(number) : figure(number)) + (unit === "/s" ? "\u202f/s" : "");
    write(this.#top, text(most) + (unit === "/s" ? "" : "\u202f" + unit));
    const lines = names.map((name) => [name.replaceAll("_", " "), text(value(name))]);
    this.#picture.setAttribute(
      "aria-label",
      this.#chart.title + ": " + (lines.map((line) => line.join(" ")).join(", ") || none) + (unit === "/s" ? "" : " " + unit),
    );
    const rows = lines.map(([name, number], at) =>
      el("li", {}, swatch(at), el("span", { class: "what", text: name }), el("span", { class: "number", text: number })),
    );
    this.#legend.replaceChildren(...(rows.length > 0 ? rows : [el("li", { class: "pale", text: none })]));
  }
}

function swatch(at) {
  const line = svg("path", { class: "series s" + at, d: "M0 5H16" });
  return svg("svg", { width: 16, height: 10, viewBox: "0 0 16 10", "aria-hidden": "true" }, line);
}

function widthOfPlot(element) {
  return Math.max(120, element.clientWidth || widthOf(element));
}
