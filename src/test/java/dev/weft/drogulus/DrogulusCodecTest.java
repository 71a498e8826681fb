package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.drogulus.DrogulusMessage.FindNode;
import dev.weft.drogulus.DrogulusMessage.FindValue;
import dev.weft.drogulus.DrogulusMessage.Nodes;
import dev.weft.drogulus.DrogulusMessage.Ok;
import dev.weft.drogulus.DrogulusMessage.Store;
import dev.weft.drogulus.DrogulusMessage.Value;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrogulusCodecTest {

  private static final Key KEY = Key.of("a key");

  private final DrogulusCodec codec = new DrogulusCodec(new PublicKeys());
  private final RsaIdentity alice = Vectors.identity("alice");
  private final RsaIdentity dave = Vectors.identity("dave");
  private final Envelope envelope =
      Envelope.of("a uuid", alice.publicKeyText(), dave.publicKey(), 1908);

  private SealedMessage received(SealedMessage message) throws Exception {
    Netstring frames = DrogulusCodec.frames();
    var in = new ByteArrayInputStream(message.frame());
    ByteBuffer payload = null;
    while (payload == null) {
      assertThat(frames.fill(in)).isPositive();
      payload = frames.next();
    }
    return codec.read(payload);
  }

  @Test
  void everyMessageIsReadAsItWasSealed() throws Exception {
    DrogulusItem item = DrogulusItem.sign(alice, "name", JsonValue.parse("[1,2.0]"), 5.5, 0);
    var contact = new DrogulusContact("key", "version", "uri");
    for (DrogulusMessage message :
        List.of(
            new Ok(),
            new FindNode(KEY),
            new FindValue(KEY),
            new Nodes(List.of()),
            new Nodes(List.of(contact, contact)),
            new Store(item),
            new Value(item))) {
      SealedMessage sealed = SealedMessage.seal(dave, envelope, message);
      SealedMessage received = received(sealed);
      assertThat(received).isEqualTo(sealed);
      assertThat(received.message()).isEqualTo(message);
      assertThat(received.envelope()).isEqualTo(envelope);
      assertThat(received.isGenuine()).isTrue();
    }
  }

  @Test
  void aSealIsItsSendersAndNobodyElses() {
    Envelope others = Envelope.of("a uuid", dave.publicKeyText(), alice.publicKey(), 1908);
    assertThat(SealedMessage.seal(dave, others, new Ok()).isGenuine()).isFalse();
  }

  /** A message with one member that another value has taken the place of; or none. */
  private SealedMessage read(String member, String json) throws Exception {
    var members = new TreeMap<>(sealed(new FindNode(KEY)).members());
    members.put(member, JsonValue.parse(json));
    return codec.read(Vectors.payload(new JsonValue.Obj(members).toJson()));
  }

  private JsonValue.Obj sealed(DrogulusMessage message) {
    SealedMessage sealed = SealedMessage.seal(dave, envelope, message);
    var members = new TreeMap<>(sealed.sealed().members());
    members.put("seal", JsonValue.of(sealed.seal()));
    members.put("message", JsonValue.of(DrogulusCodec.type(message)));
    return new JsonValue.Obj(members);
  }

  @Test
  void aKeyIsANumberWhateverItsSpelling() throws Exception {
    String digits = KEY.toString();
    String upper = digits.toUpperCase(Locale.ROOT);
    for (String text : List.of(digits, upper, "0".repeat(100) + digits)) {
      assertThat(read("key", "\"" + text + "\"").message()).isEqualTo(new FindNode(KEY));
    }
    Key one = Key.parse("0".repeat(127) + "1");
    assertThat(read("key", "\"1\"").message()).isEqualTo(new FindNode(one));
    assertThat(read("key", "\"01\"").message()).isEqualTo(new FindNode(one));
    Key zero = Key.parse("0".repeat(128));
    assertThat(read("key", "\"0\"").message()).isEqualTo(new FindNode(zero));
    assertThat(read("key", "\"" + "0".repeat(300) + "\"").message()).isEqualTo(new FindNode(zero));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "0x1", " 1", "1 ", "1_0", "g", "1.0", "1\\n", "\\u0661"})
  void aKeyThatIsNoNumberIsMalformed(String text) {
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> read("key", "\"" + text + "\""))
        .withMessage("the member key is not a hexadecimal number below 2^512");
  }

  @Test
  void everyKeyThatOriginalsAskForWhenTheyRefreshIsRead() throws Exception {
    for (Map<String, Object> find : Vectors.list("captures/refresh", "findnodes")) {
      String digits = Vectors.text(find, "key");
      assertThat(digits).hasSize((int) find.get("key_digits"));
      Key key = Key.parse("0".repeat(128 - digits.length()) + digits);
      assertThat(read("key", "\"" + digits + "\"").message()).isEqualTo(new FindNode(key));
    }
  }

  @Test
  void aKeyAsLongAsAFrameTakesNoLongerThanToReadIt() {
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> read("key", "\"" + "0".repeat(10_000_000) + "g\""));
  }

  @Test
  void aKeyIsBelow2ToThePowerOf512() {
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> read("key", "\"1" + "0".repeat(128) + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "49152", "4294967297", "99999999999999999999", "1.0", "true", "\"1\""})
  void aPortIsAnIntegerFrom0To49151(String json) {
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> read("reply_port", json))
        .withMessage("the member reply_port is not an integer from 0 to 49151");
  }

  @Test
  void theFirstAndTheLastPortAreTaken() throws Exception {
    assertThat(read("reply_port", "0").envelope().replyPort()).isZero();
    assertThat(read("reply_port", "49151").envelope().replyPort()).isEqualTo(49151);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1]", "[[]]", "[[1,\"b\",\"c\"]]", "[[\"a\",null,\"c\"]]"})
  void aContactIsThreeStrings(String json) {
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(
            () -> {
              var members = new TreeMap<>(sealed(new Nodes(List.of())).members());
              members.put("nodes", JsonValue.parse(json));
              codec.read(Vectors.payload(new JsonValue.Obj(members).toJson()));
            })
        .withMessageStartingWith("the member nodes is not an array");
  }

  @Test
  void whatIsNotUtf8CostsTheConnection() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> codec.read(ByteBuffer.wrap(new byte[] {'"', -1, '"'})))
        .withMessage("the payload of a frame is not UTF-8");
  }

  @Test
  void theReasonIsGivenForWhatIsNoMessage() {
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> codec.read(Vectors.payload("{")))
        .withMessageStartingWith("the message is no JSON: ");
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> codec.read(Vectors.payload("[]")))
        .withMessage("the message is no JSON object");
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> codec.read(Vectors.payload("{}")))
        .withMessage("the member message is missing");
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> read("message", "\"ping\""))
        .withMessage("there is no message of this type");
    assertThatExceptionOfType(MessageException.class)
        .isThrownBy(() -> read("uuid", "1"))
        .withMessage("the member uuid is not a string");
  }

  @Test
  void anEnvelopeKnowsWhomItIsFor() {
    assertThat(envelope.isFor(alice.publicKey())).isTrue();
    assertThat(envelope.isFor(dave.publicKey())).isFalse();
  }

  @Test
  void aUuidIsARandomOne() {
    var random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      String uuid = Envelope.newUuid(random);
      assertThat(uuid)
          .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
          .isNotEqualTo(Envelope.newUuid(random));
    }
  }
}
