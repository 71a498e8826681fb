package dev.weft.node;

import static dev.weft.node.World.LONG;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupListener;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Seeds whose hosts have several addresses, by a resolver that is scripted. */
class SeedAddressesTest extends NodeFixture {

  private static final Seed SEED = Seed.parse("seeds.example");

  private final Map<Seed, List<InetSocketAddress>> hosts = new HashMap<>();
  private final Queue<InetSocketAddress> dialled = new ConcurrentLinkedQueue<>();
  private final Contact self = World.contact(Key.of("self"), 900);
  private Transport transport;
  private RoutingActor routing;
  private Joining joining;

  /** Notes who is dialled. */
  private final class Noting extends ForwardingTransport {
    Noting(Transport transport) {
      super(transport);
    }

    @Override
    public Contact identify(InetSocketAddress address, Duration timeout)
        throws RpcException, InterruptedException {
      dialled.add(address);
      return super.identify(address, timeout);
    }

    @Override
    public Response call(Contact to, Request request, Duration timeout)
        throws RpcException, InterruptedException {
      return transport.call(to, request, timeout);
    }
  }

  private static final class Unwatched implements LookupListener {
    @Override
    public void lied(Contact peer, String what) {}

    @Override
    public void leftWaiting(Contact peer) {}
  }

  @BeforeEach
  void aNodeThatLooksForFourOthers() throws InterruptedException {
    world.of(4);
    transport = new Noting(world.network.transport(self));
    Probe probe = new Probe(transport, LONG);
    routing =
        RoutingActor.start(environment, self.key(), RoutingOptions.defaults(), probe, _ -> {});
    Lookups lookups =
        new Lookups(
            self.key(),
            world.options.lookup(),
            environment,
            transport,
            new Unwatched(),
            PrefixLimits.DEFAULT);
    joining =
        new Joining(
            world.options, self.key(), environment, transport, routing, lookups, this::resolve);
  }

  @AfterEach
  void close() {
    transport.close();
    routing.close();
  }

  private List<InetSocketAddress> resolve(Seed seed) throws UnknownHostException {
    if (!hosts.containsKey(seed)) {
      throw new UnknownHostException(seed.host());
    }
    return hosts.get(seed);
  }

  private static InetSocketAddress nobody(int number) {
    return World.contact(Key.of("nobody"), 1_000 + number).address();
  }

  private InetSocketAddress peer(int number) {
    return world.peers.get(number).contact().address();
  }

  private boolean join(Seed... seeds) throws InterruptedException {
    return joining.join(List.of(seeds), List.of(), Duration.ofSeconds(1));
  }

  @Test
  void allAddressesOfANameAreDialledAtOnceAndTheFirstThatAnswersIsEnough()
      throws InterruptedException {
    Contact silent = world.alone().contact();
    world.network.health(silent, Health.SILENT);
    hosts.put(SEED, List.of(nobody(0), silent.address(), peer(1), nobody(1)));
    Duration began = environment.elapsed();
    assertThat(join(SEED)).isTrue();
    assertThat(environment.elapsed().minus(began)).isLessThan(Duration.ofSeconds(3));
    assertThat(dialled).containsExactlyInAnyOrder(nobody(0), silent.address(), peer(1), nobody(1));
  }

  @Test
  void othersThatAnswerAreKept() throws InterruptedException {
    hosts.put(SEED, List.of(peer(0), peer(1), peer(2)));
    world.network.intercept(
        (from, to, request, network) ->
            request instanceof Request.FindNode ? new Response.Nodes(List.of()) : network.call());
    assertThat(join(SEED)).isTrue();
    assertThat(routing.snapshot().size()).isEqualTo(3);
  }

  @Test
  void ofVeryManyAddressesSixteenAreDialled() throws InterruptedException {
    hosts.put(SEED, range(0, 40).mapToObj(SeedAddressesTest::nobody).toList());
    assertThat(joining.tryOnce(List.of(SEED), List.of(), LONG)).isFalse();
    assertThat(dialled).hasSize(16);
    assertThat(joining.unanswered()).containsOnlyKeys(SEED);
  }

  @Test
  void ofVeryManySeedsEachIsAskedInItsTurn() throws InterruptedException {
    List<Seed> seeds = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      seeds.add(Seed.parse("h" + i));
      hosts.put(seeds.get(i), List.of(i == 119 ? peer(0) : nobody(i)));
    }
    assertThat(join(seeds.toArray(Seed[]::new))).isTrue();
    assertThat(dialled).hasSize(120);
  }

  @Test
  void aNameThatIsNoneIsToldAndTheOthersAreUsed() throws InterruptedException {
    Seed good = Seed.parse("good.example");
    assertThat(join(SEED)).isFalse();
    assertThat(joining.unanswered()).containsEntry(SEED, "there is no host of this name");
    hosts.put(good, List.of(peer(0)));
    assertThat(join(SEED, good)).isTrue();
  }
}
