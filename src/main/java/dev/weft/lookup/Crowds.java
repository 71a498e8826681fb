package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult.Crowd;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Judges whether what a lookup has found is plausible, and finds who else is there where it is not.
 * Stateless beside its parts; may be used by any thread.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Whoever wants to make an item disappear tries keys until there are so many close to the item's
 * that the k closest nodes are all its own; a few thousand tries a node are enough among some
 * thousand nodes. It does not help to look up the key with a greater k: honest nodes name the k
 * closest that they know, and these are all of the crowd. It helps to look up other keys: those
 * that share with the key about as many bits as the k closest honest nodes do, and differ in the
 * next. The nodes of such a part of the key space are closer to any key in it than the crowd is,
 * which lies in another part; and the parts are so many that the k closest nodes beside the crowd
 * are in them, mostly. The keys are drawn at random, so that nobody can crowd them as well.
 */
final class Crowds {

  /** The parts have from about k nodes to less than one. */
  private static final int PARTS = 6;

  /** Finds the k closest nodes to a key. */
  @FunctionalInterface
  interface Search {
    LookupResult.Closest near(Key key) throws InterruptedException;
  }

  private final int k;
  private final Density density;
  private final Environment environment;
  private final LookupListener listener;

  Crowds(int k, Density density, Environment environment, LookupListener listener) {
    this.k = k;
    this.density = density;
    this.environment = environment;
    this.listener = listener;
  }

  /**
   * Looks for a crowd in what a lookup has found, and beyond it where there is one.
   *
   * @return the same, if there is no crowd or the lookup had no time to complete
   */
  LookupResult.Closest examine(LookupResult.Closest near, Search search)
      throws InterruptedException {
    Key target = near.target();
    double known = density.nodes(); // before the second look, which meets the crowd, too
    if (!near.complete() || density.crowd(target, near.closest(), known) == 0) {
      return near;
    }
    long began = environment.nanoTime();
    int first = Math.max(0, density.depth() - 1);
    List<Key> places =
        IntStream.range(first, first + PARTS)
            .mapToObj(bits -> target.randomAt(bits, environment.random()))
            .toList();
    Map<Key, Contact> found = new TreeMap<>(target.byDistance());
    add(near.closest(), found);
    FanOut.map(environment.threads("beyond"), places, search::near)
        .forEach(there -> add(there.closest(), found));
    List<Contact> all = List.copyOf(found.values());
    int size = 0;
    int more;
    do { // some of a crowd are less close than others, and still too close to be true
      more = density.crowd(target, all.subList(size, all.size()), known);
      size += more;
    } while (more > 0);
    listener.crowded(target, size);
    Duration took = near.took().plusNanos(environment.nanoTime() - began);
    return near.with(new Crowd(size, all.subList(size, Math.min(size + k, all.size()))), took);
  }

  private static void add(Collection<Contact> nodes, Map<Key, Contact> found) {
    nodes.forEach(node -> found.putIfAbsent(node.key(), node));
  }
}
