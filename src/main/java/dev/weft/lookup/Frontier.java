package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import java.util.List;

/**
 * How near a lookup of nodes has come while it goes on. Immutable.
 *
 * @param closest the k closest peers, or as many as there are, that have answered or may still
 *     answer; closest first
 * @param likely those of them that are so close, judging by how dense the network is, that they are
 *     among the k closest nodes with a certainty of nine in ten, though closer ones may yet be
 *     heard of; somebody made up by a liar is not among them
 * @param settled how many of the closest have answered before the first that has not: these are the
 *     closest nodes that there are. None count where some of the closest are too close to be true
 */
public record Frontier(List<Contact> closest, List<Contact> likely, int settled) {

  /** Copies both. */
  public Frontier {
    closest = List.copyOf(closest);
    likely = List.copyOf(likely);
  }

  /** The same, when those that have answered are not to be relied on. */
  Frontier unsettled() {
    return new Frontier(closest, likely, 0);
  }
}
