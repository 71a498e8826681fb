package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Background;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others want a node to keep, and what they send again that was for somebody else. */
class HostileStoresIT extends HostileFixture {

  private final RsaIdentity owner = Vectors.identity(20);
  private final RsaIdentity stranger = Vectors.identity(21);
  private final DrogulusItem good = item(owner, "name");
  private Dht dht;
  private RawPeer peer;

  @BeforeEach
  void connect() throws Exception {
    dht = dht(config());
    peer = stranger(address(dht), 7);
  }

  private SealedMessage message(DrogulusMessage message) {
    return peer.message(keyOf(dht), message);
  }

  private DrogulusMessage ask(DrogulusMessage question) throws Exception {
    return peer.ask(keyOf(dht), question).message();
  }

  private void assertKept(DrogulusItem item) throws Exception {
    assertThat(ask(new DrogulusMessage.Store(item))).isEqualTo(OK);
    assertThat(dht.held(item.key())).contains(item);
  }

  private void assertRefused(DrogulusItem item) throws Exception {
    peer.send(message(new DrogulusMessage.Store(item)));
    assertSilence(peer, dht);
    assertThat(dht.held(item.key())).isNotEqualTo(Optional.of(item));
  }

  @Test
  void anItemOfAnybodyIsKeptWhoeverBringsItAndAgainAndAgain() throws Exception {
    assertKept(good);
    assertKept(good);
    assertThat(ask(new DrogulusMessage.FindValue(good.key())))
        .isEqualTo(new DrogulusMessage.Value(good));
  }

  @Test
  void anItemUnderAKeyThatIsNotItsOwnIsRefused() throws Exception {
    assertRefused(
        forged(stranger, item(stranger, "name"), Map.of("key", keyText(good.key().toString()))));
    assertRefused(
        forged(
            owner, good, Map.of("key", keyText(good.key().toString().toUpperCase(Locale.ROOT)))));
    assertThat(dht.items()).isZero();
  }

  private static JsonValue keyText(String key) {
    return JsonValue.of(key);
  }

  @Test
  void anItemWhoseSignatureDoesNotFitIsRefusedAndWhoPassedItOnStaysWelcome() throws Exception {
    assertRefused(tampered(good, Map.of("value", JsonValue.of("another"))));
    assertRefused(forged(stranger, good, Map.of()));
    assertThat(dht.items()).isZero();
    assertThat(ask(new DrogulusMessage.FindNode(dht.owner()))).isEqualTo(NOBODY);
    assertKept(good);
  }

  @Test
  void anItemThatHasExpiredIsRefusedAndOneThatExpiresIsServedNoLonger() throws Exception {
    assertRefused(DrogulusItem.sign(owner, "name", VALUE, NOW - 10, NOW - 1));
    double soon = DrogulusItem.secondsOf(Instant.now().plusMillis(500));
    assertKept(DrogulusItem.sign(owner, "name", VALUE, NOW, soon));
    Background.until(() -> dht.held(good.key()).isEmpty());
    assertThat(ask(new DrogulusMessage.FindValue(good.key()))).isEqualTo(NOBODY);
  }

  @Test
  void aTimestampInTheFarFutureIsRefusedAndBlocksNoUpdate() throws Exception {
    assertRefused(DrogulusItem.sign(owner, "name", VALUE, NOW + 86_400 * 365, 0));
    assertKept(good);
  }

  @Test
  void anOlderItemIsRefused() throws Exception {
    assertKept(good);
    assertRefused(DrogulusItem.sign(owner, "name", JsonValue.of("older"), NOW - 1, 0));
    assertThat(dht.held(good.key())).contains(good);
  }

  @Test
  void ofTwoItemsWithOneTimestampAllNodesKeepTheSameWhicheverCameLast() throws Exception {
    DrogulusItem rival = DrogulusItem.sign(owner, "name", JsonValue.of("another"), NOW, 0);
    DrogulusItem winner = good.compareVersion(rival) > 0 ? good : rival;
    DrogulusItem loser = winner == good ? rival : good;
    assertKept(loser);
    assertKept(winner);
    assertRefused(loser);
    assertThat(dht.held(good.key())).contains(winner);
  }

  @Test
  void numbersThatAreNoneAreRefused() throws Exception {
    DrogulusItem nan = DrogulusItem.sign(owner, "name", JsonValue.of("nan"), NOW, 0);
    assertKept(nan);
    SealedMessage store = message(new DrogulusMessage.Store(nan));
    peer.send(odd(peer, store, "value", "nan", "NaN"));
    peer.send(odd(peer, store, "timestamp", "inf", "Infinity"));
    peer.send(odd(peer, store, "timestamp", "inf", "1e400"));
    peer.send(odd(peer, store, "expires", "inf", "1e400"));
    peer.send(odd(peer, store, "timestamp", "1", "1"));
    assertSilence(peer, dht);
    assertThat(dht.held(nan.key())).contains(nan);
  }

