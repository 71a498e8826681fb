package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Crew;
import dev.weft.sim.Simulated;
import dev.weft.socket.Line;
import dev.weft.socket.MemoryLine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Links over lines in memory, and what they tell. After each test nothing may be left of them. */
abstract class LinkFixture extends Simulated {

  static final Duration LONG = Duration.ofSeconds(20);
  static final Key KEY = Key.of("a key");
  static final DrogulusMessage FIND = new DrogulusMessage.FindNode(KEY);
  static final RpcException OVER = new RpcException.Unsent("the test is over");

  /** What a listener does with a message. */
  interface Taker {
    void take(SealedMessage message) throws InterruptedException;
  }

  final RsaIdentity self = Vectors.identity(0);
  final RsaIdentity other = Vectors.identity(1);
  final MemoryLine[] lines = MemoryLine.pair(InetAddress.getLoopbackAddress());
  final RawPeer peer = RawPeer.on(lines[1], other, 1909);
  final LargeFrames large = new LargeFrames();
  final List<SealedMessage> received = new ArrayList<>();
  final List<RpcException> ended = new ArrayList<>();
  Crew crew = new Crew(environment);
  Taker taker = received::add;

  final Link.Listener listener =
      new Link.Listener() {
        @Override
        public void received(Link link, SealedMessage message) throws InterruptedException {
          taker.take(message);
        }

        @Override
        public void ended(Link link, RpcException reason) {
          ended.add(reason);
        }
      };

  Link link(Line line) {
    return new Link(
        environment,
        crew,
        line,
        new DrogulusCodec(new PublicKeys()),
        large,
        (_, _) -> {},
        listener);
  }

  /** A link that is connected. */
  Link open() throws Exception {
    Link link = link(lines[0]);
    link.start();
    link.awaitOpen(LONG);
    return link;
  }

  SealedMessage said(DrogulusMessage message) {
    return peer.message(self.publicKey(), message);
  }

  /** A message whose frame is long. */
  SealedMessage longOne() {
    JsonValue value = JsonValue.of("x".repeat(LargeFrames.LONG));
    return said(new DrogulusMessage.Store(DrogulusItem.sign(other, "name", value, 1, 0)));
  }

  @AfterEach
  void nothingIsLeft() {
    lines[0].close();
    crew.close();
    assertThat(large.late(Duration.ofSeconds(-1), environment.nanoTime())).isEmpty();
  }
}
