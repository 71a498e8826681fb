package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.FreePort;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Background;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What nodes answer that lie, when a node looks for an item or for nodes. */
class HostileAnswersIT extends HostileFixture {

  private final RsaIdentity owner = Vectors.identity(20);
  private final RsaIdentity stranger = Vectors.identity(21);
  private final DrogulusItem good = item(owner, "name");

  /** A node that asks a liar for the owner's item does not take what it says. */
  private void assertNotTaken(DrogulusMessage lie) throws Exception {
    RawNode liar = liar(_ -> lie);
    Dht dht = knowing(liar);
    try {
      assertThat(dht.get(owner.key(), "name")).isEmpty();
    } catch (DhtException _) {
      // As nobody is left who answers.
    }
    assertThat(liar.heard())
        .extracting(SealedMessage::message)
        .contains(new DrogulusMessage.FindValue(good.key()));
    assertThat(dht.held(good.key())).isEmpty();
  }

  private void assertNotTaken(UnaryOperator<DrogulusItem> lie) throws Exception {
    assertNotTaken(new DrogulusMessage.Value(lie.apply(good)));
  }

  @Test
  void aGoodValueIsTaken() throws Exception {
    Dht dht = knowing(liar(_ -> new DrogulusMessage.Value(good)));
    assertThat(dht.get(owner.key(), "name")).contains(good);
  }

  @Test
  void anItemSignedByAStrangerUnderTheWantedKeyIsNotTaken() throws Exception {
    Map<String, JsonValue> wanted = Map.of("key", JsonValue.of(good.key().toString()));
    assertNotTaken(_ -> forged(stranger, item(stranger, "name"), wanted));
  }

  @Test
  void aStrangersItemUnderItsOwnKeyIsNotTaken() throws Exception {
    assertNotTaken(_ -> item(stranger, "name"));
    assertThat(item(stranger, "name").key()).isNotEqualTo(good.key());
  }

  @Test
  void anItemOfTheOwnerUnderAnotherNameIsNotTaken() throws Exception {
    assertNotTaken(_ -> item(owner, "another name"));
  }

  @Test
  void anItemWhoseKeyIsSpelledOtherwiseIsNotTaken() throws Exception {
    String upper = good.key().toString().toUpperCase(Locale.ROOT);
    assertNotTaken(item -> forged(owner, item, Map.of("key", JsonValue.of(upper))));
  }

  @Test
  void anItemThatWasTamperedWithIsNotTaken() throws Exception {
    assertNotTaken(item -> tampered(item, Map.of("value", JsonValue.of("another"))));
    assertNotTaken(item -> forged(stranger, item, Map.of()));
  }

  @Test
  void anItemThatHasExpiredIsNotTakenThoughOriginalsServeIt() throws Exception {
    assertNotTaken(_ -> DrogulusItem.sign(owner, "name", VALUE, NOW - 10, NOW - 1));
  }

  @Test
  void anItemFromTheFarFutureIsNotTaken() throws Exception {
    assertNotTaken(_ -> DrogulusItem.sign(owner, "name", VALUE, NOW + 86_400, 0));
  }

  @Test
  void anAnswerOfTheWrongKindIsNotTaken() throws Exception {
    assertNotTaken(OK);
  }

  @Test
  void aValueIsNoAnswerToAQuestionForNodes() throws Exception {
    RawNode liar =
        raw(
            (peer, message) ->
                peer.answer(
                    message,
                    message.envelope().recipient().isEmpty()
                        ? NOBODY
                        : new DrogulusMessage.Value(good)));
    Dht dht = dht(config());
    Contact self = dht.self().orElseThrow();
    RawPeer peer = liar.dial(self.address());
    peer.send(peer.message(keyOf(dht), new DrogulusMessage.FindNode(self.key())));
    Background.until(() -> dht.contacts() == 1);
    try {
      dht.lookup(Key.of("x"));
    } catch (DhtException _) {
      // As nobody is left who answers.
    }
    Background.until(() -> dht.contacts() == 0);
    assertThat(dht.items()).isZero();
  }

