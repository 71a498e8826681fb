package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.ItemException.Flaw;
import dev.weft.item.NamedItem;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DrogulusItemTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(365));
  private static final double TIMESTAMP = 1_700_000_000.25;

  private final RsaIdentity owner = Vectors.identity("dave");

  private DrogulusItem item(String json, double timestamp, double expires) {
    return DrogulusItem.sign(owner, "name", JsonValue.parse(json), timestamp, expires);
  }

  private DrogulusItem item(String json) {
    return item(json, TIMESTAMP, 0);
  }

  private static DrogulusItem read(String json) throws MessageException {
    return DrogulusItem.read(Members.of(JsonValue.parse(json)), new PublicKeys());
  }

  /** The item with one member that has another value. */
  private static DrogulusItem changed(DrogulusItem item, String member, JsonValue value)
      throws MessageException {
    var members = new TreeMap<>(item.asJson().members());
    members.put(member, value);
    return DrogulusItem.read(new Members(members), new PublicKeys());
  }

  private static void assertRefused(Item item, Instant now, Flaw flaw, String reason) {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> item.admit(now))
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.flaw()).isEqualTo(flaw));
  }

  @TestFactory
  Stream<DynamicTest> itemsThatWereSignedAreReadAndSignedAlike() {
    return Vectors.list("signed_items", "items").stream()
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    Vectors.text(vector, "name"),
                    () -> {
                      DrogulusItem item = read(Vectors.text(vector, "item_json"));
                      item.verify();
                      RsaIdentity signer = Vectors.identity(Vectors.text(vector, "signer"));
                      assertThat(signer.sign(signedPart(item))).isEqualTo(vector.get("signature"));
                      assertThat(TreeHash.of(signedPart(item)))
                          .asString()
                          .isEqualTo(vector.get("root_hash"));
                      if (item.publicKey().equals(signer.publicKey())) {
                        assertThat(signedAgain(item, signer)).isEqualTo(item);
                      }
                    }));
  }

  private static JsonValue.Obj signedPart(DrogulusItem item) {
    var members = new TreeMap<>(item.asJson().members());
    members.remove("signature");
    return new JsonValue.Obj(members);
  }

  private static DrogulusItem signedAgain(DrogulusItem item, RsaIdentity signer) {
    double expires = ((JsonValue.Real) item.asJson().members().get("expires")).number();
    return DrogulusItem.sign(signer, item.name(), item.json(), item.timestamp(), expires);
  }

  @TestFactory
  Stream<DynamicTest> itemsVerifyAsTheyDoForTheDrogulus() {
    return Vectors.tests(
        "items_verify",
        "vectors",
        vector ->
            assertThat(verifies(Vectors.text(vector, "item_json")))
                // Its function is given items alone; a message may have other members, which are
                // skipped.
                .isEqualTo(
                    vector.get("name").equals("unknown extra field")
                        ? true
                        : vector.get("verifies")));
  }

  private static boolean verifies(String json) {
    try {
      read(json).verify();
      return true;
    } catch (MessageException | ItemException e) {
      return false;
    }
  }

  @TestFactory
  Stream<DynamicTest> aKeyIsThatOfOwnerAndName() {
    return Vectors.tests(
        "compound_keys",
        "vectors",
        vector -> {
          Key owner = RsaPublicKey.idOf(Vectors.text(vector, "public_key"));
          assertThat(DrogulusItem.keyOf(owner, Vectors.text(vector, "name")))
              .hasToString(Vectors.text(vector, "key"));
        });
  }

  @Test
  void anItemTellsWhatWasSigned() throws Exception {
    DrogulusItem item = item("{\"a\":[1,1.0]}", TIMESTAMP, DrogulusItem.secondsOf(LATER));
    item.admit(NOW);
    assertThat(item.owner()).isEqualTo(owner.key());
    assertThat(item.publicKey()).isEqualTo(owner.publicKey());
    assertThat(item.name()).isEqualTo("name");
    assertThat(item.json()).isEqualTo(JsonValue.parse("{\"a\":[1,1.0]}"));
    assertThat(item.text()).isEqualTo("{\"a\":[1,1.0]}");
    assertThat(item.value()).isEqualTo("{\"a\":[1,1.0]}".getBytes(UTF_8));
    assertThat(item.valueLength()).isEqualTo(13);
    assertThat(item.timestamp()).isEqualTo(TIMESTAMP);
    assertThat(item.version()).isEqualTo(1_700_000_000_250_000L);
    assertThat(item.expires()).isEqualTo(LATER);
    assertThat(item.key()).isEqualTo(NamedItem.keyOf(owner.key(), "name"));
    assertThat(item)
        .hasToString(
            "DrogulusItem["
                + owner.key().abbreviated()
                + "/name, timestamp 1700000000.25, 13 bytes, expires 2027-01-01T00:00:00Z]");
    assertThat(item("1")).asString().endsWith(", 1 bytes, expires never]");
  }

  @Test
  void theValueOfAStringIsItsText() {
    DrogulusItem item = item("\"a\\nb\"");
    assertThat(item.text()).isEqualTo("a\nb");
    assertThat(item.valueLength()).isEqualTo(3);
  }

  @Test
  void versionsAreKeptToTheMicrosecond() {
    for (long version = 1_795_194_351_615_208L; version < 1_795_194_351_615_308L; version++) {
      assertThat(owner.sign("n", new byte[0], version, LATER).version()).isEqualTo(version);
    }
  }

  @Test
  void anItemThatNeverExpiresIsThereForEver() throws Exception {
    for (double never : new double[] {0.0, -0.0, 1e12, Double.MAX_VALUE}) {
      DrogulusItem item = item("1", TIMESTAMP, never);
      assertThat(item.expires()).isEqualTo(DrogulusItem.NEVER);
      item.admit(Instant.parse("9000-01-01T00:00:00Z"));
    }
    assertThat(DrogulusItem.secondsOf(DrogulusItem.NEVER)).isZero();
    assertThat(DrogulusItem.secondsOf(Instant.MAX)).isZero();
  }

  @Test
  void whatHasExpiredIsRefused() throws Exception {
    DrogulusItem item = item("1", TIMESTAMP, DrogulusItem.secondsOf(NOW));
    item.admit(NOW.minusMillis(1));
    assertRefused(item, NOW, Flaw.EXPIRED, "the item expired at 2026-01-01T00:00:00Z");
  }

  @Test
  void aTimestampInTheFutureIsRefusedAsItWouldKeepOutAllLaterOnes() throws Exception {
    double last = DrogulusItem.secondsOf(NOW.plus(Item.MAX_CLOCK_SKEW));
    item("1", last, 0).admit(NOW);
    for (double future : new double[] {Math.nextUp(last), 1e300}) {
      assertRefused(item("1", future, 0), NOW, Flaw.FUTURE, "10 minutes in the future");
    }
  }

  @Test
  void aValueHasUpTo1MiBOfJson() throws Exception {
    JsonValue longest = JsonValue.of("x".repeat(1024 * 1024 - 2));
    JsonValue longer = JsonValue.of("x".repeat(1024 * 1024 - 1));
    DrogulusItem item = DrogulusItem.sign(owner, "name", longest, TIMESTAMP, 0);
    item.admit(NOW);
    String reason = "the value has 1048577 bytes of JSON, and at most 1048576 are allowed";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DrogulusItem.sign(owner, "name", longer, TIMESTAMP, 0))
        .withMessage(reason);
    assertRefused(changed(item, "value", longer), NOW, Flaw.MALFORMED, reason);
  }

  @Test
  void timesBefore1970AndNumbersThatAreNoneAreRefusedUpFront() {
    for (double wrong : new double[] {-1, -0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> item("1", wrong, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> item("1", TIMESTAMP, wrong));
    }
  }

  @Test
  void textThatIsNotAsciiIsRefusedUpFrontWhereverItStands() {
    for (String json :
        List.of("\"\u00e9\"", "[\"\u00e9\"]", "{\"\u00e9\":1}", "{\"a\":\"\u00e9\"}")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> item(json))
          .withMessage(
              "the drogulus knows ASCII only, and not U+00E9; encode it, for example in Base64");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DrogulusItem.sign(owner, "\u00e9", JsonValue.of(1), TIMESTAMP, 0))
        .withMessageContaining("ASCII");
  }

  @Test
  void aValueThatIsTooDeepForAMessageIsRefusedUpFront() {
    item("[".repeat(199) + "]".repeat(199));
    assertThatIllegalArgumentException().isThrownBy(() -> item("[".repeat(200) + "]".repeat(200)));
  }

  @Test
  void everyChangeButThatOfATypeIsFoundOut() throws Exception {
    DrogulusItem item = item("[1]");
    Map<String, JsonValue> changes =
        Map.of(
            "created_with", JsonValue.of("x"),
            "expires", JsonValue.of(4e9),
            "name", JsonValue.of("other"),
            "public_key", JsonValue.of(Vectors.identity("alice").publicKey().text()),
            "signature", JsonValue.of("00"),
            "timestamp", JsonValue.of(1.0),
            "value", JsonValue.of("x"));
    for (var change : changes.entrySet()) {
      DrogulusItem forged = changed(item, change.getKey(), change.getValue());
      for (int i = 0; i < 2; i++) {
        assertRefused(forged, NOW, Flaw.FORGED, "");
      }
      assertThat(forged).isNotEqualTo(item);
      assertThat(forged.fingerprint()).isNotEqualTo(item.fingerprint());
    }
    DrogulusItem retyped = changed(item, "value", JsonValue.parse("[\"1\"]"));
    retyped.verify();
    retyped.verify();
    assertThat(retyped).isNotEqualTo(item);
    assertThat(retyped.sameVersion(item)).isFalse();
  }

  @Test
  void anItemUnderAKeyThatIsNotItsOwnIsForgedThoughItsOwnerSignedIt() throws Exception {
    DrogulusItem item = item("1");
    var members = new TreeMap<>(signedPart(item).members());
    members.put("key", JsonValue.of(Key.of("the wanted key").toString()));
    members.put("signature", JsonValue.of(owner.sign(new JsonValue.Obj(members))));
    DrogulusItem claimed = DrogulusItem.read(new Members(members), new PublicKeys());
    assertThat(claimed.key()).isEqualTo(item.key());
    assertRefused(claimed, NOW, Flaw.FORGED, "the key is not that of the owner and the name name");
  }

  @Test
  void theLaterTimestampCountsThenTheLaterExpiryThenTheText() throws Exception {
    List<DrogulusItem> ascending =
        List.of(
            item("9", 1, 0),
            item("9", 2, 5),
            item("9", 2, 6),
            item("1", 2, 0),
            changed(item("1", 2, 0), "value", JsonValue.parse("2")),
            item("0", Math.nextUp(2.0), 5));
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        assertThat(Integer.signum(ascending.get(i).compareVersion(ascending.get(j))))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void kindsOfItemsAreInOneOrderThoughTheyNeverMeet() {
    DrogulusItem item = item("1");
    NamedItem named =
        NamedItem.sign(Identity.fromSecret(new byte[32]), "name", new byte[0], 1, LATER);
    ContentItem content = ContentItem.of(new byte[0], LATER);
    assertThat(item.compareVersion(named)).isNegative();
    assertThat(named.compareVersion(item)).isPositive();
    assertThat(item.compareVersion(content)).isPositive();
    assertThat(content.compareVersion(item)).isNegative();
    assertThat(item.sameVersion(named)).isFalse();
    assertThat(item).isNotEqualTo(named);
  }

  @Test
  void aRenewedItemIsTheSameVersion() {
    DrogulusItem item = item("1", 1, 5);
    assertThat(item.sameVersion(item("1", 1, 6))).isTrue();
    assertThat(item.sameVersion(item("1", 2, 5))).isFalse();
    assertThat(item.sameVersion(item("1.0", 1, 5))).isFalse();
    assertThat(item.sameVersion(DrogulusItem.sign(owner, "n", JsonValue.of(1), 1, 5))).isFalse();
  }

  @Test
  void itemsWithTheSameMembersAreEqual() throws Exception {
    DrogulusItem item = item("{\"a\":[1,1.0,null]}");
    DrogulusItem again = read(new JsonValue.Obj(item.asJson().members()).toJson());
    assertThat(again).isEqualTo(item).hasSameHashCodeAs(item);
    assertThat(again.fingerprint()).isEqualTo(item.fingerprint());
    assertThat(again.compareVersion(item)).isZero();
    assertThat(again.encodedLength())
        .isEqualTo(item.encodedLength())
        .isEqualTo(new JsonValue.Obj(item.asJson().members()).toJson().length());
  }

  @Test
  void aProofThatWasFoundToFitIsNotCheckedAgain() throws Exception {
    DrogulusItem item = item("1");
    Proofs proofs = new Proofs();
    proofs.admit(item, NOW);
    proofs.admit(changed(item, "value", JsonValue.parse("1")), NOW);
    DrogulusItem forged = changed(item, "value", JsonValue.parse("2"));
    assertThatExceptionOfType(ItemException.class).isThrownBy(() -> proofs.admit(forged, NOW));
  }

  @Test
  void weftsOwnWireDoesNotCarryItButStoresCountIt() {
    DrogulusItem item = item("1");
    assertThat(ItemCodec.encodedLength(item)).isEqualTo(1 + item.encodedLength());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemCodec.encode(item))
        .withMessage("an item of another wire has no encoding here: " + item);
  }
}
