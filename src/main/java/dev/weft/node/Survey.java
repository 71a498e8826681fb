package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What each of the k closest nodes said that it holds under a key. Immutable.
 *
 * @param lookup how those nodes were found
 * @param mine whether this node is one of them
 * @param replies the k closest that answered, this node among them where it is one, and those
 *     between them that did not answer; closest first
 * @param own what this node itself holds, whether it is one of them or not
 * @param took how long it took, with the lookup
 */
public record Survey(
    LookupResult.Closest lookup,
    boolean mine,
    List<Reply> replies,
    Optional<Item> own,
    Duration took) {

  public Survey {
    replies = List.copyOf(replies);
  }

  /** What one node said. */
  public record Reply(Contact from, Claim claim) {
    boolean isAnswer() {
      return !(claim instanceof Claim.Silent);
    }

    private Stream<Item> held() {
      return claim instanceof Claim.Holds(Item item) ? Stream.of(item) : Stream.empty();
    }
  }

  /** What a node said. */
  public sealed interface Claim {
    /** It holds this, which is valid. */
    record Holds(Item item) implements Claim {}

    /** It holds nothing that is valid. */
    record Nothing() implements Claim {}

    /** There was no answer. */
    record Silent(String why) implements Claim {}
  }

  /** The newest version that anybody holds, this node among them. */
  public Optional<Item> newest() {
    return Stream.concat(own.stream(), replies.stream().flatMap(Reply::held))
        .max(Item::compareVersion);
  }
}
