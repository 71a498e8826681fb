package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Frontier;
import dev.weft.lookup.LookupResult;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.TraceId;
import dev.weft.store.PutOutcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One item on its way to the k closest nodes, run once. Confined to the thread that runs it; its
 * lanes, and whoever cancels it, put events into its queue.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>One lane looks the k closest up. While it does, it tells who is close enough to be one of them
 * almost certainly ({@link Frontier#likely}), and these are given the item at once, each in a lane
 * of its own. When so many of the closest have answered as are enough, with none between them that
 * has not, all k that are the closest by then are given it: each of those that answered has named
 * the closest that it knows. At the end of the lookup whoever is left follows. Somebody who turns
 * out to be none of the k closest has a copy more than is needed, and does not count.
 *
 * <p>Enough for whoever waits are more than half of k copies; but before the lookup has ended, no
 * sooner than as many of the closest have answered it, as above. The others get their copies all
 * the same, when nobody waits any more.
 *
 * <p>Should any node hold a newer version, nothing is enough before the end; nor where the closest
 * are too close to be true ({@link LookupResult.Crowd}). Then the k closest nodes beyond these are
 * given the item as well, and more than half of them must keep it.
 */
final class Placing {

  /** What happens, in the order in which it does. */
  private sealed interface Event {
    /** The lookup has come nearer. */
    record Nearer(Frontier frontier) implements Event {}

    /** The lookup has ended. */
    record Found(LookupResult.Closest near) implements Event {}

    /** A node has its copy, or has said why not. */
    record Told(Contact peer, Fate fate) implements Event {}

    /** This node's own store has said what it made of the item. */
    record Kept(PutOutcome outcome) implements Event {}

    /** A lane has failed, with what is thrown. */
    record Failed(Runnable thrower) implements Event {}

    /** Nobody wants it any more. */
    record Cancelled() implements Event {}
  }

  /** What one lane does. */
  @FunctionalInterface
  private interface Errand {
    Event run() throws InterruptedException;
  }

  private final Item item;
  private final int k;
  private final Key self;
  private final Environment environment;
  private final Placer placer;
  private final long began;
  private final long deadline;

  /** Bounded by the number of peers that a lookup asks, and that of its reviews. */
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** Who has been sent a copy, and what became of it once that is known. */
  private final Map<Contact, Optional<Fate>> fates = new LinkedHashMap<>();

  private Frontier frontier = new Frontier(List.of(), List.of(), 0);
  private LookupResult.@Nullable Closest near;
  private boolean mine;
  private Optional<PutOutcome> local = Optional.empty();

  /** How many lanes are at work. */
  private int open;

  Placing(Item item, int k, Key self, Environment environment, Placer placer, Duration timeout) {
    this.item = item;
    this.k = k;
    this.self = self;
    this.environment = environment;
    this.placer = placer;
    this.began = environment.nanoTime();
    this.deadline = began + timeout.toNanos();
  }

  /** Ends it, with an {@link InterruptedException}. For any thread. */
  void cancel() {
    events.add(new Event.Cancelled());
  }

  /**
   * Runs it to its end.
   *
   * @param enough is told, once, when so many nodes keep the item that it counts as stored; not
   *     where it never does
   * @return what has become of it when every node has said yes or no
   */
  Placement run(Consumer<Placement> enough) throws InterruptedException {
    return TraceId.with(TraceId.currentOrNext(), () -> spread(enough));
  }

  private Placement spread(Consumer<Placement> enough) throws InterruptedException {
    try (FanOut lanes = FanOut.open(environment.threads("set"), () -> false)) {
      boolean told = false;
      fork(lanes, this::lookUp);
      while (open > 0) {
        take(events.take(), lanes);
        if (!told && isEnough()) {
          told = true;
          enough.accept(soFar());
        }
      }
    }
    return conclusion();
  }

  private void fork(FanOut lanes, Errand errand) {
    open++;
    lanes.fork(
        () -> {
          try {
            events.add(errand.run());
          } catch (RuntimeException | Error e) {
            events.add(
                new Event.Failed(
                    () -> {
                      throw e;
                    }));
          }
        });
  }

  private Event lookUp() throws InterruptedException {
    return new Event.Found(
        placer.approach(
            item.key(),
            Duration.ofNanos(deadline - environment.nanoTime()),
            nearer -> events.add(new Event.Nearer(nearer))));
  }

  private void take(Event event, FanOut lanes) throws InterruptedException {
    switch (event) {
      case Event.Nearer(Frontier now) -> {
        frontier = now;
        now.likely().forEach(peer -> give(peer, lanes));
        if (isSettled()) {
          int others = isCloserThan(now.closest().getLast()) ? k - 1 : k;
          now.closest().stream().limit(others).forEach(peer -> give(peer, lanes));
          keepIf(isCloserThan(now.closest().get(needed() - 1)), lanes);
        }
      }
      case Event.Found(LookupResult.Closest found) -> {
        open--;
        near = found;
        keepIf(placer.isMine(item.key(), found.closest()), lanes);
        others().forEach(peer -> give(peer, lanes));
      }
      case Event.Told(Contact peer, Fate fate) -> {
        open--;
        fates.put(peer, Optional.of(fate));
      }
      case Event.Kept(PutOutcome outcome) -> {
        open--;
        local = Optional.of(outcome);
      }
      case Event.Failed(Runnable thrower) -> thrower.run();
      case Event.Cancelled() -> throw new InterruptedException("nobody waits for this any more");
    }
  }

  private void give(Contact peer, FanOut lanes) {
    if (fates.putIfAbsent(peer, Optional.empty()) == null) {
      fork(lanes, () -> new Event.Told(peer, placer.copy(item, peer, deadline)));
    }
  }

  private void keepIf(boolean closest, FanOut lanes) {
    if (closest && !mine) {
      mine = true;
      fork(lanes, () -> new Event.Kept(placer.keep(item)));
    }
  }

  private int needed() {
    return k / 2 + 1;
  }

  private boolean isSettled() {
    return frontier.settled() >= needed();
  }

  private boolean isCloserThan(Contact peer) {
    return !placer.isClient() && item.key().compareDistance(self, peer.key()) < 0;
  }

  /** The other nodes that are to keep the item, as far as is known, closest first. */
  private List<Contact> others() {
    int most = mine ? k - 1 : k;
    return near == null ? frontier.closest().stream().limit(most).toList() : near.keepers(most);
  }

  private boolean isEnough() {
    if (near == null && !isSettled()) {
      return false;
    }
    Placement soFar = soFar();
    boolean all = soFar.kept() > 0 && soFar.kept() >= soFar.needed(k);
    return all && (!mine || local.isPresent()) && !isNewerAbout();
  }

  private boolean isNewerAbout() {
    return Stream.concat(
            local.stream().flatMap(Placer::newer), copies().stream().flatMap(Placer::newer))
        .findAny()
        .isPresent();
  }

  /** All copies of which it is known what became of them, closest first. */
  private List<Copy> copies() {
    return fates.entrySet().stream()
        .filter(entry -> entry.getValue().isPresent())
        .map(entry -> new Copy(entry.getKey(), entry.getValue().get()))
        .sorted(Comparator.comparing(copy -> copy.at().key(), item.key().byDistance()))
        .toList();
  }

  private Placement soFar() {
    boolean kept = local.filter(Placer::isKept).isPresent();
    Duration took = Duration.ofNanos(environment.nanoTime() - began);
    LookupResult.Closest lookup =
        near != null
            ? near
            : new LookupResult.Closest(
                item.key(), frontier.closest(), List.of(), false, took, List.of());
    return new Placement(lookup, mine, kept, Optional.empty(), copies(), List.of(), took)
        .among(others());
  }

  private Placement conclusion() throws InterruptedException {
    LookupResult.Closest found = Objects.requireNonNull(near);
    return placer.conclude(found, local, copies(), began, deadline).among(others());
  }
}
