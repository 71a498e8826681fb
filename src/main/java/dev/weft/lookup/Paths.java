package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One lookup by several paths at once, run once (Baumgart and Mies, S/Kademlia, 2007, §4.4).
 * Confined to the thread that runs it, the owner, and the threads of its paths, which share whom
 * they have claimed, and the trace, which is guarded by a lock.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Each path is a whole {@link Lookup} of its own: it begins with some of the nodes that this one
 * knows, dealt out in turn, hears of nobody but from those that it asks itself, and ends when the k
 * closest of those that it could ask have answered. A peer that one path asks is asked by no other;
 * so a liar can lead one path astray, to its accomplices, and no more, and these are then taken.
 * What is found by one honest path is found.
 *
 * <p>The result is what all have found. Nobody is asked on two paths, so they cannot be compared by
 * who answered: they are by whom they had heard of. All honest paths come to hear of the same
 * nodes, the closest; one that has not heard of most of them went astray.
 *
 * <p>A peer is claimed with its address: a liar that names an honest node at a wrong address keeps
 * no other path from asking it at the right one.
 */
final class Paths {

  /** Makes the lookup of one path. */
  @FunctionalInterface
  interface Maker {
    Lookup make(Shortlist shortlist, Consumer<Step> watcher);
  }

  private record Path(Lookup lookup, Shortlist shortlist, List<Contact> start) {}

  private final Key target;
  private final int k;
  private final Environment environment;
  private final Consumer<Step> watcher;
  private final List<Path> paths = new ArrayList<>();
  private final Set<Contact> claimed = ConcurrentHashMap.newKeySet();
  private final ReentrantLock telling = new ReentrantLock();
  private final List<Step> trace = new ArrayList<>();
  private final int[] told;

  /** Whether a path has found a value, which ends the others. */
  private volatile boolean found;

  /**
   * @param shortlist of the kind that each path is to have
   * @param start the nodes to begin with; there are no more paths than these
   * @param watcher is told of the steps of all paths, one at a time
   */
  Paths(
      Shortlist shortlist,
      LookupOptions options,
      Environment environment,
      Collection<Contact> start,
      Consumer<Step> watcher,
      Maker maker) {
    this.target = shortlist.target();
    this.k = options.k();
    this.environment = environment;
    this.watcher = watcher;
    List<Contact> closest =
        start.stream().sorted(Comparator.comparing(Contact::key, target.byDistance())).toList();
    int count = Math.min(options.paths(), start.size());
    this.told = new int[count];
    for (int i = 0; i < count; i++) {
      int path = i;
      Shortlist own = shortlist.claiming(claimed::add);
      List<Contact> dealt = new ArrayList<>();
      for (int j = i; j < closest.size(); j += count) {
        dealt.add(closest.get(j));
      }
      paths.add(new Path(maker.make(own, step -> tell(path, step)), own, dealt));
    }
  }

  /** Runs all paths, until each has come to its end, or one has found a value. */
  Paths run(Duration timeout) throws InterruptedException {
    try (FanOut scope = FanOut.open(environment.threads("path"), () -> found)) {
      for (Path path : paths) {
        scope.fork(
            () -> {
              if (path.lookup.run(path.start, timeout).result() instanceof LookupResult.Found) {
                found = true; // and never false again, whoever ends at the same time
              }
            });
      }
      scope.join();
    }
    for (int i = 0; i < paths.size(); i++) {
      List<Step> steps = paths.get(i).lookup.closest().trace();
      for (int j = told[i]; j < steps.size(); j++) {
        tell(i, steps.get(j));
      }
    }
    return this;
  }

  private void tell(int path, Step step) {
    telling.lock();
    try {
      told[path]++;
      trace.add(step.on(path + 1));
      watcher.accept(trace.getLast());
    } finally {
      telling.unlock();
    }
  }

  /** The outcome, once {@link #run} has returned: the newest value that was found, or nodes. */
  LookupResult result() {
    List<LookupResult> results = paths.stream().map(path -> path.lookup.result()).toList();
    return results.stream()
        .filter(LookupResult.Found.class::isInstance)
        .map(LookupResult.Found.class::cast)
        .max(Comparator.comparing(LookupResult.Found::item, Item::compareVersion))
        .<LookupResult>map(
            one ->
                new LookupResult.Found(
                    target,
                    one.item(),
                    one.holder(),
                    closest(results.stream().flatMap(each -> each.closest().stream())),
                    one.took(),
                    trace))
        .orElseGet(this::nodes);
  }

  /** The closest nodes that answered on any path, once {@link #run} has returned. */
  LookupResult.Closest nodes() {
    List<LookupResult.Closest> each = paths.stream().map(path -> path.lookup.closest()).toList();
    List<Contact> answered = closest(each.stream().flatMap(one -> one.closest().stream()));
    List<Contact> missing =
        closest(
            Stream.concat(answered.stream(), each.stream().flatMap(one -> one.missing().stream())));
    return new LookupResult.Closest(
        target,
        answered,
        missing.stream().filter(peer -> !answered.contains(peer)).toList(),
        each.stream().allMatch(LookupResult.Closest::complete),
        each.stream().map(LookupResult.Closest::took).max(Comparator.naturalOrder()).orElseThrow(),
        trace,
        paths.stream().map(path -> known(path, answered)).toList(),
        LookupResult.Crowd.NONE);
  }

  private static int known(Path path, List<Contact> closest) {
    return (int) closest.stream().filter(path.shortlist::knows).count();
  }

  /** The k closest of some nodes; one that is there at two addresses counts once. */
  private List<Contact> closest(Stream<Contact> nodes) {
    Map<Key, Contact> byDistance = new TreeMap<>(target.byDistance());
    nodes.forEach(node -> byDistance.putIfAbsent(node.key(), node));
    return byDistance.values().stream().limit(k).toList();
  }
}
