package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.FreePort;
import dev.weft.admission.Refusal;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.TransportCounts;
import dev.weft.runtime.Background;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Calls between nodes. */
class TcpTransportIT extends TcpFixture {

  private final Samples samples = new Samples(5);

  private static final Cursor CURSOR = new Cursor(7, 8);
  private static final Request.Watch WATCH =
      new Request.Watch(Key.of("watched"), true, Cursor.NONE, Duration.ofSeconds(1));

  @Test
  void everyKindOfRequestIsAnswered() throws Exception {
    var item = samples.item();
    var record = samples.announcement();
    var found = new Response.Nodes(List.of(samples.contact()));
    TcpTransport server =
        nodes.node(
            (from, request) ->
                switch (request) {
                  case Request.Ping _, Request.Leave _ -> PONG;
                  case Request.FindNode _ -> found;
                  case Request.FindValue _ -> new Response.Values(List.of(item));
                  case Request.Store store -> {
                    assertThat(store.item()).isEqualTo(item);
                    yield new Response.Stored();
                  }
                  case Request.Announce announce -> {
                    assertThat(announce.record()).isEqualTo(record);
                    yield new Response.Stored();
                  }
                  case Request.Watch watch -> {
                    assertThat(watch).isEqualTo(WATCH);
                    yield new Response.Changed(CURSOR, List.of(new Provider(record, false)));
                  }
                  case Request.FindProviders find -> {
                    assertThat(find.after()).contains(record.owner());
                    yield new Response.Providers(1, List.of(new Provider(record, true)), List.of());
                  }
                });
    TcpTransport client = nodes.client();
    Contact to = Nodes.contact(server);
    assertThat(client.call(to, PING, LONG)).isEqualTo(PONG);
    assertThat(client.call(to, new Request.FindNode(samples.key()), LONG)).isEqualTo(found);
    assertThat(client.call(to, new Request.FindValue(samples.key()), LONG))
        .isEqualTo(new Response.Values(List.of(item)));
    assertThat(client.call(to, new Request.Store(item), LONG)).isEqualTo(new Response.Stored());
    assertThat(client.call(to, new Request.Announce(record), LONG))
        .isEqualTo(new Response.Stored());
    Request find = new Request.FindProviders(record.topic(), 9, record.owner());
    assertThat(client.call(to, find, LONG))
        .isEqualTo(new Response.Providers(1, List.of(new Provider(record, true)), List.of()));
    assertThat(client.call(to, WATCH, LONG))
        .isEqualTo(new Response.Changed(CURSOR, List.of(new Provider(record, false))));
    TransportCounts stats = client.counts();
    assertThat(stats.connections()).isOne();
    assertThat(stats.framesOut()).isEqualTo(8);
    assertThat(stats.framesIn()).isEqualTo(8);
    assertThat(stats.bytesIn()).isPositive();
    assertThat(stats.bytesOut()).isPositive();
  }

  @Test
  void anAddressThatWasFoundIsItsOwnUnlessOneIsConfigured() throws Exception {
    List<InetAddress> found = List.of(InetAddress.ofLiteral("5.6.7.8"));
    TcpTransport node = nodes.node(Nodes.PONG);
    int port = Nodes.contact(node).address().getPort();
    node.advertise(found);
    assertThat(Nodes.contact(node).address()).isEqualTo(new InetSocketAddress("5.6.7.8", port));
    node.advertise(List.of());
    assertThat(Nodes.contact(node).address()).isEqualTo(Nodes.loopback(port));

    TcpTransport client = nodes.client();
    client.advertise(found);
    assertThat(client.self()).isEmpty();
    var configured = new InetSocketAddress(InetAddress.ofLiteral("7.7.7.7"), 7);
    TcpTransport told =
        nodes.open(nodes.identity(), TcpOptions.node(Nodes.loopback(0)).withAdvertised(configured));
    told.advertise(found);
    assertThat(Nodes.contact(told).address()).isEqualTo(configured);
  }

  @Test
  void connectionsFromAnAddressThatIsGoneAreClosedAndTheNextCallMakesAnother() throws Exception {
    TcpTransport server = nodes.node((from, request) -> PONG);
    TcpTransport client = nodes.client();
    assertThat(ping(client, server)).isEqualTo(PONG);
    assertThat(client.cutOff(new HashSet<>(List.of(InetAddress.getLoopbackAddress())))).isZero();
    assertThat(client.counts().connections()).isOne();
    assertThat(client.cutOff(Set.of())).isOne();
    assertThat(client.counts().connections()).isZero();
    assertThat(ping(client, server)).isEqualTo(PONG);
  }

  @Test
  void manyCallsAreUnderWayOnOneConnection() throws Exception {
    var all = new CyclicBarrier(200);
    TcpTransport server =
        nodes.node(
            (from, request) -> {
              try {
                all.await();
              } catch (BrokenBarrierException e) {
                throw new AssertionError(e);
              }
              return PONG;
            });
    TcpTransport client = nodes.client();
    var calls = new ArrayList<Background<Response>>();
    for (int i = 0; i < 200; i++) {
      calls.add(Background.of(() -> ping(client, server)));
    }
    for (Background<Response> call : calls) {
      assertThat(call.result()).isEqualTo(PONG);
    }
    assertThat(client.counts().connections()).isOne();
    assertThat(server.counts().connections()).isOne();
  }

