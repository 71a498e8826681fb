package dev.weft.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.admission.Refusal;
import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Sighting;
import dev.weft.runtime.Background;
import dev.weft.socket.SocketLine;
import dev.weft.tls.TlsIdentity;
import dev.weft.tls.TlsLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What TLS keeps out, over real sockets. */
class TcpSecureIT extends TcpFixture {

  private static final String REMEDY = "; start both with --insecure, or neither";

  private final Limits limits = new Limits();

  TcpSecureIT() {
    nodes.secure = true;
  }

  private static void isInsecure(RpcException.Refused refused) {
    assertThat(refused.code()).isEqualTo(RefusalCode.INSECURE);
  }

  @Test
  void whoDialsInTheClearHearsThatTlsIsSpoken() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    nodes.secure = false;
    TcpTransport client = nodes.client();
    assertThatThrownBy(() -> ping(client, server))
        .isInstanceOfSatisfying(RpcException.Refused.class, TcpSecureIT::isInsecure)
        .hasMessage("the node speaks TLS, and was dialled in the clear" + REMEDY);
    nodes.secure = true;
    assertThat(ping(nodes.client(), server)).isEqualTo(PONG);
  }

  @Test
  void whoDialsByTlsHearsThatNoneIsSpoken() throws Exception {
    nodes.secure = false;
    TcpTransport server = nodes.node(Nodes.PONG);
    nodes.secure = true;
    TcpTransport client = nodes.client();
    assertThatThrownBy(() -> ping(client, server))
        .isInstanceOfSatisfying(RpcException.Refused.class, TcpSecureIT::isInsecure)
        .hasMessage("the node speaks in the clear, and was dialled by TLS" + REMEDY);
    assertThatThrownBy(() -> client.identify(Nodes.contact(server).address(), LONG))
        .isInstanceOfSatisfying(RpcException.Refused.class, TcpSecureIT::isInsecure);
  }

  @Test
  void eachIsToldWhereTheOtherSeesIt() throws Exception {
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport client = nodes.client();
    List<Sighting> ofServer = new CopyOnWriteArrayList<>();
    List<Sighting> ofClient = new CopyOnWriteArrayList<>();
    server.onSighting(ofServer::add);
    client.onSighting(ofClient::add);
    ping(client, server);
    Background.until(() -> !ofServer.isEmpty());
    Contact to = Nodes.contact(server);
    InetAddress here = to.address().getAddress();
    assertThat(ofClient).containsExactly(new Sighting(to.key(), here, here, false));
    assertThat(ofServer).hasSize(1);
    assertThat(ofServer.getFirst().seen()).isEqualTo(here);
    assertThat(ofServer.getFirst().inbound()).isTrue();
  }

  @Test
  void inTheClearNobodyIsBelieved() throws Exception {
    nodes.secure = false;
    TcpTransport server = nodes.node(Nodes.PONG);
    TcpTransport client = nodes.client();
    List<Sighting> told = new CopyOnWriteArrayList<>();
    server.onSighting(told::add);
    client.onSighting(told::add);
    ping(client, server);
    ping(client, server);
    assertThat(told).isEmpty();
  }

  @Test
  void garbageInPlaceOfTlsCostsTheConnection() throws Exception {
    TcpTransport node = nodes.node(Nodes.PONG);
    RawPeer peer = nodes.stranger(node);
    peer.send("GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
    Background.until(() -> Nodes.refused(node, Refusal.UNREADABLE) == 1);
    assertThat(ping(nodes.client(), node)).isEqualTo(PONG);
  }

  @Test
  void whoKnowsAKeyButNotItsSecretIsNotCalled() throws Exception {
    Identity known = nodes.identity();
    Identity impostor = nodes.identity();
    TcpTransport client = nodes.client();
    try (ServerSocket server = Nodes.server()) {
      var call = Background.of(() -> client.call(Nodes.at(server, known.key()), PING, LONG));
      TlsLine line =
          TlsLine.accepted(SocketLine.accepted(server.accept()), TlsIdentity.of(impostor));
      line.open();
      assertThat(line.in().read()).as("nothing is said to it").isNegative();
      assertThat(call.failure())
          .isInstanceOf(RpcException.Unreachable.class)
          .hasMessageContaining("is not the node that it was dialled as");
    }
  }

  @Test
  void halfOpenHandshakesAreLimitedAndEndInTime() throws Exception {
    limits.handshakeTime = Duration.ofMillis(500);
    limits.handshakes = 1;
    TcpTransport node = nodes.node(Nodes.PONG, limits);
    RawPeer silent = nodes.stranger(node);
    silent.send(new byte[] {TlsLine.FIRST_BYTE});
    RawPeer another = nodes.stranger(node);
    assertThat(another.isCutOff()).isTrue();
    assertThat(silent.isCutOff()).isTrue();
    Background.until(() -> Nodes.refused(node, Refusal.HANDSHAKE_TIME) == 1);
    assertThat(Nodes.refused(node, Refusal.HANDSHAKES)).isOne();
    assertThat(ping(nodes.client(), node)).isEqualTo(PONG);
  }

  @Test
  void closingEndsAHandshake() throws Exception {
    TcpTransport client = nodes.client();
    try (ServerSocket server = Nodes.server()) {
      var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
      var contact = new Contact(nodes.identity().key(), address);
      var call = Background.of(() -> client.call(contact, PING, LONG));
      server.accept().getInputStream().read();
      client.close();
      assertThat(call.failure()).isInstanceOf(RpcException.Unsent.class);
    }
  }
}
