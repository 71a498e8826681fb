package dev.weft.sim;

import java.time.Duration;

/**
 * A message that was sent, for those who watch.
 *
 * @param at when, since the simulation began
 * @param from the sender's name
 * @param to the receiver's name, or the address where nobody listens
 * @param kind what kind of message
 * @param what the message in short: its kind, and the key or the nodes that matter
 * @param lost whether it never arrives
 */
public record Passage(
    Duration at, String from, String to, MessageKind kind, String what, boolean lost) {

  /** One line, as in {@code 12.345678 node-3 -> node-7 FIND_NODE 1f0c9a3e}. */
  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%d.%06d %s -> %s %s%s",
        at.toSeconds(),
        at.toNanosPart() / 1_000,
        from,
        to,
        what,
        lost ? " (lost)" : "");
  }
}
