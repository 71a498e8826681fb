package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import dev.weft.rpc.RefusalCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of an item that was to be kept by the k closest nodes. Immutable.
 *
 * @param lookup how those nodes were found
 * @param mine whether this node is one of them
 * @param local whether this node keeps the item itself
 * @param newer the newest version that this node or another held, if newer than the item
 * @param copies what became of the copy for each other node of which that is known, closest first
 * @param pending the others, whom the node goes on with; closest first
 * @param took how long it took, with the lookup
 */
public record Placement(
    LookupResult.Closest lookup,
    boolean mine,
    boolean local,
    Optional<Item> newer,
    List<Copy> copies,
    List<Contact> pending,
    Duration took) {

  /**
   * What became of one copy.
   *
   * @param at the node that was to keep it
   */
  public record Copy(Contact at, Fate fate) {}

  /** What became of one copy. */
  public sealed interface Fate {
    /** It is kept. */
    record Stored() implements Fate {}

    /**
     * The node said no.
     *
     * @param newer the newer version that the node holds, if that is why
     */
    record Refused(RefusalCode code, String reason, Optional<Item> newer) implements Fate {}

    /** There was no answer. */
    record Unreachable(String reason) implements Fate {}
  }

  /** The same for the nodes that are to keep the item, some of which have not answered yet. */
  Placement among(List<Contact> others) {
    List<Copy> theirs = copies.stream().filter(copy -> others.contains(copy.at())).toList();
    List<Contact> told = theirs.stream().map(Copy::at).toList();
    List<Contact> left = others.stream().filter(peer -> !told.contains(peer)).toList();
    return new Placement(lookup, mine, local, newer, theirs, left, took);
  }

  /** How many nodes should keep the item: those found alive, and this one if it is among them. */
  public int live() {
    return copies.size() + pending.size() + (mine ? 1 : 0);
  }

  /**
   * How many nodes keep the item, this one among them. Where there is a crowd among the closest,
   * what it says counts for nothing.
   */
  public int kept() {
    long others =
        copies.stream()
            .filter(copy -> copy.fate() instanceof Fate.Stored && counts(copy.at()))
            .count();
    return (int) others + (local ? 1 : 0);
  }

  /**
   * How many nodes are to keep the item, for it to count as stored: more than half of the k
   * closest, or all where there are fewer; of which one can only know when all have been found.
   * Where there is a crowd among the closest, these are the k closest beyond it.
   */
  public int needed(int k) {
    int most = k / 2 + 1;
    if (!lookup.complete()) {
      return most;
    }
    long others =
        Stream.concat(copies.stream().map(Copy::at), pending.stream()).filter(this::counts).count();
    return (int) Math.min(most, others + (mine ? 1 : 0));
  }

  private boolean counts(Contact other) {
    return lookup.crowd().size() == 0 || lookup.crowd().beyond().contains(other);
  }
}
