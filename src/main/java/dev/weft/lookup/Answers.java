package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Decides what of a peer's answer is to be believed. Stateless.
 *
 * <p>Of a list of nodes the k closest to the target count, so that a peer that floods gains
 * nothing. A value counts when it belongs under the key and verifies. What no honest peer sends is
 * a lie; a value that has just expired, or comes from a clock that runs ahead, is none, but is not
 * believed either.
 */
final class Answers {

  /** What an answer comes down to. */
  sealed interface Verdict {
    /** Nodes that may be asked next. */
    record Nodes(List<Contact> contacts) implements Verdict {}

    /** A value that is valid. */
    record Value(Item item) implements Verdict {}

    /** A lie. */
    record Lie(String what) implements Verdict {}
  }

  private Answers() {}

  /**
   * Examines the answer to a question about a key.
   *
   * @param k how many nodes are of interest
   * @param wantsValue whether values were asked for
   * @param now the time of day
   */
  static Verdict examine(Response answer, Key target, int k, boolean wantsValue, Instant now) {
    return switch (answer) {
      case Response.Nodes nodes -> nodes(nodes.contacts(), target, k);
      case Response.Values values when wantsValue -> values(values.items(), target, now);
      case Response.Values _, Response.Pong _, Response.Stored _, Response.Refused _ ->
          new Verdict.Lie("its answer does not fit the question");
    };
  }

  private static Verdict nodes(List<Contact> contacts, Key target, int k) {
    if (Shortlist.hasDuplicates(contacts)) {
      return new Verdict.Lie("it named a node twice");
    }
    Comparator<Contact> closestFirst = Comparator.comparing(Contact::key, target.byDistance());
    return new Verdict.Nodes(contacts.stream().sorted(closestFirst).limit(k).toList());
  }

  private static Verdict values(List<Item> items, Key key, Instant now) {
    if (items.isEmpty()) {
      return new Verdict.Lie("it claimed to have a value, and gave none");
    }
    List<Item> newestFirst = items;
    for (Item item : items) {
      if (!item.key().equals(key)) {
        return new Verdict.Lie("it gave a value that belongs under another key");
      }
    }
    if (items.size() > 1) {
      newestFirst = items.stream().sorted((a, b) -> b.compareVersion(a)).toList();
    }
    for (Item item : newestFirst) {
      try {
        item.admit(now);
        return new Verdict.Value(item);
      } catch (ItemException e) {
        if (e.flaw() == ItemException.Flaw.FORGED) {
          return new Verdict.Lie("it gave a forged value: " + e.getMessage());
        }
      }
    }
    return new Verdict.Nodes(List.of());
  }
}
