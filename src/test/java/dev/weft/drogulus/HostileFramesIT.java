package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.netstring.Netstring;
import dev.weft.runtime.Background;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no frame, or no message, or too much of them: it costs a connection, never the node. */
class HostileFramesIT extends HostileFixture {

  private DrogulusTransport node;
  private RsaPublicKey key;
  private RawPeer peer;
  private byte[] frame;

  @BeforeEach
  void connect() throws Exception {
    node = node(NONE_KNOWN);
    key = Vectors.identity(0).publicKey();
    peer = stranger(contact(node).address(), 7);
    frame = find(peer).frame();
  }

  private SealedMessage find(RawPeer from) {
    return from.message(key, new DrogulusMessage.FindNode(key.id()));
  }

  private void assertAnswered(RawPeer asking) throws Exception {
    assertThat(asking.receive().message()).isEqualTo(NOBODY);
  }

  /** What there is of a peer has no effect on others. */
  private void assertOthersAreServed() throws Exception {
    RawPeer another = stranger(contact(node).address(), 7);
    another.send(find(another));
    assertAnswered(another);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void aLengthMayComeInParts() throws Exception {
    peer.send(Arrays.copyOf(frame, 2));
    Background.until(() -> node.connections() == 1);
    peer.send(Arrays.copyOfRange(frame, 2, 4));
    peer.send(Arrays.copyOfRange(frame, 4, frame.length - 1));
    peer.send(Arrays.copyOfRange(frame, frame.length - 1, frame.length));
    assertAnswered(peer);
  }

  @Test
  void textThatIsNotAsciiMayBeCutAnywhere() throws Exception {
    String json = new String(frame, ISO_8859_1);
    String body = json.substring(json.indexOf(':') + 1, json.length() - 1);
    byte[] payload = ("{\"more\":\"é\u20ac\"," + body.substring(1)).getBytes(UTF_8);
    byte[] odd = Netstring.frame(payload.length, out -> out.put(payload));
    for (byte each : odd) {
      peer.send(new byte[] {each});
    }
    assertAnswered(peer);
  }

  @Test
  void beforeItsCommaAMessageIsNotTakenAndWithoutItNever() throws Exception {
    peer.send(Arrays.copyOf(frame, frame.length - 1));
    peer.send(bytes("x"));
    assertThat(peer.receive()).as("an answer").isNull();
    assertOthersAreServed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":,",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "12582913:",
        "99999999999999999999",
        "+5:hello,",
        "-5:hello,",
        " 5:hello,",
        "5 :hello,",
        "0x5:hello,",
        "5:hello,\n",
        "000000000000000000000000000000005:hello,",
        "4:\u00ff\u00fe{},",
        "\u00d9\u00a5:hello,"
      })
  void whatIsNoFrameCostsTheConnection(String garbage) throws Exception {
    peer.send(bytes(garbage));
    assertThat(peer.isCutOff()).isTrue();
    assertOthersAreServed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0:,",
        "005:hello,",
        "2:{},",
        "2:[],",
        "4:null,",
        "16:{\"message\":\"ok\"},",
        "4:{}{},",
        "24:[[[[[[[[[[[[[[[[[[[[[[[[,"
      })
  void whatIsNoMessageIsIgnored(String junk) throws Exception {
    peer.send(bytes(junk));
    peer.send(frame);
    assertAnswered(peer);
  }

  @Test
  void aFloodOfJunkCostsTheConnection() throws Exception {
    peer.send(bytes("2:{},".repeat(Link.MOST_BAD)));
    peer.send(frame);
    assertAnswered(peer);
    peer.send(bytes("2:{},"));
    assertThat(peer.isCutOff()).isTrue();
    assertOthersAreServed();
  }

  @Test
  void aFloodOfSealsThatDoNotFitCostsTheConnection() throws Exception {
    SealedMessage good = find(peer);
    var forged =
        new SealedMessage(good.envelope(), good.message(), good.sealed(), find(peer).seal());
    try {
      for (int i = 0; i <= Link.MOST_BAD; i++) {
        peer.send(forged);
      }
    } catch (IOException _) {
      // Cut off already.
    }
    assertThat(peer.isCutOff()).isTrue();
    assertOthersAreServed();
  }

  @Test
  void deepAndManyValuesAreIgnored() throws Exception {
    for (String odd : List.of("[".repeat(100_000), "{\"a\":[" + "1,".repeat(300_000) + "1]}")) {
      peer.send(frame(odd));
    }
    peer.send(frame);
    assertAnswered(peer);
  }

  @Test
  void whoNeverSaysAnythingGenuineIsCutOffAndWhoDidIsNot() throws Exception {
    peer.send(frame);
    assertAnswered(peer);
    RawPeer mute = stranger(contact(node).address(), 7);
    mute.send(mute.message(Vectors.identity(9).publicKey(), OK));
    Background.until(() -> node.connections() == 2);
    environment.forward(Links.ACQUAINTANCE);
    assertThat(mute.isCutOff()).isTrue();
    peer.send(frame);
    assertAnswered(peer);
  }

  @Test
  void framesThatAreHugeAndSlowHoldUpNobodyAndAreCutOff() throws Exception {
    byte[] part = new byte[8 + 2 * LargeFrames.LONG];
    Arrays.fill(part, (byte) ' ');
    System.arraycopy(bytes("12582912:"), 0, part, 0, 9);
    var slow = new ArrayList<RawPeer>();
    for (int i = 0; i < LargeFrames.MOST; i++) {
      RawPeer each = again(contact(node).address(), peer, 7);
      each.send(frame);
      assertAnswered(each);
      each.send(part);
      slow.add(each);
    }
    assertOthersAreServed();
    Background.until(
        () -> {
          try {
            RawPeer more = again(contact(node).address(), peer, 7);
            more.send(part);
            return more.isCutOff();
          } catch (IOException _) {
            return true;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    environment.forward(Links.LONG_FRAME.plusSeconds(1));
    for (RawPeer each : slow) {
      assertThat(each.isCutOff()).isTrue();
    }
    assertOthersAreServed();
  }

  @Test
  void aFrameOfTheLongestIsTaken() throws Exception {
    String json = new String(frame, ISO_8859_1);
    String body = json.substring(json.indexOf(':') + 1, json.length() - 1);
    String padding = " ".repeat(DrogulusCodec.MAX_PAYLOAD - body.length());
    peer.send(frame(padding + body));
    assertAnswered(peer);
  }
}
