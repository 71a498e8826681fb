package dev.weft;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.RefusalCode;
import dev.weft.text.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a {@code set}: which of the k closest nodes keep the item, and why the others do
 * not. Immutable.
 *
 * @param item what was to be stored
 * @param local whether this node is one of the k closest, and keeps the item itself
 * @param stored the other nodes that keep it, closest first
 * @param refused the nodes that said no
 * @param unreachable the nodes that did not answer, though they did a moment before
 * @param pending those of the k closest that had not said yes or no when the set returned, as
 *     enough others kept the item: this node goes on with them, and {@link Dht#flush} waits for
 *     that
 * @param newer the newest version that any node held instead, if one is newer than ours
 * @param needed how many nodes, this one among them, had to keep the item for the set to succeed:
 *     the smaller of k/2 + 1 and the number of live nodes found; where the time-out came before all
 *     were found, k/2 + 1. Where some of the closest are too close to be true ({@link
 *     dev.weft.lookup.LookupResult.Crowd}), it is the k closest beyond them of whom so many have to
 * @param took how long it took, with the lookup
 */
public record SetReport(
    Item item,
    boolean local,
    List<Contact> stored,
    List<Refusal> refused,
    List<Contact> unreachable,
    List<Contact> pending,
    Optional<Item> newer,
    int needed,
    Duration took) {

  /** Copies the lists. */
  public SetReport {
    stored = List.copyOf(stored);
    refused = List.copyOf(refused);
    unreachable = List.copyOf(unreachable);
    pending = List.copyOf(pending);
  }

  /** {@return how many nodes keep the item, this one included} */
  public int copies() {
    return stored.size() + (local ? 1 : 0);
  }

  /** {@return whether enough nodes keep the item, and none holds a newer version} */
  public boolean succeeded() {
    return copies() >= needed && newer.isEmpty();
  }

  /** {@return who does not keep the item, and why, a line each: fit to be shown} */
  public List<String> objections() {
    List<String> lines = new ArrayList<>();
    for (Refusal no : refused) {
      lines.add("refused by " + no.by() + ": " + no.code() + ", " + Words.oneLine(no.reason()));
    }
    unreachable.forEach(contact -> lines.add("no answer from " + contact));
    newer.ifPresent(
        item -> lines.add("a newer version is about: " + Words.oneLine(item.toString())));
    return lines;
  }

  /**
   * A node that would not keep the item.
   *
   * @param by who
   * @param code why, for programs
   * @param reason why, in a sentence
   */
  public record Refusal(Contact by, RefusalCode code, String reason) {}
}
