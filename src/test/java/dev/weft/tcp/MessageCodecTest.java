package dev.weft.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

  private final Samples samples = new Samples(1);

  private static Message read(byte[] bytes) throws MalformedException {
    return MessageCodec.read(ByteBuffer.wrap(bytes));
  }

  private static Message again(Message message) throws MalformedException {
    return read(MessageCodec.encode(message));
  }

  private static byte[] body(int type, byte... body) {
    return ByteBuffer.allocate(9 + body.length).put((byte) type).putLong(7).put(body).array();
  }

  private static void refuses(byte[] bytes, String why) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aFrameHoldsAMessage() throws Exception {
    var message = new Message.Call(3, new Request.Ping());
    byte[] frame = MessageCodec.frame(message);
    assertThat(frame).startsWith('9', ':').endsWith(',');
    Netstring frames = MessageCodec.frames();
    frames.fill(new ByteArrayInputStream(frame));
    assertThat(MessageCodec.read(frames.next())).isEqualTo(message);
    assertThat(new Message.Answer(3, new Response.Pong())).isNotEqualTo(message);
  }

  @Test
  void everyMessageIsReadAsItWasWritten() throws MalformedException {
    for (int i = 0; i < 500; i++) {
      Message message = samples.message();
      assertThat(again(message)).isEqualTo(message).hasSameHashCodeAs(message);
    }
  }

  @Test
  void aMessageThatIsCutShortOrTooLongIsMalformed() {
    for (int i = 0; i < 60; i++) {
      byte[] whole = MessageCodec.encode(samples.message());
      if (whole[0] == 1 || whole[0] == -1 || whole[0] == 5 || whole[0] == 8) {
        continue; // these may end early, or in anything
      }
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> read(part)).isInstanceOf(MalformedException.class);
      }
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      assertThatThrownBy(() -> read(longer)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void noDamageToAMessageThrowsAnythingElse() {
    for (int i = 0; i < 150; i++) {
      byte[] whole = MessageCodec.encode(samples.message());
      for (int at = 0; at < whole.length; at++) {
        tolerates(Arrays.copyOf(whole, at));
        byte[] damaged = whole.clone();
        damaged[at] ^= samples.bytes(1)[0];
        tolerates(damaged);
        damaged[at] = -1;
        tolerates(damaged);
      }
      tolerates(samples.bytes(i));
    }
  }

  private static void tolerates(byte[] bytes) {
    try {
      assertThat(read(bytes)).isNotNull();
    } catch (MalformedException declared) {
      assertThat(declared).hasMessageContaining(" ");
    }
  }

  @Test
  void anUnknownTypeKeepsItsCallId() throws MalformedException {
    assertThat(read(body(77, (byte) 1))).isEqualTo(new Message.Unknown(77, 7));
    assertThat(again(new Message.Unknown(200, 8))).isEqualTo(new Message.Unknown(200, 8));
    assertThat(new Message.Unknown(127, 0).isRequest()).isTrue();
    assertThat(new Message.Unknown(128, 0).isRequest()).isFalse();
  }

  @Test
  void anUnknownRefusalCodeIsOther() throws MalformedException {
    assertThat(read(body(255, (byte) 99, (byte) 'x')))
        .isEqualTo(new Message.Answer(7, new Response.Refused(RefusalCode.OTHER, "x")));
  }

  @Test
  void aFaultIsNoCodeOfALaterVersion() {
    byte[] sent =
        MessageCodec.encode(new Message.Answer(7, new Response.Refused(RefusalCode.OTHER, "x")));
    assertThat(sent[9]).isEqualTo((byte) 255);
  }

  @Test
  void aLongReasonIsCutBetweenCharacters() throws MalformedException {
    var refused = new Response.Refused(RefusalCode.FULL, "x" + "é".repeat(400));
    assertThat(again(new Message.Answer(1, refused)))
        .isEqualTo(
            new Message.Answer(1, new Response.Refused(RefusalCode.FULL, "x" + "é".repeat(255))));
    refuses(body(255, new byte[514]), "reason of a refusal is too long");
  }

  @Test
  void whatIsNoVisibleCharacterDoesNotGetIntoALog() throws MalformedException {
    var refused = new Response.Refused(RefusalCode.FULL, "no\nway");
    assertThat(again(new Message.Answer(1, refused)))
        .isEqualTo(new Message.Answer(1, new Response.Refused(RefusalCode.FULL, "no\ufffdway")));
  }

  @Test
  void aCachedCopyNeverBecomesAReplica() throws MalformedException {
    Item item = samples.item();
    assertThat(cacheFor(item, Duration.ZERO)).isEqualTo(Duration.ZERO);
    assertThat(cacheFor(item, Duration.ofMillis(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(cacheFor(item, Duration.ofDays(100_000))).isEqualTo(Duration.ofSeconds(0xffffffffL));
  }

  private static Duration cacheFor(Item item, Duration duration) throws MalformedException {
    var read = again(new Message.Call(1, new Request.Store(item, duration)));
    return ((Request.Store) ((Message.Call) read).request()).cacheFor();
  }

  @Test
  void ofTooManyValuesTheFirstAreSent() throws MalformedException {
    Item large = ContentItem.of(samples.bytes(Item.MAX_VALUE_BYTES), Instant.EPOCH);
    Item small = ContentItem.of(samples.bytes(10), Instant.EPOCH);
    var values = new Response.Values(List.of(large, small, large, small));
    byte[] bytes = MessageCodec.encode(new Message.Answer(1, values));
    assertThat(bytes.length).isLessThanOrEqualTo(MessageCodec.MAX_BYTES);
    assertThat(read(bytes))
        .isEqualTo(new Message.Answer(1, new Response.Values(List.of(large, small))));
  }

  @Test
  void valuesThatHoldNoneOrHaveImpossibleLengthsAreMalformed() {
    refuses(body(132, new byte[2]), "holds none");
    refuses(body(132, new byte[] {0, 1, 0, 0, 1, 0}), "impossible length");
    refuses(body(132, new byte[] {0, 1, -1, 0, 1, 0}), "impossible length");
    refuses(body(132, new byte[] {0, 1, 0, 0, 0, 1, 99}), "no item of kind 99");
  }

  @Test
  void ofTooManyContactsTheFirstAreSent() throws MalformedException {
    Contact contact = samples.contact();
    var nodes = new Response.Nodes(Collections.nCopies(1001, contact));
    assertThat(again(new Message.Answer(1, nodes)))
        .isEqualTo(new Message.Answer(1, new Response.Nodes(Collections.nCopies(1000, contact))));
    refuses(body(131, new byte[] {3, -23}), "too many contacts: 1001");
  }

  @Test
  void contactsThatCannotBeDialledAreLeftOut() throws MalformedException {
    ByteBuffer nodes = ByteBuffer.allocate(2 + 3 * 71).putShort((short) 3);
    for (int last : IntStream.rangeClosed(0, 2).toArray()) {
      nodes.put(new byte[64]).put((byte) 4).put(new byte[] {127, 0, 0, (byte) last});
      nodes.putShort((short) last); // the first has port 0
    }
    nodes.put(2 + 71 + 65, (byte) 224); // and the second is a multicast address
    var read = (Message.Answer) read(body(131, nodes.array()));
    assertThat(((Response.Nodes) read.response()).contacts())
        .singleElement()
        .hasToString("00000000@127.0.0.2:2");
  }

  @Test
  void aContactOfAnotherAddressFamilyIsMalformed() {
    byte[] nodes = ByteBuffer.allocate(69).putShort((short) 1).put(66, (byte) 9).array();
    refuses(body(131, nodes), "neither IPv4 nor IPv6");
  }

  @Test
  void anotherProtocolIsMalformed() {
    refuses(body(1, "http/1".getBytes(UTF_8)), "does not speak weft/1");
    refuses(body(1, "weft\0\2".getBytes(UTF_8)), "does not speak weft/1");
  }

  @Test
  void helloNeedsNetworkKeyAndPort() {
    String start = "weft\0\1";
    String network = "\1\0\1n";
    String key = "\2\0\40" + "k".repeat(32);
    String port = "\3\0\2\1\1";
    for (String body : List.of(network + key, key + port, network + port)) {
      refuses(body(1, (start + body).getBytes(UTF_8)), "lacks");
    }
    refuses(body(1, (start + "\2\0\41" + "k".repeat(33)).getBytes(UTF_8)), "too long");
    refuses(body(1, (start + "\1\0\7n").getBytes(UTF_8)), "cut short");
    refuses(body(1, (start + "\4\0\3abc").getBytes(UTF_8)), "neither IPv4 nor IPv6");
  }

  @Test
  void anUnknownFieldOfHelloIsSkipped() throws MalformedException {
    Message.Hello hello = samples.hello();
    byte[] bytes = MessageCodec.encode(hello);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
    System.arraycopy(new byte[] {-7, 0, 2, 1, 1}, 0, longer, bytes.length, 5);
    assertThat(read(longer)).isEqualTo(hello);
  }

  @Test
  void helloMaySayWhereTheOtherIsSeen() throws Exception {
    for (String seen : List.of("1.2.3.4", "2a00::7")) {
      var hello =
          new Message.Hello(
              "n", new byte[32], 1, samples.address(), "a", InetAddress.ofLiteral(seen));
      assertThat(read(MessageCodec.encode(hello))).isEqualTo(hello);
    }
  }

  @Test
  void helloHasAKeyAndAPort() {
    assertThatThrownBy(() -> new Message.Hello("", new byte[31], 0, null, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Message.Hello("", new byte[32], -1, null, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Message.Hello("", new byte[32], 65536, null, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hellosAreEqualIfAllTheirPartsAre() throws Exception {
    byte[] key = new byte[32];
    var address = samples.address();
    var hello = new Message.Hello("n", key, 1, address, "a");
    assertThat(hello)
        .isEqualTo(new Message.Hello("n", key.clone(), 1, address, "a"))
        .isNotEqualTo("hello")
        .isNotEqualTo(new Message.Hello("m", key, 1, address, "a"))
        .isNotEqualTo(new Message.Hello("n", samples.bytes(32), 1, address, "a"))
        .isNotEqualTo(new Message.Hello("n", key, 2, address, "a"))
        .isNotEqualTo(new Message.Hello("n", key, 1, null, "a"))
        .isNotEqualTo(new Message.Hello("n", key, 1, address, "b"))
        .isNotEqualTo(new Message.Hello("n", key, 1, address, "a", address));
  }

  @Test
  void aRefusalIsToldFromAllElseThatAStreamMayBeginWith() {
    var refused = new Response.Refused(RefusalCode.BUSY, "no");
    byte[] whole = MessageCodec.frame(new Message.Answer(0, refused));
    assertThat(MessageCodec.refusal(whole)).contains(refused);
    assertThat(MessageCodec.refusal(Arrays.copyOf(whole, whole.length - 1))).isEmpty();
    assertThat(MessageCodec.refusal(new byte[] {'?'})).isEmpty();
    assertThat(MessageCodec.refusal(MessageCodec.frame(samples.hello()))).isEmpty();
    assertThat(MessageCodec.refusal(MessageCodec.frame(new Message.Answer(0, new Response.Pong()))))
        .isEmpty();
  }
}
