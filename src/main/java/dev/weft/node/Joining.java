package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a node gets into the network (Kademlia, §2.3): it meets one node, looks itself up, and
 * refreshes the buckets farther away than its closest neighbours. The paper says "than its closest
 * neighbour", but with k neighbours found, the next few ranges hold nobody else. Stateless beside
 * its parts; may be used by any thread.
 *
 * <p>All seeds, and the contacts remembered from the last time, {@value #MOST_ASKED} of each at
 * once, are asked, and the first that answers is enough, if the network is found through it. A seed
 * whose host has several addresses is asked at all of them at once, up to {@value
 * SeedCalls#MOST_ADDRESSES}: the name may stand for many nodes. While none does, they are asked
 * again after a pause that doubles, from 250 ms up to 10 s. Meanwhile the others answer, too: a
 * node that was away for a minute so has most of its table back, and does not look for what it has.
 * This node itself is nobody in this, for all nodes may be given the same list of seeds. To look up
 * the host of a seed takes as long as the system's resolver takes, which an interrupt does not
 * shorten.
 */
final class Joining {

  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int MOST_ASKED = 50;

  /** Several times what a table holds in a network of a million. */
  private static final int MOST_KNOWN = 1_000;

  private final NodeOptions options;
  private final Key self;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final SeedCalls seedCalls;

  Joining(
      NodeOptions options,
      Key self,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups) {
    this(options, self, environment, transport, routing, lookups, Seed::resolve);
  }

  Joining(
      NodeOptions options,
      Key self,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups,
      SeedCalls.Resolver resolver) {
    this.options = options;
    this.self = self;
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.lookups = lookups;
    this.seedCalls = new SeedCalls(self, environment, transport, routing, resolver);
  }

  /**
   * Joins, trying again while the network is not found.
   *
   * @return whether it was found in time
   */
  boolean join(List<Seed> seeds, List<Contact> remembered, Duration timeout)
      throws InterruptedException {
    long deadline = environment.nanoTime() + timeout.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      if (tryOnce(seeds, remembered, Duration.ofNanos(deadline - environment.nanoTime()))) {
        return true;
      }
      Duration left = Duration.ofNanos(deadline - environment.nanoTime());
      if (!left.isPositive()) {
        return false;
      }
      environment.sleep(shorter(pause, left));
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /**
   * Asks everybody once, and settles when the first answers. Meanwhile the others may answer, too,
   * for the first may be a liar.
   *
   * @return whether the network was found
   */
  boolean tryOnce(List<Seed> seeds, List<Contact> remembered, Duration left)
      throws InterruptedException {
    Duration limit = shorter(left, options.lookup().callTimeout());
    Promise<Optional<Contact>> first = environment.promise();
    Promise<Boolean> all = environment.promise();
    try (FanOut asking = FanOut.open(environment.threads("join"), () -> false)) {
      asking.fork(
          () -> {
            try {
              askAll(seeds, remembered, limit, contact -> first.complete(Optional.of(contact)));
            } finally {
              first.complete(Optional.empty());
              all.complete(true);
            }
          });
      Optional<Contact> met = first.await();
      return met.isPresent() && settle(met.get(), remembered, all);
    }
  }

  private void askAll(
      List<Seed> seeds, List<Contact> remembered, Duration limit, Consumer<Contact> met)
      throws InterruptedException {
    long deadline = environment.nanoTime() + limit.toNanos();
    Queue<Seed> rest = queue(seeds.stream().skip(MOST_ASKED));
    Queue<Contact> waiting =
        queue(remembered.stream().filter(contact -> !contact.key().equals(self)));
    int lanes = Math.min(MOST_ASKED, waiting.size());
    try (FanOut asks = FanOut.open(environment.threads("join"), () -> false)) {
      Ask<Seed> meet = (seed, left) -> seedCalls.meet(seed, left, met);
      Ask<Contact> greet = (contact, left) -> greet(contact, left).ifPresent(met);
      seeds.stream()
          .limit(MOST_ASKED)
          .forEach(seed -> asks.fork(() -> inTurn(seed, rest, limit, deadline, meet)));
      IntStream.range(0, lanes)
          .forEach(_ -> asks.fork(() -> inTurn(waiting.poll(), waiting, limit, deadline, greet)));
      asks.join();
    }
  }

  private static <T> Queue<T> queue(Stream<T> some) {
    return some.limit(MOST_KNOWN).collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
  }

  /** What is done with one of many, within some time. */
  @FunctionalInterface
  private interface Ask<T> {
    void ask(T one, Duration left) throws InterruptedException;
  }

  /** Asks one, and then, where there are very many, one after the other, until the time is over. */
  private <T> void inTurn(
      @Nullable T first, Queue<T> waiting, Duration limit, long deadline, Ask<T> how)
      throws InterruptedException {
    Duration left = limit;
    for (T next = first; next != null; ) {
      how.ask(next, left);
      left = Duration.ofNanos(deadline - environment.nanoTime());
      next = left.isPositive() ? waiting.poll() : null;
    }
  }

  /** Why each seed was of no use, if no network was found; of several reasons the most telling. */
  Map<Seed, String> unanswered() {
    return seedCalls.unanswered();
  }

  /** Who answers a greeting in time is that. */
  Optional<Contact> greet(Contact contact, Duration limit) throws InterruptedException {
    try {
      transport.call(contact, new Request.Ping(), limit);
      return Optional.of(contact);
    } catch (RpcException e) {
      LOG.debug("{} is not there any more: {}", contact, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Greets some contacts at once. Where any answers, this node looks itself up through them.
   *
   * @return whether any did
   */
  boolean greetAll(List<Contact> lost) throws InterruptedException {
    Duration limit = options.lookup().callTimeout();
    List<Contact> back =
        FanOut.map(environment.threads("greet"), lost, contact -> greet(contact, limit)).stream()
            .flatMap(Optional::stream)
            .toList();
    if (!back.isEmpty()) {
      lookUp(self, back);
    }
    return !back.isEmpty();
  }

  /**
   * Fills the routing table, starting from one node; and where that leads to few, from all that
   * answer, for which it waits a little. The lookup of our own key, when it is complete, has asked
   * every node that is closer than the last that it found; so only the ranges that reach farther
   * are refreshed, and of these not those where most whom this node knew have answered.
   *
   * @return whether anybody answered when this node looked itself up
   */
  private boolean settle(Contact first, List<Contact> remembered, Promise<Boolean> all)
      throws InterruptedException {
    LookupResult.Closest near = lookUp(self, List.of(first));
    if (near.closest().size() < options.k()) {
      all.await(options.lookup().callTimeout().dividedBy(4));
      near = lookAround();
    }
    int[] missing = missing(remembered, routing.settled().contacts());
    if (transport.self().isPresent() && !near.closest().isEmpty()) {
      Contact edge = near.complete() ? near.closest().getLast() : near.closest().getFirst();
      for (int range = 0; range <= self.commonPrefix(edge.key()); range++) {
        if (missing[range] >= 0) {
          Key target = self.randomAt(range, environment.random());
          lookUp(target, routing.closest(target, options.k()));
        }
      }
    }
    return !near.closest().isEmpty();
  }

  /**
   * How many more of those that this node knew are missing than are there, by how many leading bits
   * their keys share with its own; 0 where it knew nobody.
   */
  private int[] missing(List<Contact> remembered, List<Contact> there) {
    Set<Contact> known = new HashSet<>(there);
    int[] missing = new int[Key.BITS + 1];
    for (Contact contact : remembered) {
      missing[self.commonPrefix(contact.key())] += known.contains(contact) ? -1 : 1;
    }
    return missing;
  }

  /**
   * Gets to know the neighbours of this node, and has them know it. The refresh of buckets does
   * not: what it looks up is never near this node's own key.
   */
  LookupResult.Closest lookAround() throws InterruptedException {
    return lookUp(self, routing.settled().closest(self, options.k()));
  }

  private LookupResult.Closest lookUp(Key target, List<Contact> start) throws InterruptedException {
    routing.lookedUp(target);
    return lookups.findNodes(target, start, options.lookup().callTimeout(), Lookups.UNWATCHED);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
