package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpTransportIT {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Request PING = new Request.Ping();
  private static final Response PONG = new Response.Pong();

  private final Nodes nodes = new Nodes();
  private final Samples samples = new Samples(5);

  @AfterEach
  void nothingIsLeft() throws IOException {
    nodes.close();
  }

  private static Response ping(TcpTransport from, TcpTransport to) throws Exception {
    return from.call(Nodes.contact(to), PING, LONG);
  }

  @Test
  void everyKindOfRequestIsAnswered() throws Exception {
    var item = samples.item();
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
                });
    TcpTransport client = nodes.client();
    Contact to = Nodes.contact(server);
    assertThat(client.call(to, PING, LONG)).isEqualTo(PONG);
    assertThat(client.call(to, new Request.FindNode(samples.key()), LONG)).isEqualTo(found);
    assertThat(client.call(to, new Request.FindValue(samples.key()), LONG))
        .isEqualTo(new Response.Values(List.of(item)));
    assertThat(client.call(to, new Request.Store(item), LONG)).isEqualTo(new Response.Stored());
    TcpStats stats = client.stats();
    assertThat(stats.connections()).isOne();
    assertThat(stats.framesOut()).isEqualTo(5);
    assertThat(stats.framesIn()).isEqualTo(5);
    assertThat(stats.bytesIn()).isPositive();
    assertThat(stats.bytesOut()).isPositive();
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
    assertThat(client.stats().connections()).isOne();
    assertThat(server.stats().connections()).isOne();
  }

  @Test
  void aConnectionIsUsedInBothDirectionsAndTellsWhoCalls() throws Exception {
    BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
    TcpTransport one =
        nodes.node(
            (from, request) -> {
              callers.add(from);
              return PONG;
            });
    TcpTransport two =
        nodes.node(
            (from, request) -> {
              callers.add(from);
              return PONG;
            });
    ping(one, two);
    assertThat(callers.take()).isEqualTo(Caller.node(Nodes.contact(one)));
    ping(two, one);
    assertThat(callers.take()).isEqualTo(Caller.node(Nodes.contact(two)));
    assertThat(one.stats().connections()).isOne();
    assertThat(two.stats().connections()).isOne();
  }

  @Test
  void aClientIsInNobodysTable() throws Exception {
    BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
    TcpTransport server =
        nodes.node(
            (from, request) -> {
              callers.add(from);
              return PONG;
            });
    Identity identity = nodes.identity();
    TcpTransport client = nodes.open(identity, TcpOptions.client());
    ping(client, server);
    assertThat(callers.take()).isEqualTo(Caller.client(identity.key()));
    assertThat(client.self()).isEmpty();
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
      TestEnvironment.until(() -> one.stats().connections() == 1 && two.stats().connections() == 1);
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
    assertThat(client.stats().connections()).isOne();
    assertThat(server.stats().shed()).isZero();
  }

  @Test
  void closingEndsPendingCallsAndInterruptsHandlersAndFreesThePort() throws Exception {
    var asked = new CountDownLatch(1);
    TcpTransport server =
        nodes.node(
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
    Contact self = Nodes.contact(server);
    server.close();
    server.close();
    nodes.open(nodes.identity(), TcpOptions.node(self.address()));
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
  void whoIsNotTheOneThatWasDialledIsNotAsked() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport client = nodes.client();
    var wrong = new Contact(samples.key(), Nodes.contact(server).address());
    assertThatThrownBy(() -> client.call(wrong, PING, LONG))
        .isInstanceOf(RpcException.Misbehaved.class)
        .hasMessageContaining("not the node that it was dialled as");
    assertThat(client.stats().connections()).isZero();
    assertThat(ping(client, server)).isEqualTo(PONG);
  }

  @Test
  void anotherNetworkRefusesInASentence() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport client =
        nodes.open(nodes.identity(), TcpOptions.client().withNetwork("elsewhere"));
    assertThatThrownBy(() -> ping(client, server))
        .isInstanceOfSatisfying(
            RpcException.Refused.class,
            e -> assertThat(e.code()).isEqualTo(RefusalCode.OTHER_NETWORK))
        .hasMessage("the node belongs to the network \"weft\", and not to \"elsewhere\"");
  }

  @Test
  void aNodeIsIdentifiedByItsAddress() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport client = nodes.client();
    Contact contact = client.identify(Nodes.contact(server).address(), LONG);
    assertThat(contact).isEqualTo(Nodes.contact(server));
    assertThat(client.identify(contact.address(), LONG)).isEqualTo(contact);
    assertThat(ping(client, server)).isEqualTo(PONG);
    TestEnvironment.until(() -> client.stats().connections() == 1);
  }

  @Test
  void aNodeRecognizesItself() throws Exception {
    TcpTransport node = nodes.node(Nodes.PONG);
    assertThatThrownBy(() -> node.identify(Nodes.contact(node).address(), LONG))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessageContaining("is this node itself");
    assertThatThrownBy(() -> ping(node, node)).isInstanceOf(RpcException.Unsent.class);
  }

  @Test
  void whereNobodyListensNobodyIsReached() throws Exception {
    TcpTransport gone = nodes.node(Nodes.PONG);
    Contact contact = Nodes.contact(gone);
    gone.close();
    TcpTransport client = nodes.client();
    assertThatThrownBy(() -> client.call(contact, PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("cannot connect");
    assertThatThrownBy(() -> client.identify(contact.address(), LONG))
        .isInstanceOf(RpcException.Unreachable.class);
    var nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1908);
    assertThatThrownBy(() -> client.identify(nowhere, LONG))
        .isInstanceOf(RpcException.Unreachable.class);
  }

  @Test
  void aPeerThatWasStartedAnewIsReachedAtOnce() throws Exception {
    Identity identity = nodes.identity();
    TcpTransport before = nodes.open(identity, TcpOptions.node(Nodes.loopback(0)));
    before.serve(Nodes.PONG);
    TcpTransport client = nodes.client();
    assertThat(ping(client, before)).isEqualTo(PONG);
    before.close();
    InetSocketAddress address = Nodes.contact(before).address();
    TcpTransport after = nodes.open(identity, TcpOptions.node(address));
    after.serve(Nodes.PONG);
    assertThat(ping(client, after)).isEqualTo(PONG);
  }

  @Test
  void whoDoesNotServeYetIsBusy() throws Exception {
    TcpTransport server = nodes.open(nodes.identity(), TcpOptions.node(Nodes.loopback(0)));
    TcpTransport client = nodes.client();
    assertThatThrownBy(() -> ping(client, server))
        .isInstanceOfSatisfying(
            RpcException.Refused.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BUSY));
    assertThat(server.stats().refused()).isOne();
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheRemedy() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    InetSocketAddress taken = Nodes.contact(server).address();
    assertThatThrownBy(() -> nodes.open(nodes.identity(), TcpOptions.node(taken)))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("choose another port than " + taken.getPort());
  }

  @Test
  void whatANodeSaysOfItself() throws Exception {
    var everywhere = TcpOptions.node(new InetSocketAddress(0));
    TcpTransport wildcard = nodes.open(nodes.identity(), everywhere);
    InetSocketAddress local = Nodes.contact(wildcard).address();
    assertThat(local.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    assertThat(local.getPort()).isPositive();

    var host = InetAddress.getByName("192.0.2.7");
    var forwarded = everywhere.withAdvertised(new InetSocketAddress(host, 4242));
    TcpTransport behind = nodes.open(nodes.identity(), forwarded);
    assertThat(Nodes.contact(behind).address()).isEqualTo(new InetSocketAddress(host, 4242));

    var samePort = everywhere.withAdvertised(new InetSocketAddress(host, 0));
    TcpTransport reached = nodes.open(nodes.identity(), samePort);
    assertThat(Nodes.contact(reached).address().getPort()).isPositive();

    BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
    TcpTransport server =
        nodes.node(
            (from, request) -> {
              callers.add(from);
              return PONG;
            });
    ping(behind, server);
    assertThat(callers.take()).isEqualTo(Caller.node(Nodes.contact(behind)));
  }
}
