package dev.weft;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How well a record is kept: which of the k nodes closest to its key holds which version, and until
 * when. Immutable, and true of the moment only.
 *
 * <p>Nodes do not tell whether what they hold is a replica, kept until it expires, or a copy that
 * they cached as a lookup passed by, and may drop sooner: either counts.
 *
 * @param key the record's key
 * @param nodes the k closest that answered, this node among them where it is one, and those between
 *     them that did not answer; closest first
 * @param k on how many nodes the record should be
 * @param complete whether the k closest live nodes were all found in time
 * @param took how long it took to ask
 */
public record HealthReport(Key key, List<Replica> nodes, int k, boolean complete, Duration took) {

  /** Copies the holders. */
  public HealthReport {
    nodes = List.copyOf(nodes);
  }

  /** {@return the newest version that any of the nodes holds} */
  public Optional<Item> newest() {
    return nodes.stream().flatMap(Replica::held).max(Item::compareVersion);
  }

  /**
   * {@return whether the newest version is a {@linkplain Item#isTombstone tombstone}; if so, all
   * that is said of the record is said of that}
   */
  public boolean deleted() {
    return newest().filter(Item::isTombstone).isPresent();
  }

  /** {@return how many nodes hold the newest version, however soon it expires there} */
  public int copies() {
    return newest().map(this::copiesOf).orElse(0);
  }

  private int copiesOf(Item newest) {
    return (int) nodes.stream().flatMap(Replica::held).filter(newest::sameVersion).count();
  }

  /** {@return how many nodes answered: k, or all that there are where the network is smaller} */
  public int live() {
    return (int)
        nodes.stream().filter(node -> !(node.state() instanceof State.Unreachable)).count();
  }

  /**
   * {@return whether the record is there, and every node that answered holds its newest version}
   */
  public boolean healthy() {
    return complete && copies() > 0 && copies() == live();
  }

  /**
   * One of the nodes.
   *
   * @param at how it is reached
   * @param state what it said
   */
  public record Replica(Contact at, State state) {
    private Stream<Item> held() {
      return state instanceof State.Held(Item item) ? Stream.of(item) : Stream.empty();
    }
  }

  /** What a node said about the record: a closed family. */
  public sealed interface State {
    /**
     * It holds the record, or that it was deleted.
     *
     * @param item the version that it holds, which has been verified; it knows its expiry, and
     *     whether it is a tombstone
     */
    record Held(Item item) implements State {}

    /** It holds nothing under the key, or nothing that is valid. */
    record Absent() implements State {}

    /**
     * It did not answer.
     *
     * @param why in a sentence
     */
    record Unreachable(String why) implements State {}
  }
}
