package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.List;

/** What a lookup brought; worth something even where it ended early. Immutable. */
public sealed interface LookupResult {

  /** What was looked for. */
  Key target();

  /** The closest nodes that answered, closest first; at most k. */
  List<Contact> closest();

  /** How long the lookup took. */
  Duration took();

  /** Who was asked, when, and what each said, in the order in which the questions ended. */
  List<Step> trace();

  /**
   * Over how many hops the result was reached: the hop of the node that gave the value, or else of
   * the closest node that answered; 0 where nobody did.
   */
  default int hops() {
    List<Contact> reached =
        switch (this) {
          case Found found -> List.of(found.holder());
          case Closest nodes -> nodes.closest();
        };
    return trace().stream()
        .filter(step -> reached.indexOf(step.peer()) == 0)
        .mapToInt(Step::hop)
        .findFirst()
        .orElse(0);
  }

  /**
   * A valid value was found.
   *
   * @param item the value
   * @param holder who gave it
   * @param closest the closest nodes that answered and did not hold it
   */
  record Found(
      Key target, Item item, Contact holder, List<Contact> closest, Duration took, List<Step> trace)
      implements LookupResult {
    public Found {
      closest = List.copyOf(closest);
      trace = List.copyOf(trace);
    }
  }

  /**
   * No value was found, or none was looked for.
   *
   * @param missing of the k closest nodes that answered or may be there, those that did not answer
   *     in time: this node knows them, or two others named them. Who is known to be gone is not
   *     among them
   * @param complete whether the k closest live nodes have all answered; false where the deadline
   *     came first
   */
  record Closest(
      Key target,
      List<Contact> closest,
      List<Contact> missing,
      boolean complete,
      Duration took,
      List<Step> trace)
      implements LookupResult {
    public Closest {
      closest = List.copyOf(closest);
      missing = List.copyOf(missing);
      trace = List.copyOf(trace);
    }
  }
}
