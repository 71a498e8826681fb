package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.runtime.Background;
import dev.weft.sim.Simulated;
import dev.weft.socket.Line;
import dev.weft.socket.MemoryLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of links when an address of the machine is gone. */
class DrogulusCutOffTest extends Simulated {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Duration LONG = Duration.ofSeconds(5);

  private final RsaIdentity other = Vectors.identity(1);
  private final Contact to = new Contact(other.key(), new InetSocketAddress(HERE, 1));
  private final List<MemoryLine> dialled = new ArrayList<>();
  private InetAddress local = HERE;
  private final DrogulusTransport transport =
      DrogulusTransport.over(environment, Vectors.identity(0), 4, Optional.empty(), this::dial);

  private Line dial(InetSocketAddress address) {
    MemoryLine[] lines = MemoryLine.pair(address.getAddress());
    lines[0].local = local;
    dialled.add(lines[1]);
    return lines[0];
  }

  private void meet() throws Exception {
    Background<Contact> meeting =
        Background.of(environment, () -> transport.identify(to.address(), LONG));
    settle();
    RawPeer peer = RawPeer.on(dialled.getLast(), other, 1);
    peer.answer(peer.receive(), new DrogulusMessage.Nodes(List.of()));
    assertThat(meeting.result()).isEqualTo(to);
  }

  @AfterEach
  void end() {
    transport.close();
  }

  @Test
  void linksFromAnAddressThatIsGoneAreClosed() throws Exception {
    meet();
    assertThat(transport.cutOff(new HashSet<>(List.of(HERE)))).isZero();
    assertThat(transport.connections()).isOne();
    assertThat(transport.cutOff(new HashSet<>())).isOne();
    settle();
    assertThat(transport.connections()).isZero();
  }

  @Test
  void aLinkThatIsNotOpenYetIsNotClosedForItsAddress() throws Exception {
    local = InetAddress.ofLiteral("0.0.0.0");
    meet();
    assertThat(transport.cutOff(new HashSet<>())).isZero();
  }
}
