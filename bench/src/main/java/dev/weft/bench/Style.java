package dev.weft.bench;

import dev.weft.bench.CallbackClient.Lane;
import dev.weft.bench.callback.Future;
import dev.weft.bench.callback.NettyLoop;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.lookup.CallbackLookups;
import dev.weft.lookup.FutureLookups;
import dev.weft.lookup.LookupListener;
import dev.weft.lookup.LookupOptions;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The ways in which the same client is written. */
public enum Style {
  /** Blocking code on virtual threads: Weft itself. */
  BLOCKING,
  /** Callbacks on event loops. */
  CALLBACKS,
  /** Chains of {@link java.util.concurrent.CompletableFuture}; in memory only. */
  FUTURES,
  /** Weft's blocking code, on platform threads, one for each call; in memory only. */
  THREADS;

  /** The longest that an operation may take. */
  public static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final LookupListener NOBODY =
      new LookupListener() {
        @Override
        public void lied(Contact peer, String what) {}

        @Override
        public void leftWaiting(Contact peer) {}
      };

  /** How many event loops there are: one for each processor. */
  static int loops() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * A client of a network in memory, which knows {@link Operation.Lookup} only.
   *
   * @param start the closest nodes that the client knows, of any key
   */
  public Client inMemory(
      Key self,
      LookupOptions options,
      MemoryNetwork network,
      Function<Key, ? extends List<Contact>> start) {
    return switch (this) {
      case BLOCKING -> blocking(self, options, network, start, new RealEnvironment());
      case THREADS -> blocking(self, options, network, start, new PlatformThreads());
      case CALLBACKS -> callbacks(self, options, network, start);
      case FUTURES -> futures(self, options, network, start);
    };
  }

  private static Client blocking(
      Key self,
      LookupOptions options,
      MemoryNetwork network,
      Function<Key, ? extends List<Contact>> start,
      Environment environment) {
    var lookups =
        new Lookups(
            self,
            options,
            environment,
            network.blocking(environment),
            NOBODY,
            PrefixLimits.DEFAULT);
    return new BlockingClient(
        environment,
        operation -> {
          Key target = target(operation);
          return isWell(lookups.findNodes(target, start.apply(target), TIMEOUT, _ -> {}));
        },
        () -> {});
  }

  private static Client callbacks(
      Key self,
      LookupOptions options,
      MemoryNetwork network,
      Function<Key, ? extends List<Contact>> start) {
    EventLoopGroup group = NettyLoop.group(loops());
    List<Lane> lanes =
        IntStream.range(0, loops())
            .mapToObj(
                _ -> {
                  NettyLoop loop = new NettyLoop(group.next());
                  var lookups =
                      new CallbackLookups(self, options, loop, network.callbacks(loop), NOBODY);
                  return new Lane(loop, operation -> lookUp(lookups, start, operation));
                })
            .toList();
    return new CallbackClient(
        lanes, () -> group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly());
  }

  private static Future<Boolean> lookUp(
      CallbackLookups lookups, Function<Key, ? extends List<Contact>> start, Operation operation) {
    Key target = target(operation);
    return lookups.findNodes(target, start.apply(target), TIMEOUT, _ -> {}).map(Style::isWell);
  }

  private static Client futures(
      Key self,
      LookupOptions options,
      MemoryNetwork network,
      Function<Key, ? extends List<Contact>> start) {
    var lookups = new FutureLookups(self, options, new RealEnvironment(), network.futures());
    return new FutureClient(
        operation -> {
          Key target = target(operation);
          CompletableFuture<LookupResult> lookup =
              lookups.findNodes(target, start.apply(target), TIMEOUT);
          CompletableFuture<Boolean> well = lookup.thenApply(Style::isWell);
          well.whenComplete((_, _) -> lookup.cancel(true)); // a cancellation does not climb up
          return well;
        });
  }

  private static Key target(Operation operation) {
    if (operation instanceof Operation.Lookup(Key target)) {
      return target;
    }
    throw new IllegalArgumentException("a network in memory is only looked up in: " + operation);
  }

  static boolean isWell(LookupResult result) {
    return result instanceof LookupResult.Closest closest
        && closest.complete()
        && !closest.closest().isEmpty();
  }
}
