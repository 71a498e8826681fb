// The lookups made through this gateway: what is known of each, the newest first. Bounded.

import { plural, millis } from "./units.js";

const MOST_LOOKUPS = 50;
const MOST_STEPS = 400;

/** One lookup, as far as it has been told of. */
class Lookup {
  steps = [];
  dropped = 0;
  result = null;
  problem = null;
  played = false;
  #known = new Set();
  #lanes = new Map();

  constructor(id, target, value) {
    this.id = id;
    this.target = target;
    this.value = value;
    this.label = null;
    this.began = Date.now();
  }

  get done() {
    return this.result !== null || this.problem !== null;
  }

  /** Takes note of a step; it may be told of twice, as it is by two streams. */
  add(step) {
    const name = step.path + " " + step.peer.key + " " + step.asked;
    if (this.#known.has(name)) {
      return false;
    }
    if (this.steps.length >= MOST_STEPS) {
      this.dropped++;
      return false;
    }
    this.#known.add(name);
    step.ended = step.asked + step.took;
    step.lane = this.#lane(step);
    step.tellers = this.#tellers(step);
    this.steps.push(step);
    return true;
  }

  /** The lookup's lanes have no names: the first that was not busy at the time. */
  #lane(step) {
    const lanes = this.#lanes.get(step.path) ?? [];
    this.#lanes.set(step.path, lanes);
    let at = lanes.findIndex((spans) =>
      spans.every((span) => span.ended <= step.asked || step.ended <= span.asked),
    );
    if (at < 0) {
      at = lanes.push([]) - 1;
    }
    lanes[at].push({ asked: step.asked, ended: step.ended });
    return at;
  }

  /**
   * Who may have told of the peer: who had told of somebody new on the same path, one hop before.
   * The last of them comes first.
   */
  #tellers(step) {
    return this.steps
      .filter(
        (other) =>
          other.path === step.path &&
          other.hop === step.hop - 1 &&
          (other.outcome === "nodes" || other.outcome === "providers") &&
          other.fresh > 0 &&
          other.ended <= step.asked + 0.01,
      )
      .sort((one, other) => other.ended - one.ended);
  }

  get paths() {
    return this.steps.reduce((most, step) => Math.max(most, step.path), 1);
  }

  number(test) {
    return this.steps.filter(test).length;
  }

  /** What it came to, in a sentence or two for people. */
  get summary() {
    if (this.problem !== null) {
      return this.problem;
    }
    const asked = plural(this.steps.length + this.dropped, "node") + " asked";
    const marks = [
      [this.number((step) => step.outcome === "failed"), "did not answer", "did not answer"],
      [this.number((step) => step.outcome === "lied"), "lie", "lies"],
      [this.number((step) => step.hedge), "hedge", "hedges"],
    ]
      .filter(([number]) => number > 0)
      .map(([number, one, many]) => plural(number, one, many));
    const rest = [asked, ...marks].join(", ");
    if (this.result === null) {
      return rest + " so far.";
    }
    const { closest, complete, hops, took, item } = this.result;
    const over = " in " + millis(took) + ", over " + plural(hops, "hop");
    if (item) {
      return "Value found" + over + "; " + rest + ".";
    }
    const sure = complete ? "" : " It may be that nearer ones did not answer.";
    return "The " + plural(closest.length, "closest node") + over + "; " + rest + "." + sure;
  }
}

/** All of them. Tells its listeners what has changed. */
export class Lookups {
  #byId = new Map();
  #listeners = [];
  #lives = 0; // of the node, which counts its lookups anew in each

  onChange(listener) {
    this.#listeners.push(listener);
  }

  /** The newest first. */
  all() {
    return [...this.#byId.values()].reverse();
  }

  /** The node was started again. */
  restarted() {
    this.#lives++;
    this.all().forEach((lookup) => this.end(lookup, "The node was stopped."));
  }

  /** Takes an event of a stream; tells of which lookup it was, or null where it is not known. */
  take(type, data, id = data.id) {
    const name = this.#lives + " " + id;
    let lookup = this.#byId.get(name) ?? null;
    if (type === "start" && lookup === null) {
      lookup = new Lookup(name, data.target, data.value === true);
      this.#byId.set(name, lookup);
      if (this.#byId.size > MOST_LOOKUPS) {
        this.#byId.delete(this.#byId.keys().next().value);
      }
    } else if (lookup === null || lookup.done) {
      return lookup;
    } else if (type === "step") {
      lookup.add(data);
    } else if (type === "result") {
      lookup.result = data;
    } else if (type === "problem") {
      this.#fail(lookup, data.detail || data.title || "The lookup failed.");
    }
    this.#changed(type, lookup);
    return lookup;
  }

  /** Gives one a name that people know it by. */
  name(lookup, label) {
    lookup.label = label;
    this.#changed("name", lookup);
  }

  /** Ends one whose stream has ended without a result. */
  end(lookup, why) {
    if (!lookup.done) {
      this.#fail(lookup, why);
      this.#changed("problem", lookup);
    }
  }

  #fail(lookup, why) {
    lookup.problem = why;
  }

  #changed(type, lookup) {
    this.#listeners.forEach((listener) => listener(type, lookup));
  }
}

/** What somebody typed: a key, or an owner (null for this node's) and a name. */
export function parse(text) {
  const typed = text.trim();
  const key = /^[0-9a-f]{128}$/i;
  if (key.test(typed)) {
    return { key: typed.toLowerCase() };
  }
  const owner = typed.slice(0, 128);
  if (typed[128] === "/" && key.test(owner) && typed.length > 129) {
    return { owner: owner.toLowerCase(), name: typed.slice(129) };
  }
  return { owner: null, name: typed };
}
