package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a lookup brought; worth something even where it ended early. Immutable. */
public sealed interface LookupResult {

  /** {@return what was looked for} */
  Key target();

  /** {@return the closest nodes that answered, closest first; at most k} */
  List<Contact> closest();

  /** {@return how long the lookup took} */
  Duration took();

  /**
   * {@return who was asked, when, and what each said, in the order in which the questions ended}
   */
  List<Step> trace();

  /**
   * {@return over how many hops the result was reached: the hop of the node that gave the value, or
   * else of the closest node that answered; 0 where nobody did}
   */
  default int hops() {
    Optional<Contact> reached =
        switch (this) {
          case Found found -> Optional.of(found.holder());
          case Closest nodes -> nodes.closest().stream().findFirst();
        };
    return trace().stream()
        .filter(step -> reached.filter(step.peer()::equals).isPresent())
        .mapToInt(Step::hop)
        .findFirst()
        .orElse(0);
  }

  /**
   * {@return who was asked, what each said, why it ended and what it came to, in lines for people:
   * why a value was not found, say}
   */
  default String explain() {
    return Explanation.of(this);
  }

  /** {@return what it came to, a line each: the closest nodes behind a heading} */
  default List<String> ending() {
    return Explanation.ending(this);
  }

  /**
   * A valid value was found.
   *
   * @param target what was looked for
   * @param item the value
   * @param holder who gave it
   * @param closest the closest nodes that answered and did not hold it
   * @param took how long it took
   * @param trace who was asked, in the order in which the questions ended
   */
  record Found(
      Key target, Item item, Contact holder, List<Contact> closest, Duration took, List<Step> trace)
      implements LookupResult {
    /** Copies the lists. */
    public Found {
      closest = List.copyOf(closest);
      trace = List.copyOf(trace);
    }

    /** The same when it took longer. */
    Found after(Duration more) {
      return new Found(target, item, holder, closest, took.plus(more), trace);
    }
  }

  /**
   * No value was found, or none was looked for.
   *
   * @param target what was looked for
   * @param closest the closest nodes that answered, closest first; at most k
   * @param missing of the k closest nodes that answered or may be there, those that did not answer
   *     in time: this node knows them, or two others named them. Who is known to be gone is not
   *     among them
   * @param complete whether the k closest live nodes have all answered; false where the deadline
   *     came first
   * @param took how long it took
   * @param trace who was asked, in the order in which the questions ended
   * @param paths for each path that the lookup went by, how many of the closest it had heard of,
   *     whoever asked them; see {@link #astray}
   * @param crowd who is too close to the target to be true, and who is beyond
   */
  record Closest(
      Key target,
      List<Contact> closest,
      List<Contact> missing,
      boolean complete,
      Duration took,
      List<Step> trace,
      List<Integer> paths,
      Crowd crowd)
      implements LookupResult {
    /** Copies the lists. */
    public Closest {
      closest = List.copyOf(closest);
      missing = List.copyOf(missing);
      trace = List.copyOf(trace);
      paths = List.copyOf(paths);
    }

    /**
     * What a lookup by one path found, where nothing is the matter.
     *
     * @param target what was looked for
     * @param closest the closest nodes that answered, closest first; at most k
     * @param missing those of the closest that did not answer in time
     * @param complete whether the k closest live nodes have all answered
     * @param took how long it took
     * @param trace who was asked, in the order in which the questions ended
     */
    public Closest(
        Key target,
        List<Contact> closest,
        List<Contact> missing,
        boolean complete,
        Duration took,
        List<Step> trace) {
      this(target, closest, missing, complete, took, trace, List.of(closest.size()), Crowd.NONE);
    }

    /** The same where there is a crowd. */
    Closest with(Crowd crowd, Duration took) {
      return new Closest(target, closest, missing, complete, took, trace, paths, crowd);
    }

    /**
     * {@return how many paths have not even heard of half of the closest nodes, which the others
     * found: they were led astray by liars, or had nobody to ask} 0 where there is one path, which
     * is compared with nothing.
     */
    public int astray() {
      return (int) paths.stream().filter(known -> 2 * known < closest.size()).count();
    }

    /** {@return what speaks against the result, a line each; mostly nothing} */
    public List<String> doubts() {
      return Explanation.doubts(this);
    }

    /**
     * {@return whom to have keep an item, and to ask for it: some of the closest, and, where there
     * is a crowd, those beyond it}
     *
     * @param most how many of the closest
     */
    public List<Contact> keepers(int most) {
      return Stream.concat(closest.stream().limit(most), crowd.beyond().stream())
          .distinct()
          .toList();
    }
  }

  /**
   * Nodes that are closer to a key than there can be by chance, as keys are hashes: somebody has
   * tried keys until there were enough of these, and may want to make what is stored there
   * disappear. Immutable.
   *
   * @param size how many of them the lookup found; 0 where all is well, or too little is known of
   *     how dense the network is
   * @param beyond where there are any, the k closest of all other nodes that were found
   */
  record Crowd(int size, List<Contact> beyond) {
    /** All is well. */
    public static final Crowd NONE = new Crowd(0, List.of());

    /** Copies the lists. */
    public Crowd {
      beyond = List.copyOf(beyond);
    }
  }
}
