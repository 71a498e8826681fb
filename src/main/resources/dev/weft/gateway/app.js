// Puts the page together: what is asked of the node when, and what is shown where.

import { Problem, Repeat, events, get } from "./api.js";
import { byId, el, foreign, keyText, shortKey, write } from "./dom.js";
import { Items, forms } from "./items.js";
import { KeySpace, legend as spaceLegend } from "./keyspace.js";
import { Lanes, tableOf } from "./lanes.js";
import { Lookups, parse } from "./lookups.js";
import { legend as lanesLegend } from "./marks.js";
import { Traffic } from "./traffic.js";
import { ago, count, millis, span } from "./units.js";

const EVERY = 5000;

const lookups = new Lookups();
const lanes = new Lanes(byId("lanes"), byId("readout"));
const space = new KeySpace(byId("space"), byId("space-summary"), byId("space-table"));
const traffic = new Traffic(byId("traffic"), byId("traffic-at"), byId("traffic-table"));
const items = new Items((key) => {
  byId("query").value = key;
  byId("for-value").checked = true;
  lookUp();
  byId("query").focus();
});

let node = null;
let shown = null;
let failedBefore = false;
let own = null; // what stops the lookup that this page asked for
lanesLegend(byId("lanes-legend"));
spaceLegend(byId("space-legend"));

// What is asked again and again.

const poll = new Repeat(refresh, EVERY, link);
const feed = new Repeat(follow, 1000);

async function refresh() {
  const was = node;
  node = await get("v1/node");
  const [routing, flow] = await Promise.all([get("v1/routing-table"), get("v1/traffic"), items.refresh()]);
  facts();
  space.show(routing, node.k);
  lanes.situate(routing.self, KeySpace.depth(routing));
  traffic.show(flow);
  if (was === null) {
    feed.now();
  }
}

let listening = null; // what ends the stream of all lookups
let started = null; // when the node was, by this page's clock

async function follow() {
  const { uptime } = await get("v1/node");
  const before = started;
  started = Date.now() - uptime;
  if (before !== null && Math.abs(started - before) > 3000) {
    lookups.restarted();
  }
  listening = new AbortController();
  await events("v1/lookups", listening.signal, (type, data) => lookups.take(type, data), () => feed.worked());
}

function facts() {
  byId("node-key").textContent = shortKey(node.key);
  byId("node-key").title = node.key;
  const place = node.address === null ? "a client" : node.address;
  write(byId("node-address"), `${place} · ${node.network} · ${node.version}`);
  write(byId("fact-contacts"), count(node.contacts));
  write(byId("fact-items"), count(node.items));
  write(byId("fact-k"), count(node.k));
  write(byId("fact-alpha"), count(node.alpha));
  write(byId("fact-uptime"), span(node.uptime));
  document.title = `Weft ${node.address ?? node.key.slice(0, 10)}`;
}

/** Says whether the node answers; what was shown last stays, as the best that is known. */
function link(failure, failures, wait) {
  if (failure !== null) {
    listening?.abort(); // it may be dead without its end having been told
  } else if (failedBefore) {
    feed.now();
  }
  failedBefore = failure !== null;
  const state = failure === null ? "up" : failure.status > 0 ? "odd" : "down";
  byId("link").dataset.state = state;
  const next = `; next try in ${Math.max(1, Math.round(wait / 1000))} s`;
  write(byId("link-text"), failure === null ? "live" : (state === "down" ? "no answer" : failure.message) + next);
  byId("retry").hidden = failure === null;
  document.body.classList.toggle("stale", failure !== null);
}

byId("retry").addEventListener("click", () => {
  poll.now();
  feed.now();
});

// The lookup box.

byId("lookup-form").addEventListener("submit", (event) => {
  event.preventDefault();
  lookUp();
});
byId("stop").addEventListener("click", () => own?.abort());
byId("replay").addEventListener("click", () => lanes.replay());
byId("follow").addEventListener("change", (event) => {
  if (event.target.checked && lookups.all().length > 0) {
    show(lookups.all()[0]);
  }
});