  @Test
  void theRightValueIsFoundAmongLies() throws Exception {
    Dht honest = dht(config());
    honest.store(good, LONG);
    RawNode liar =
        raw(
            (peer, message) -> {
              switch (message.message()) {
                case DrogulusMessage.FindNode _ ->
                    peer.answer(
                        message,
                        new DrogulusMessage.Nodes(
                            List.of(DrogulusContact.of(keyOf(honest), address(honest)))));
                case DrogulusMessage.Store _ -> {}
                default ->
                    peer.answer(
                        message, new DrogulusMessage.Value(forged(stranger, good, Map.of())));
              }
            });
    Dht dht = dht(config().seed(seed(liar.contact())).seed(seed(honest.self().orElseThrow())));
    assertThat(dht.get(owner.key(), "name")).contains(good);
    assertThat(honest.held(good.key())).contains(good);
  }

  @Test
  void anOkFromAnotherThanWasAskedIsNoCopy() throws Exception {
    RawNode faker =
        raw(
            (peer, message) -> {
              if (message.message() instanceof DrogulusMessage.Store) {
                Envelope asked = message.envelope();
                var envelope =
                    Envelope.of(asked.uuid(), asked.sender().text(), stranger.publicKey(), 7);
                peer.send(SealedMessage.seal(stranger, envelope, OK));
              } else {
                peer.answer(message, NOBODY);
              }
            });
    Dht dht = knowing(faker);
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(() -> dht.set("name", "value"))
        .satisfies(e -> assertThat(e.report().stored()).isEmpty());
  }

  @Test
  void contactsThatAreDeadOrOfNoUseHoldNobodyUp() throws Exception {
    var contacts = new ArrayList<DrogulusContact>();
    for (int i = 10; i < 16; i++) {
      contacts.add(DrogulusContact.of(Vectors.identity(i).publicKey(), loopback(FreePort.find())));
    }
    for (String uri :
        List.of(
            "netstring://127.0.0.1:http",
            "netstring://127.0.0.1:True",
            "netstring://127.0.0.1:0",
            "netstring://127.0.0.1:99999",
            "netstring://fe80::1:1908",
            "netstring://nowhere.invalid:1908",
            "netstring://0.0.0.0:1908",
            "nothing",
            "")) {
      contacts.add(new DrogulusContact(Vectors.identity(16).publicKeyText(), "", uri));
    }
    contacts.add(new DrogulusContact("no key", "", "netstring://127.0.0.1:1"));
    AtomicReference<DrogulusContact> itself = new AtomicReference<>(contacts.getFirst());
    RawNode liar =
        raw(
            (peer, message) -> {
              if (message.message() instanceof DrogulusMessage.Store) {
                peer.answer(message, OK);
                return;
              }
              var all = new ArrayList<>(contacts);
              all.add(itself.get());
              all.addAll(contacts);
              peer.answer(message, new DrogulusMessage.Nodes(all));
            });
    Dht dht = knowing(liar);
    itself.set(DrogulusContact.of(Vectors.identity(17).publicKey(), address(dht)));
    Instant before = Instant.now();
    assertThat(dht.lookup(Key.of("x")).closest()).containsExactly(liar.contact());
    assertThat(dht.set("name", "value").stored()).containsExactly(liar.contact());
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void nobodyIsBlacklistedForWhatAnotherSaysOfIt() throws Exception {
    Dht victim = dht(config());
    victim.store(good, LONG);
    AtomicReference<RawNode> itself = new AtomicReference<>();
    RawNode liar =
        raw(
            (peer, message) ->
                peer.answer(
                    message,
                    message.message() instanceof DrogulusMessage.Store
                        ? OK
                        // The victim's key at the liar's own address.
                        : new DrogulusMessage.Nodes(
                            List.of(
                                DrogulusContact.of(
                                    keyOf(victim), itself.get().contact().address())))));
    itself.set(liar);
    Dht dht = knowing(liar);
    dht.lookup(victim.owner());
    Contact there = victim.self().orElseThrow();
    dht(config().seed(seed(there)).seed(seed(dht.self().orElseThrow())));
    victim.lookup(dht.owner());
    Background.until(() -> dht.routing().contacts().contains(there));
    assertThat(dht.get(owner.key(), "name")).contains(good);
  }
}
