package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ItemException;
import dev.weft.netstring.Netstring;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Messages that drogulus nodes sealed, took or refused, and those that were captured. */
class MessageVectorsTest {

  /** When the vectors were made; what does not live for ever had expired or had years to live. */
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  /** What an original takes and we do not, with the step that refuses it, and why. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          // No original signs with anything but SHA-512, and some of these can be forged.
          Map.entry("seal made with RSA PKCS#1 v1.5 and SHA-256", "seal"),
          Map.entry("seal made with RSA PKCS#1 v1.5 and SHA-384", "seal"),
          Map.entry("seal made with RSA PKCS#1 v1.5 and SHA-1", "seal"),
          Map.entry("seal made with RSA PKCS#1 v1.5 and MD5", "seal"),
          // A port is a number.
          Map.entry("reply_port true (bool is an int in Python; sealed as \"true\")", "message"),
          // It gets no answer from an original, either.
          Map.entry("findnode key that is not hex (dropped later, no answer)", "message"),
          // Anybody's item could take the place of the one that was asked for.
          Map.entry(
              "value: properly signed, but key is not the compound key of public_key and name"
                  + " (SECURITY: drogulus accepts it)",
              "item"),
          Map.entry("value: expired (refused later, by the lookup)", "item"),
          // It could never be replaced, and is not JSON.
          Map.entry("store: timestamp Infinity (not JSON; can never be replaced)", "message"),
          // A replay: sealed for somebody else.
          Map.entry("recipient is somebody else (not checked)", "recipient"));

  private final DrogulusCodec codec = new DrogulusCodec(new PublicKeys());
  private final List<RsaPublicKey> receivers =
      Stream.of("alice", "bob", "carol").map(name -> Vectors.identity(name).publicKey()).toList();

  /** The step at which a message is refused; empty if it is taken. */
  private String refusal(String json) throws Exception {
    SealedMessage message;
    try {
      message = codec.read(Vectors.payload(json));
    } catch (MessageException e) {
      assertThat(e).hasMessageMatching(".{10,}");
      return "message";
    }
    if (!message.isGenuine()) {
      return "seal";
    }
    try {
      switch (message.message()) {
        case DrogulusMessage.Store(DrogulusItem item) -> item.admit(NOW);
        case DrogulusMessage.Value(DrogulusItem item) -> item.admit(NOW);
        default -> {}
      }
    } catch (ItemException e) {
      return "item";
    }
    return receivers.stream().anyMatch(message.envelope()::isFor) ? "" : "recipient";
  }

  @TestFactory
  Stream<DynamicTest> whatADrogulusNodeRefusesIsRefusedAtTheSameStep() {
    Map<String, String> steps =
        Map.of(
            "json", "message",
            "validation", "message",
            "seal", "seal",
            "item signature", "item",
            "compound key", "item",
            "expired", "item");
    return Vectors.list("rejected", "vectors").stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    Vectors.text(vector, "name"),
                    () -> {
                      String stage = (String) Vectors.map(vector.get("result")).get("stage");
                      assertThat(refusal(Vectors.text(vector, "json_text")))
                          .isEqualTo(steps.get(stage));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> oddMessagesAreTakenUnlessThereIsAReasonNotTo() {
    List<Map<String, Object>> oddities = Vectors.list("accepted_oddities", "vectors");
    assertThat(oddities.stream().map(vector -> Vectors.text(vector, "name")))
        .containsAll(REFUSED.keySet());
    return oddities.stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    Vectors.text(vector, "name"),
                    () ->
                        assertThat(refusal(Vectors.text(vector, "json_text")))
                            .isEqualTo(REFUSED.getOrDefault(vector.get("name"), ""))));
  }

  @TestFactory
  Stream<DynamicTest> sealedMessagesAreReadAndSealedAlike() {
    return Vectors.list("sealed_messages", "messages").stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    Vectors.text(vector, "name"),
                    () -> {
                      SealedMessage message = readFrame(vector);
                      assertThat(new TreeSet<>(message.sealed().members().keySet()))
                          .isEqualTo(new TreeSet<>(Vectors.texts(vector.get("sealed_fields"))));
                      assertThat(TreeHash.of(message.sealed()))
                          .asString(US_ASCII)
                          .isEqualTo(vector.get("root_hash"));
                      assertThat(message.seal()).isEqualTo(vector.get("seal"));
                      assertSealedAlike(message, Vectors.text(vector, "signer"));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> capturedMessagesAreReadAndEncodedAlike() {
    return Vectors.map(Vectors.file("captures/examples").get("examples")).entrySet().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.getKey(),
                    () -> {
                      SealedMessage message = readFrame(Vectors.map(example.getValue()));
                      assertThat(DrogulusCodec.type(message.message())).isEqualTo(example.getKey());
                      assertEncodedAlike(message);
                      switch (message.message()) {
                        case DrogulusMessage.Store(DrogulusItem item) -> item.verify();
                        case DrogulusMessage.Value(DrogulusItem item) -> item.verify();
                        default -> {}
                      }
                    }));
  }

  private SealedMessage readFrame(Map<String, Object> vector) throws Exception {
    byte[] frame = Base64.getDecoder().decode(Vectors.text(vector, "frame_base64"));
    SealedMessage message = codec.read(payload(frame));
    assertThat(message.isGenuine()).isEqualTo(vector.get("seal_verifies"));
    return message;
  }

  private static ByteBuffer payload(byte[] frame) throws Exception {
    Netstring frames = DrogulusCodec.frames();
    var in = new ByteArrayInputStream(frame);
    while (frames.fill(in) >= 0) {
      ByteBuffer payload = frames.next();
      if (payload != null) {
        return payload;
      }
    }
    throw new IOException("this is no frame");
  }

  /** Our seal over the same content is the same, unless a key had been written in another way. */
  private void assertSealedAlike(SealedMessage message, String signer) throws Exception {
    SealedMessage ours =
        SealedMessage.seal(Vectors.identity(signer), message.envelope(), message.message());
    if (message.sealed().equals(ours.sealed())) {
      assertThat(ours).isEqualTo(message);
    } else {
      assertThat(message.message()).isInstanceOf(DrogulusMessage.FindNode.class);
      assertThat(ours.isGenuine()).isTrue();
    }
    assertEncodedAlike(message);
  }

  /** What we would write is read as the same, with the same root under the same seal. */
  private void assertEncodedAlike(SealedMessage message) throws Exception {
    byte[] frame = message.frame();
    for (byte b : frame) {
      assertThat(b).isBetween((byte) 0x20, (byte) 0x7e);
    }
    SealedMessage again = codec.read(payload(frame));
    assertThat(again).isEqualTo(message);
    assertThat(again.isGenuine()).isTrue();
  }
}