  @Test
  void aPortThatIsNoNumberIsRefused() throws Exception {
    SealedMessage find = message(new DrogulusMessage.FindNode(dht.owner()));
    for (String port : List.of("true", "false", "1908.0", "null")) {
      peer.send(odd(peer, find, "reply_port", port, port));
    }
    peer.send(odd(peer, find, "reply_port", "49152", "49152"));
    peer.send(odd(peer, find, "reply_port", "-1", "-1"));
    assertSilence(peer, dht);
    peer.send(odd(peer, find, "reply_port", "49151", "49151"));
    assertThat(peer.receiveAnswer().message()).isEqualTo(NOBODY);
  }

  @Test
  void aKeyIsANumberWithoutOrnament() throws Exception {
    SealedMessage find = message(new DrogulusMessage.FindNode(dht.owner()));
    for (String key :
        List.of("", "zz", "0x1F", " ab ", "a_b", "-1", "1" + "0".repeat(128), "\\u0661")) {
      peer.send(odd(peer, find, "key", key.startsWith("\\") ? "x" : key, "\"" + key + "\""));
    }
    assertSilence(peer, dht);
  }

  private SealedMessage relabelled(SealedMessage message, DrogulusMessage as) {
    return new SealedMessage(message.envelope(), as, message.sealed(), message.seal());
  }

  @Test
  void aQuestionUnderAnotherLabelIsJustAnotherQuestion() throws Exception {
    assertKept(good);
    SealedMessage find = message(new DrogulusMessage.FindNode(good.key()));
    peer.send(relabelled(find, new DrogulusMessage.FindValue(good.key())));
    assertThat(peer.receiveAnswer().message()).isEqualTo(new DrogulusMessage.Value(good));
  }

  @Test
  void aStoreLabelledValueKeepsNothingAndAValueLabelledStoreOnlyWhatItsOwnerSigned()
      throws Exception {
    SealedMessage store = message(new DrogulusMessage.Store(good));
    peer.send(relabelled(store, new DrogulusMessage.Value(good)));
    assertSilence(peer, dht);
    assertThat(dht.items()).isZero();
    DrogulusItem bad = forged(stranger, good, Map.of());
    SealedMessage value = message(new DrogulusMessage.Value(bad));
    peer.send(relabelled(value, new DrogulusMessage.Store(bad)));
    assertSilence(peer, dht);
    assertThat(dht.items()).isZero();
    SealedMessage genuine = message(new DrogulusMessage.Value(good));
    peer.send(relabelled(genuine, new DrogulusMessage.Store(good)));
    assertThat(peer.receiveAnswer().message()).isEqualTo(OK);
  }

  @Test
  void answersThatNobodyAskedForDoNothing() throws Exception {
    peer.send(message(OK));
    peer.send(message(new DrogulusMessage.Value(good)));
    peer.send(
        message(
            new DrogulusMessage.Nodes(
                List.of(DrogulusContact.of(owner.publicKey(), loopback(8))))));
    assertSilence(peer, dht);
    assertThat(dht.items()).isZero();
    assertThat(dht.routing().contacts()).extracting(Contact::key).doesNotContain(owner.key());
  }

  @Test
  void whatWasSaidToAnotherIsNotTakenFromWhoeverSaysItAgain() throws Exception {
    Dht another = dht(config());
    RawPeer replaying = stranger(address(another), 7);
    replaying.send(message(new DrogulusMessage.Store(good)));
    replaying.send(message(new DrogulusMessage.FindValue(good.key())));
    replaying.send(message(new DrogulusMessage.FindNode(good.key())));
    assertSilence(replaying, another);
    assertThat(another.items()).isZero();
    assertThat(another.routing().contacts())
        .extracting(Contact::key)
        .doesNotContain(peer.identity().key());
  }

  @Test
  void anotherSpellingOfAKeyIsAnotherNodeWithOtherItems() throws Exception {
    String text = owner.publicKeyText();
    String other = text.replace("\n", "\r\n");
    assertThat(RsaPublicKey.of(other).isUsable()).isTrue();
    Key theirs = DrogulusItem.keyOf(RsaPublicKey.idOf(other), "name");
    assertThat(theirs).isNotEqualTo(good.key());
    var spelled = new TreeMap<String, JsonValue>();
    spelled.put("public_key", JsonValue.of(other));
    assertRefused(forged(owner, good, spelled));
    spelled.put("key", JsonValue.of(theirs.toString()));
    assertKept(forged(owner, good, spelled));
    assertThat(dht.held(good.key())).isEmpty();
  }

  @Test
  void aValueOfMoreThanAMegabyteIsRefused() throws Exception {
    JsonValue most = JsonValue.of("x".repeat(DrogulusItem.MAX_VALUE_BYTES - 2));
    assertKept(DrogulusItem.sign(owner, "name", most, NOW, 0));
    JsonValue tooLong = JsonValue.of("x".repeat(DrogulusItem.MAX_VALUE_BYTES));
    assertRefused(forged(owner, item(owner, "another"), Map.of("value", tooLong)));
  }
}