  @Test
  void nodesThatDialEachOtherAtOnceKeepOneConnection() throws Exception {
    for (int round = 0; round < 20; round++) {
      TcpTransport one = nodes.node(Nodes.PONG);
      TcpTransport two = nodes.node(Nodes.PONG);
      var start = new CyclicBarrier(2);
      var there =
          Background.of(
              () -> {
                start.await();
                return ping(one, two);
              });
      var back =
          Background.of(
              () -> {
                start.await();
                return ping(two, one);
              });
      assertThat(there.result()).isEqualTo(PONG);
      assertThat(back.result()).isEqualTo(PONG);
      Background.until(() -> one.counts().connections() == 1 && two.counts().connections() == 1);
      assertThat(ping(one, two)).isEqualTo(PONG);
      assertThat(ping(two, one)).isEqualTo(PONG);
    }
  }

  @Test
  void aCallThatTimesOutOrIsInterruptedLeavesTheConnectionUsable() throws Exception {
    var asked = new CountDownLatch(2);
    var go = new CountDownLatch(1);
    TcpTransport server =
        nodes.node(
            (from, request) -> {
              if (request instanceof Request.FindNode) {
                asked.countDown();
                go.await();
                return new Response.Nodes(List.of());
              }
              return PONG;
            });
    TcpTransport client = nodes.client();
    Contact to = Nodes.contact(server);
    var slow = new Request.FindNode(samples.key());
    ping(client, server);
    assertThatThrownBy(() -> client.call(to, slow, Duration.ofMillis(5)))
        .isInstanceOf(RpcException.Timeout.class);
    var interrupted = Background.of(() -> client.call(to, slow, LONG));
    asked.await();
    interrupted.interrupt();
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    go.countDown();
    assertThat(ping(client, server)).isEqualTo(PONG);
    assertThat(client.counts().connections()).isOne();
    assertThat(server.refusals()).isEmpty();
  }

  @Test
  void closingEndsPendingCallsAndInterruptsHandlersAndFreesThePort() throws Exception {
    var asked = new CountDownLatch(1);
    var address = Nodes.loopback(FreePort.find());
    TcpTransport server = nodes.open(nodes.identity(), TcpOptions.node(address));
    server.serve(
        (from, request) -> {
          asked.countDown();
          new CountDownLatch(1).await();
          return PONG;
        });
    TcpTransport client = nodes.client();
    var call = Background.of(() -> ping(client, server));
    asked.await();
    client.close();
    assertThat(call.failure()).isInstanceOf(RpcException.Unsent.class);
    assertThatThrownBy(() -> ping(client, server)).isInstanceOf(RpcException.Unsent.class);
    server.close();
    server.close();
    FreePort.awaitFree(address.getPort());
    nodes.open(nodes.identity(), TcpOptions.node(address));
  }

  @Test
  void aHandlerMayCloseItsTransport() throws Exception {
    var itself = new CompletableFuture<TcpTransport>();
    TcpTransport server =
        nodes.node(
            (from, request) -> {
              itself.join().close();
              return PONG;
            });
    itself.complete(server);
    TcpTransport client = nodes.client();
    assertThatThrownBy(() -> ping(client, server)).isInstanceOf(RpcException.Unreachable.class);
  }

  @Test
  void whoDoesNotServeYetIsBusy() throws Exception {
    TcpTransport server = nodes.open(nodes.identity(), TcpOptions.node(Nodes.loopback(0)));
    TcpTransport client = nodes.client();
    assertThatThrownBy(() -> ping(client, server))
        .isInstanceOfSatisfying(
            RpcException.Refused.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BUSY));
    assertThat(Nodes.refused(server, Refusal.NOT_SERVING)).isOne();
  }

  @Test
  void aTimeOutMayBeBeyondAllNanoseconds() throws Exception {
    Contact to = Nodes.contact(nodes.node(Nodes.PONG));
    TcpTransport client = nodes.client();
    var forever = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(client.identify(to.address(), forever)).isEqualTo(to);
    assertThat(client.call(to, PING, forever)).isEqualTo(PONG);
    TcpTransport stranger = nodes.client();
    assertThat(stranger.call(to, PING, forever)).isEqualTo(PONG);
  }

  @Test
  void aTimeOutThatPassedBeforeAllNanosecondsHasPassed() throws Exception {
    try (ServerSocket silent = Nodes.server()) {
      TcpTransport client = nodes.client();
      Contact to = Nodes.at(silent, samples.key());
      assertThatThrownBy(() -> client.call(to, PING, Duration.ofSeconds(Long.MIN_VALUE)))
          .isInstanceOf(RpcException.Timeout.class);
    }
  }

  @Test
  void aConnectionThatIsIdleIsClosedAndMadeAgainWhenItIsNeeded() throws Exception {
    var limits = new Limits();
    limits.idle = Duration.ofMillis(40);
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport client = nodes.client(limits);
    for (int i = 0; i < 3; i++) {
      assertThat(ping(client, server)).isEqualTo(PONG);
      Background.until(() -> server.counts().connections() == 0);
    }
    assertThat(client.refusals()).isEmpty();
  }
}
