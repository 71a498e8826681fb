// Numbers as people read them, each with its unit.

const SPACE = "\u202f"; // narrow, and no line breaks at it
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export function count(number) {
  return whole.format(number);
}

/** "1 contact", "2 contacts". */
export function plural(number, one, many = one + "s") {
  return count(number) + SPACE + (number === 1 ? one : many);
}

/** Three digits of a number that is small, and no fraction of one that is large. */
export function figure(number) {
  const size = Math.abs(number);
  if (size === 0 || size >= 100) {
    return whole.format(number);
  }
  const digits = size >= 10 ? 1 : 2;
  return String(Number(number.toFixed(digits)));
}

/** A span of time that was measured, in milliseconds. */
export function millis(ms) {
  if (ms === null || ms === undefined) {
    return "–";
  }
  if (ms < 1000) {
    return figure(ms) + SPACE + "ms";
  }
  return ms < 60_000 ? figure(ms / 1000) + SPACE + "s" : span(ms);
}

/** A longer span, to the nearest unit that matters. */
export function span(ms) {
  const seconds = Math.max(0, ms / 1000);
  if (seconds < 90) {
    return Math.round(seconds) + SPACE + "s";
  }
  if (seconds < 90 * 60) {
    return Math.round(seconds / 60) + SPACE + "min";
  }
  if (seconds < 48 * 3600) {
    return Math.round(seconds / 3600) + SPACE + "h";
  }
  return whole.format(Math.round(seconds / 86_400)) + SPACE + "days";
}

export function ago(ms) {
  if (ms === null || ms === undefined) {
    return "never";
  }
  return ms < 1500 ? "just now" : span(ms) + " ago";
}

/** How long until a moment in ISO 8601. */
export function until(moment) {
  const left = Date.parse(moment) - Date.now();
  if (Number.isNaN(left)) {
    return "–";
  }
  return left <= 0 ? "expired" : "in " + span(left);
}

export function bytes(number) {
  if (number < 1024) {
    return figure(number) + SPACE + "B";
  }
  if (number < 1024 * 1024) {
    return figure(number / 1024) + SPACE + "KiB";
  }
  return figure(number / 1024 / 1024) + SPACE + "MiB";
}

export function bits(number) {
  return plural(number, "bit");
}

export function clock(epoch) {
  return new Date(epoch).toLocaleTimeString("en-GB");
}

/** The end of a scale: 1, 2 or 5 times a power of ten, and not below a number. */
export function nice(number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(number, 1e-9)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((end) => end >= number * (1 - 1e-9));
}

/** How many leading bits two keys in hexadecimal share. */
export function commonPrefix(one, other) {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) {
    at++;
  }
  if (at >= one.length || at >= other.length) {
    return at * 4;
  }
  return at * 4 + Math.clz32(parseInt(one[at], 16) ^ parseInt(other[at], 16)) - 28;
}

/** The leading bits of a key in hexadecimal. */
export function leadingBits(key, number) {
  const digits = [...key.slice(0, Math.ceil(number / 4))];
  return digits
    .map((digit) => parseInt(digit, 16).toString(2).padStart(4, "0"))
    .join("")
    .slice(0, number);
}
