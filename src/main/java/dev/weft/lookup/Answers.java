package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a peer's answer to a question about a key is to be believed. Immutable, beside
 * the proofs that it shares.
 *
 * <p>Of a list of nodes the k closest to the target count, so that a peer that floods gains
 * nothing. A value counts when it belongs under the key and verifies. What no honest peer sends is
 * a lie; a value that has just expired, or comes from a clock that runs ahead, is none, but is not
 * believed either. Neither is it a lie to name more than k nodes, for the peer's k may be greater
 * than ours, nor to name the node that asks: both are dropped, and that is all.
 *
 * @param target the key
 * @param k how many nodes are of interest
 * @param wantsValue whether values were asked for
 * @param proofs which values were found valid before
 * @param gathering what is gathered of records under a topic; null where none were asked for
 */
record Answers(
    Key target, int k, boolean wantsValue, Proofs proofs, @Nullable Gathering gathering) {

  /** Of a question after nodes or a value. */
  Answers(Key target, int k, boolean wantsValue, Proofs proofs) {
    this(target, k, wantsValue, proofs, null);
  }

  /** What a question came to: a verdict on its answer, or none. */
  sealed interface Conclusion {
    /** No answer. */
    record Unanswered(RpcException why) implements Conclusion {}

    /** The end of the lookup, before the answer came. */
    record Abandoned() implements Conclusion {}
  }

  /** What an answer comes down to. */
  sealed interface Verdict extends Conclusion {
    /** Nodes that may be asked next. */
    record Nodes(List<Contact> contacts) implements Verdict {}

    /** A value that is valid. */
    record Value(Item item) implements Verdict {}

    /**
     * Records under a topic, which were gathered, and nodes that may be asked next.
     *
     * @param total how many the peer says that it keeps
     * @param given how many it gave
     * @param enough whether enough have been gathered
     */
    record Providers(List<Contact> contacts, int total, int given, boolean enough)
        implements Verdict {}

    /** A lie. */
    record Lie(String what) implements Verdict {}
  }

  private static final Verdict MISFIT = new Verdict.Lie("its answer does not fit the question");

  /**
   * Examines an answer.
   *
   * @param now the time of day
   */
  Verdict examine(Response answer, Instant now) {
    return switch (answer) {
      case Response.Nodes nodes -> nodes(nodes.contacts());
      case Response.Values values -> wantsValue ? values(values.items(), now) : MISFIT;
      case Response.Providers some -> gathering == null ? MISFIT : providers(some, gathering, now);
      case Response.Pong _ -> MISFIT;
      case Response.Stored _ -> MISFIT;
      case Response.Changed _ -> MISFIT;
      case Response.Unchanged _ -> MISFIT;
      case Response.Refused _ -> MISFIT;
    };
  }

  private Verdict nodes(List<Contact> contacts) {
    var closestFirst = new ArrayList<>(contacts);
    closestFirst.sort(Comparator.comparing(Contact::key, target.byDistance()));
    for (int i = 1; i < closestFirst.size(); i++) {
      if (closestFirst.get(i).key().equals(closestFirst.get(i - 1).key())) {
        return new Verdict.Lie("it named a node twice");
      }
    }
    return new Verdict.Nodes(closestFirst.subList(0, Math.min(k, closestFirst.size())));
  }

  private Verdict providers(Response.Providers some, Gathering gathering, Instant now) {
    String lie = gathering.take(some.providers(), now);
    if (lie != null) {
      return new Verdict.Lie(lie);
    }
    return switch (nodes(some.contacts())) {
      case Verdict.Nodes(List<Contact> contacts) ->
          new Verdict.Providers(
              contacts, some.total(), some.providers().size(), gathering.isEnough());
      case Verdict other -> other;
    };
  }

  private Verdict values(List<Item> items, Instant now) {
    if (items.isEmpty()) {
      return new Verdict.Lie("it claimed to have a value, and gave none");
    }
    for (Item item : items) {
      if (!item.key().equals(target)) {
        return new Verdict.Lie("it gave a value that belongs under another key");
      }
    }
    List<Item> newestFirst = items.stream().sorted((a, b) -> b.compareVersion(a)).toList();
    for (Item item : newestFirst) {
      try {
        proofs.admit(item, now);
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