async function lookUp() {
  own?.abort();
  const stop = new AbortController();
  own = stop;
  byId("stop").disabled = false;
  write(byId("lookup-error"), "");
  const label = byId("query").value.trim();
  let lookup = null;
  try {
    let id = null; // which only the first event has to tell
    await events(pathOf(parse(label)), stop.signal, (type, data) => {
      id = data.id ?? id;
      lookup = lookups.take(type, data, id);
      if (type === "problem" && lookup === null) {
        write(byId("lookup-error"), data.detail || data.title); // the node is being closed, say
      }
      if (type === "start" && lookup !== null) {
        byId("follow").checked = false; // until it is wanted again
        lookups.name(lookup, label);
        show(lookup);
        if (lookup.done) {
          announce(lookup); // the stream of all lookups was ahead of this one, and told of its end
        }
      }
    });
    if (lookup !== null) {
      lookups.end(lookup, "The stream ended before the lookup did.");
    }
  } catch (failure) {
    const why = failure.name === "AbortError" ? "Stopped." : failure.message;
    if (lookup !== null) {
      lookups.end(lookup, why);
    } else if (failure.name !== "AbortError") {
      write(byId("lookup-error"), failure instanceof Problem ? why : "The lookup broke off: " + why);
    }
  }
  if (own === stop) {
    own = null;
    byId("stop").disabled = true;
  }
}

function pathOf(wanted) {
  const value = byId("for-value").checked ? "value" : "";
  if (wanted.key) {
    return `v1/lookup/${wanted.key}` + (value ? "?value" : "");
  }
  const owner = wanted.owner ?? ownKey();
  return `v1/lookup?owner=${owner}&name=${encodeURIComponent(wanted.name)}` + (value ? "&value" : "");
}

function ownKey() {
  return node?.owner ?? node?.key ?? "";
}

forms(ownKey, (report) => {
  if (report.local) {
    items.point(report.key);
  }
  poll.now();
});

// The lookups.

lookups.onChange((type, lookup) => {
  if (type === "start" && own === null && byId("follow").checked) {
    show(lookup);
  } else if (lookup === shown) {
    present();
  }
  if (lookup === shown && (type === "result" || type === "problem")) {
    announce(lookup);
  }
  list();
});

function announce(lookup) {
  write(byId("announce"), `Lookup of ${lookup.label ?? shortKey(lookup.target)} ended. ${lookup.summary}`);
}

function show(lookup) {
  write(byId("lookup-error"), "");
  shown = lookup;
  present();
  list();
}

function present() {
  const name = shown.label === null ? keyText(shown.target) : foreign(shown.label);
  const strong = el("strong", {}, name);
  byId("summary").replaceChildren(strong, " ", shown.summary);
  byId("summary").classList.toggle("bad", shown.problem !== null);
  byId("replay").disabled = shown.result === null;
  lanes.show(shown);
  tabulate();
}

/** Fills the table beside the picture, where it is open. */
function tabulate() {
  const details = byId("lanes-table").closest("details");
  if (details.open && shown !== null) {
    byId("lanes-table").replaceChildren(tableOf(shown));
  }
}

byId("lanes-table").closest("details").addEventListener("toggle", tabulate);

let listing = false;

/** Writes the list of lookups, once for all that happens within a frame. */
function list() {
  if (listing) {
    return;
  }
  listing = true;
  setTimeout(() => {
    listing = false;
    const focused = document.activeElement?.dataset?.lookup;
    const rows = lookups.all().map(entry);
    byId("recent").replaceChildren(...rows);
    byId("recent-none").hidden = rows.length > 0;
    if (focused !== undefined) {
      byId("recent").querySelector(`[data-lookup="${CSS.escape(focused)}"]`)?.focus();
    }
  }, 100);
}

function entry(lookup) {
  const state = lookup.problem ? "bad" : !lookup.done ? "busy" : lookup.result.item ? "found" : "done";
  const words = { bad: "failed", busy: "under way", found: "value", done: "nodes" }[state];
  const took = lookup.result ? millis(lookup.result.took) : "";
  const text = lookup.label === null ? keyText(lookup.target) : foreign(lookup.label);
  const button = el(
    "button",
    {
      type: "button",
      "data-lookup": String(lookup.id),
      "data-state": state,
      "aria-current": lookup === shown ? "true" : null,
      click: () => {
        byId("follow").checked = false;
        show(lookup);
      },
    },
    text,
    el("span", { class: "what", text: words }),
    el("span", { class: "number", text: took }),
    el("span", { class: "when", text: ago(Date.now() - lookup.began) }),
  );
  return el("li", {}, button);
}

setInterval(list, 10_000);
poll.now();
