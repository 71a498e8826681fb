// What the node holds, page by page, and the forms that set and get.

import { get, put, useToken } from "./api.js";
import { byId, el, foreign, keyText, write } from "./dom.js";
import { parse } from "./lookups.js";
import { ago, bits, bytes, count, millis, plural, until } from "./units.js";

const PAGE = 10;
const LONGEST_VALUE = 4000; // what is shown of one

/** The table of items. */
export class Items {
  #trail = [null]; // where the pages before this one begin, and this one
  #next = null;
  #wanted = null; // the key to turn to, and to mark
  #marked = null;
  #onKey;

  /** @param onKey told of the key that somebody wants to have looked up */
  constructor(onKey) {
    this.#onKey = onKey;
    byId("items-next").addEventListener("click", () => this.#go(() => this.#trail.push(this.#next)));
    byId("items-back").addEventListener("click", () => this.#go(() => this.#trail.pop()));
    byId("items-rows").replaceChildren(...blanks(PAGE));
  }

  /** Turns to an item that was stored just now, and marks it. */
  point(key) {
    this.#wanted = key;
    this.#marked = key;
  }

  #go(move) {
    move();
    this.refresh().catch((failure) => write(byId("items-summary"), failure.message));
  }

  async refresh() {
    const after = this.#trail.at(-1);
    const page = await get(`v1/store?limit=${PAGE}` + (after === null ? "" : "&after=" + after));
    if (after !== this.#trail.at(-1)) {
      return; // another page is wanted by now
    }
    if (page.items.length === 0 && this.#trail.length > 1) {
      this.#trail.pop();
      byId("items-next").disabled = true; // the page before it was the last
      return;
    }
    if (this.#wanted !== null) {
      const there = page.items.some((item) => item.key === this.#wanted);
      const before = keyBefore(this.#wanted);
      this.#wanted = null;
      if (!there && before !== after) {
        this.#trail = [null, before];
        await this.refresh();
        return;
      }
    }
    this.#next = page.next;
    const nearest = page.items.reduce((most, item) => Math.max(most, item.commonPrefix), 0);
    write(byId("items-summary"), plural(page.total, "item") + (page.total === 0 ? "." : ", in the order of their keys."));
    const rows = page.items.map((item) => this.#row(item, Math.max(nearest, 8)));
    update(byId("items-rows"), [...rows, ...blanks(PAGE - rows.length)]);
    const pages = Math.max(1, Math.ceil(page.total / PAGE));
    write(byId("items-page"), after === null ? `Page 1 of ${count(pages)}` : `From ${page.items[0].key.slice(0, 10)}…`);
    byId("items-back").disabled = this.#trail.length === 1;
    byId("items-next").disabled = page.next === null;
  }

  #row(item, most) {
    const key = el("button", {
      type: "button",
      class: "key",
      title: "Look up " + item.key,
      click: () => this.#onKey(item.key),
      text: item.key.slice(0, 10) + "…",
    });
    const near = Math.min(item.commonPrefix, most);
    return el(
      "tr",
      { "data-key": item.key, class: item.key === this.#marked ? "marked" : null },
      el("td", {}, key),
      el("td", { class: "name" }, item.name === undefined ? el("span", { class: "pale", text: "–" }) : foreign(item.name)),
      el("td", { text: item.kind }),
      el("td", { class: "number", text: bytes(item.bytes) }),
      el("td", { class: "near" }, el("meter", { min: 0, max: most, value: near, "aria-hidden": "true" }), bits(item.commonPrefix)),
      el("td", { text: until(item.expires) }),
      el("td", { text: ago(item.replicated) }),
    );
  }
}

/** The key below one: a page that begins after it begins with the other. */
function keyBefore(key) {
  const below = BigInt("0x" + key) - 1n;
  return below < 0n ? null : below.toString(16).padStart(key.length, "0");
}

/** Replaces rows that have changed, and leaves alone those where the focus may be. */
function update(body, rows) {
  rows.forEach((row, at) => {
    const old = body.children[at];
    if (old === undefined) {
      body.append(row);
    } else if (old.textContent !== row.textContent || old.dataset.key !== row.dataset.key || old.className !== row.className) {
      const focused = old.contains(document.activeElement);
      old.replaceWith(row);
      if (focused) {
        row.querySelector("button")?.focus();
      }
    }
  });
}

function blanks(number) {
  return Array.from({ length: Math.max(0, number) }, () => el("tr", { class: "blank" }, el("td", { colspan: 7, text: "\u00a0" })));
}

/** Makes the forms work. */
export function forms(owner, changed) {
  onSubmit("set", async (result) => {
    useToken(byId("token").value);
    const content = byId("set-content").checked;
    const name = byId("set-name").value;
    if (!content && name === "") {
      throw new Error("Give the item a name, or keep it under its own key.");
    }
    const path = content ? "v1/content" : "v1/items/" + encodeURIComponent(name);
    const report = await put(`${path}?ttl=${byId("set-ttl").value}`, byId("set-value").value);
    result.replaceChildren(...setReport(report));
    changed(report);
  });
  onSubmit("get", async (result) => {
    const wanted = parse(byId("get-name").value);
    const newest = byId("get-newest").checked ? "?newest" : "";
    const path = wanted.key
      ? "v1/content/" + wanted.key
      : `v1/items/${wanted.owner ?? owner()}/${encodeURIComponent(wanted.name)}${newest}`;
    result.replaceChildren(...shown(await get(path)));
  });
  byId("set-content").addEventListener("change", (event) => {
    byId("set-name").disabled = event.target.checked;
  });
}

function onSubmit(form, action) {
  byId(form + "-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button[type=submit]");
    const result = byId(form + "-result");
    if (button.getAttribute("aria-disabled") === "true") {
      return;
    }
    button.setAttribute("aria-disabled", "true"); // and not disabled, which would lose the focus
    result.className = "result busy";
    write(result, "Asking the network …");
    try {
      await action(result);
      result.className = "result good";
    } catch (failure) {
      byId("token-row").hidden &&= failure.status !== 401 && failure.status !== 403;
      result.className = "result bad";
      result.replaceChildren(
        el("strong", { text: failure.title ?? "Not possible" }),
        el("p", { text: failure.message }),
      );
    }
    button.removeAttribute("aria-disabled");
  });
}

function setReport(report) {
  const refused = new Map();
  report.refused.forEach(({ code }) => refused.set(code, (refused.get(code) ?? 0) + 1));
  const lines = [
    `${plural(report.copies, "copy", "copies")} of ${count(report.needed)} needed, in ${millis(report.took)}.`,
    ...[...refused].map(([code, number]) => `${plural(number, "node")} refused: ${code}.`),
    report.unreachable.length > 0 ? plural(report.unreachable.length, "node") + " did not answer." : null,
    report.local ? null : "This node is not one of those that keep it.",
    report.pending.length > 0 ? plural(report.pending.length, "copy", "copies") + " still under way." : null,
  ];
  return [
    el("strong", { text: report.succeeded ? "Stored" : "Not stored" }),
    el("p", {}, "Key ", keyText(report.key)),
    ...lines.filter((line) => line !== null).map((text) => el("p", { text })),
  ];
}

function shown(item) {
  const about = [item.kind, bytes(item.bytes), "expires " + until(item.expires)];
  const text = item.text ?? item.value;
  const cut = text.length > LONGEST_VALUE;
  return [
    el("strong", { text: item.text === undefined ? "Found, not a text: here in Base64" : "Found" }),
    el("pre", { tabindex: "0", dir: "auto", text: cut ? text.slice(0, LONGEST_VALUE) + "…" : text }),
    el("p", {}, about.join(", ") + ", key ", keyText(item.key)),
  ];
}
