package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known in the course of one read of the newest version of an item. Confined to the thread
 * that reads.
 *
 * <p>What more than half of the k closest nodes hold is what must be found, so more than half of
 * them must say what they hold. Which are the closest is known only as far as they answer, and one
 * message lost is enough for a node to seem away. Hence those that may be there have a vote, too,
 * and are asked once more where too few others answered; if a read cannot do without them, it does
 * not know enough. A vote is what somebody made up does not get, nor who is gone: otherwise, one
 * liar could keep everybody from reading.
 *
 * <p>Where a crowd is closest ({@link LookupResult.Crowd}), the vote is with the k closest beyond
 * it.
 */
final class QuorumRead {

  /** What one peer said about an item. */
  record Told(Contact peer, boolean answered, Optional<Item> held) {}

  private final LookupResult.Closest near;
  private final Optional<Item> own;
  private final List<Contact> voters;
  private final int ownVotes;
  private final List<Told> told = new ArrayList<>();

  /**
   * @param near the closest nodes
   * @param own what this node holds itself
   * @param seats how many other nodes may vote, at most
   * @param mine whether this node is one of the closest, so that it votes, too
   */
  QuorumRead(LookupResult.Closest near, Optional<Item> own, int seats, boolean mine) {
    this.near = near;
    this.own = own;
    this.voters =
        near.crowd().size() > 0
            ? near.crowd().beyond()
            : Stream.concat(near.closest().stream(), near.missing().stream())
                .sorted(Comparator.comparing(Contact::key, near.target().byDistance()))
                .limit(seats)
                .toList();
    this.ownVotes = mine ? 1 : 0;
  }

  /** Takes in what peers said. */
  void heard(List<Told> answers) {
    told.addAll(answers);
  }

  /** Who is to be asked once more; nobody, if enough have said what they hold. */
  List<Contact> unheard() {
    List<Contact> heard = heard();
    return reading().isConclusive()
        ? List.of()
        : voters.stream().filter(peer -> !heard.contains(peer)).toList();
  }

  private List<Contact> heard() {
    return told.stream().filter(Told::answered).map(Told::peer).toList();
  }

  /** Those that answered, and hold an older version than this, or none. */
  List<Contact> behind(Item item) {
    return told.stream()
        .filter(Told::answered)
        .filter(one -> one.held().filter(item::equals).isEmpty())
        .map(Told::peer)
        .toList();
  }

  /** What has come of the read so far. */
  Reading reading() {
    int votes = (int) heard().stream().filter(voters::contains).count();
    List<Item> versions =
        Stream.concat(own.stream(), told.stream().flatMap(one -> one.held().stream())).toList();
    return new Reading(versions, near, votes + ownVotes, voters.size() + ownVotes);
  }
}
