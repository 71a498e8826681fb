// Elements of the page. All that came from the network becomes text, and never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: attributes by name, "text" for its text, functions as listeners. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for an element of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === "text") {
      element.textContent = value;
    } else if (typeof value === "function") {
      element.addEventListener(name, value);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Writes a text where it is not there already, so that a screen reader is not told twice. */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A text of somebody else's: it cannot turn the direction of what stands around it. */
export function foreign(text, attributes = {}) {
  return el("bdi", { class: "foreign", title: text, ...attributes, text });
}

/** A key, short enough to read, with the whole of it at hand. */
export function keyText(key, attributes = {}) {
  return el("code", { class: "key", title: key, ...attributes, text: shortKey(key) });
}

export function shortKey(key) {
  const text = String(key);
  return text.length > 14 ? text.slice(0, 10) + "…" : text;
}

/** A table with a caption for those who cannot see the picture that it stands for. */
export function table(caption, heads, rows) {
  return el(
    "table",
    {},
    el("caption", { class: "unseen", text: caption }),
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col", text: head })))),
    el(
      "tbody",
      {},
      ...rows.map((cells) =>
        el("tr", {}, ...cells.map((cell) => el("td", {}, cell instanceof Node ? cell : String(cell)))),
      ),
    ),
  );
}

/**
 * Fills the table below a picture when it is opened. It is left as it is until it is opened again,
 * as nobody can read a table that changes meanwhile.
 */
export function whenOpened(place, make) {
  const details = place.closest("details");
  details.addEventListener("toggle", () => place.replaceChildren(...(details.open ? [make()] : [])));
}

/** The width of an element that is laid out, or a usual one. */
export function widthOf(element) {
  return Math.max(280, Math.round(element.clientWidth) || 640);
}

/** Calls when an element's width has changed, once per frame. */
export function onWidth(element, action) {
  let last = 0;
  new ResizeObserver(() => {
    const width = element.clientWidth;
    if (width !== last) {
      last = width;
      requestAnimationFrame(action);
    }
  }).observe(element);
}

export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
