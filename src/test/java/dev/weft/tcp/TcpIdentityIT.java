package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.FreePort;
import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Who is who: what nodes say of themselves, and whom they reach. */
class TcpIdentityIT extends TcpFixture {

  private final Samples samples = new Samples(5);

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
    assertThat(one.counts().connections()).isOne();
    assertThat(two.counts().connections()).isOne();
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
  void whoIsNotTheOneThatWasDialledIsNotAsked() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport client = nodes.client();
    var wrong = new Contact(samples.key(), Nodes.contact(server).address());
    assertThatThrownBy(() -> client.call(wrong, PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("not the node that it was dialled as");
    assertThat(client.counts().connections()).isZero();
    assertThat(ping(client, server)).isEqualTo(PONG);
  }

  @Test
  void whoIsKnownIsNotThereForAnAddressThatSomebodyHasMadeUp() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport other = nodes.node(Nodes.PONG);
    TcpTransport client = nodes.client();
    assertThat(ping(client, server)).isEqualTo(PONG);
    var wrong = new Contact(Nodes.contact(server).key(), Nodes.contact(other).address());
    assertThatThrownBy(() -> client.call(wrong, PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("not the node that it was dialled as");
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
    Background.until(() -> client.counts().connections() == 1);
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
    Contact contact = new Contact(nodes.identity().key(), Nodes.loopback(FreePort.find()));
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
    InetSocketAddress address = Nodes.loopback(FreePort.find());
    TcpTransport before = nodes.open(identity, TcpOptions.node(address));
    before.serve(Nodes.PONG);
    TcpTransport client = nodes.client();
    assertThat(ping(client, before)).isEqualTo(PONG);
    before.close();
    FreePort.awaitFree(address.getPort());
    TcpTransport after = nodes.open(identity, TcpOptions.node(address));
    after.serve(Nodes.PONG);
    assertThat(ping(client, after)).isEqualTo(PONG);
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheRemedy() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    InetSocketAddress taken = Nodes.contact(server).address();
    assertThatThrownBy(() -> nodes.open(nodes.identity(), TcpOptions.node(taken)))
        .isInstanceOf(BindException.class)
        .hasMessageMatching("cannot listen on [\\w.]+:" + taken.getPort() + ": .*")
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
