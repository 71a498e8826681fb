package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Shared by all threads that ask seeds at once, and by whoever reads why they were of no use: calls
 * those that are at a seed's addresses, and tells the routing actor whom it meets there.
 */
final class SeedCalls {

  private static final Logger LOG = LoggerFactory.getLogger(SeedCalls.class);

  /** At how many addresses of one name somebody is called. */
  static final int MOST_ADDRESSES = 16;

  private final Key self;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Resolver resolver;

  /** Why each seed did not answer; no more of them than were configured. */
  private final Map<Seed, String> unanswered = new ConcurrentHashMap<>();

  /**
   * What the log was last told of each seed, by its address where it has one: a node that nobody
   * answers asks twice a minute.
   */
  private final Map<List<Object>, String> told = new ConcurrentHashMap<>();

  /** Looks the host of a seed up. */
  @FunctionalInterface
  interface Resolver {
    /**
     * All its addresses.
     *
     * @throws UnknownHostException if there is none
     */
    List<InetSocketAddress> resolve(Seed seed) throws UnknownHostException;
  }

  SeedCalls(
      Key self,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Resolver resolver) {
    this.self = self;
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.resolver = resolver;
  }

  /**
   * Calls a seed at each of its addresses.
   *
   * @param met is told of each node that is found
   */
  void meet(Seed seed, Duration limit, Consumer<Contact> met) throws InterruptedException {
    List<InetSocketAddress> all;
    try {
      all = resolver.resolve(seed);
    } catch (UnknownHostException e) {
      tell(Level.WARN, List.of(seed), "there is no host named " + seed.host());
      unanswered.put(seed, "there is no host of this name");
      return;
    }
    if (all.size() == 1) {
      meet(seed, all.getFirst(), limit).ifPresent(met);
      return;
    }
    try (FanOut asks = FanOut.open(environment.threads("join"), () -> false)) {
      all.stream()
          .limit(MOST_ADDRESSES)
          .forEach(address -> asks.fork(() -> meet(seed, address, limit).ifPresent(met)));
      asks.join();
    }
  }

  private Optional<Contact> meet(Seed seed, InetSocketAddress address, Duration limit)
      throws InterruptedException {
    List<Object> who = List.of(seed, address);
    try {
      Contact found = transport.identify(address, limit);
      if (found.key().equals(self)) {
        LOG.debug("seed {} is this node itself", seed);
        unanswered.putIfAbsent(seed, "that is this node itself");
        return Optional.empty();
      }
      if (seed.key().filter(pinned -> !pinned.equals(found.key())).isPresent()) {
        tell(Level.WARN, who, "the node there has the key " + found.key() + "; it is not trusted");
        unanswered.put(seed, "the node there has another key, " + found.key());
        return Optional.empty();
      }
      unanswered.put(seed, "it answered, but no look-up through it did");
      told.remove(who);
      routing.seen(found, true);
      return Optional.of(found);
    } catch (RpcException e) {
      tell(Level.INFO, who, "it does not answer: " + e.getMessage());
      boolean telling = !(e instanceof RpcException.Timeout);
      unanswered.merge(seed, e.getMessage(), (before, now) -> telling ? now : before);
    }
    return Optional.empty();
  }

  private void tell(Level level, List<Object> who, String what) {
    Level due = what.equals(told.put(who, what)) ? Level.DEBUG : level;
    LOG.atLevel(due).log("seed {}: {}", who.getFirst(), what);
  }

  /** Why each seed was of no use: of several reasons the most telling. */
  Map<Seed, String> unanswered() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(unanswered));
  }
}
