package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What original nodes said to each other, said to one of ours: the files in {@code captures}. */
class CapturesIT extends HostileFixture {

  private Dht dht;
  private RawPeer peer;

  @BeforeEach
  void connect() throws Exception {
    dht = dht(config());
    peer = stranger(address(dht), 22_001);
  }

  private static byte[] captured(String type) {
    Map<String, Object> examples = Vectors.map(Vectors.file("captures/examples").get("examples"));
    String base64 = Vectors.text(Vectors.map(examples.get(type)), "frame_base64");
    return Base64.getDecoder().decode(base64);
  }

  private static SealedMessage read(byte[] frame) throws Exception {
    var frames = DrogulusCodec.frames();
    var in = new ByteArrayInputStream(frame);
    var next = frames.next();
    while (next == null) {
      frames.fill(in);
      next = frames.next();
    }
    return new DrogulusCodec(new PublicKeys()).read(next);
  }

  /** They were for others, whoever sends them now. */
  @ParameterizedTest
  @ValueSource(strings = {"findnode", "findvalue", "store", "ok", "nodes", "value"})
  void whatAnOriginalSaidToAnotherIsGenuineAndMetWithSilence(String type) throws Exception {
    SealedMessage message = read(captured(type));
    assertThat(message.isGenuine()).isTrue();
    assertThat(message.frame()).as("but for blanks").hasSizeLessThan(captured(type).length);
    peer.send(captured(type));
    assertSilence(peer, dht);
    assertThat(dht.items()).isZero();
    assertThat(dht.routing().contacts())
        .extracting(Contact::key)
        .doesNotContain(message.envelope().sender().id());
  }

  /** What came, as though the peer of this test had said it to this node. */
  private SealedMessage readdressed(String type) throws Exception {
    return peer.message(keyOf(dht), read(captured(type)).message());
  }

  @Test
  void itsQuestionsAreAnsweredAndItsItemIsKeptAndGivenAsItIs() throws Exception {
    SealedMessage findNode = readdressed("findnode");
    peer.send(findNode);
    SealedMessage nodes = peer.receiveAnswer();
    assertThat(nodes.message()).isEqualTo(NOBODY);
    assertThat(nodes.envelope().uuid()).isEqualTo(findNode.envelope().uuid());
    assertThat(nodes.envelope().isFor(peer.identity().publicKey())).isTrue();
    assertThat(nodes.envelope().sender()).isEqualTo(keyOf(dht));
    peer.send(readdressed("findvalue"));
    assertThat(peer.receiveAnswer().message()).as("before it is kept").isEqualTo(NOBODY);
    peer.send(readdressed("store"));
    assertThat(peer.receiveAnswer().message()).isEqualTo(OK);
    peer.send(readdressed("findvalue"));
    assertThat(peer.receiveAnswer().message()).isEqualTo(read(captured("value")).message());
    var item = ((DrogulusMessage.Store) read(captured("store")).message()).item();
    assertThat(dht.held(item.key())).contains(item);
  }

  /** The keys that originals ask for when they refresh have no zeros in front. */
  @Test
  void questionsOfARefreshAreAnswered() throws Exception {
    int fewer = 0;
    for (Map<String, Object> each : Vectors.list("captures/refresh", "findnodes")) {
      String digits = Vectors.text(each, "key");
      fewer += digits.length() < 2 * Key.BYTES ? 1 : 0;
      SealedMessage like = peer.message(keyOf(dht), new DrogulusMessage.FindNode(Key.of("x")));
      peer.send(odd(peer, like, "key", digits, "\"" + digits + "\""));
      assertThat(peer.receiveAnswer().message()).isEqualTo(NOBODY);
    }
    assertThat(fewer).isPositive();
  }

  /** What the holders of an item send, 20 and more at once, once an hour: the same item. */
  @Test
  void anItemThatIsRepublishedAgainAndAgainIsAcknowledgedEachTime() throws Exception {
    DrogulusMessage store = read(captured("store")).message();
    long republished =
        Vectors.list("captures/republish", "frames").stream()
            .filter(frame -> frame.get("message").equals("store"))
            .filter(frame -> frame.get("to").equals("n0"))
            .limit(60)
            .count();
    assertThat(republished).isGreaterThan(20);
    for (int i = 0; i < republished; i++) {
      peer.send(peer.message(keyOf(dht), store));
    }
    for (int i = 0; i < republished; i++) {
      assertThat(peer.receiveAnswer().message()).isEqualTo(OK);
    }
  }

  /** What answers what, by the captured join, set and get among four originals. */
  @Test
  void everyCapturedQuestionHasAnAnswerOfTheKindThatAnOriginalGives() throws Exception {
    Map<Object, Object> asked = new TreeMap<>();
    var pairs = new ArrayList<List<Object>>();
    for (Map<String, Object> frame : Vectors.list("captures/main", "frames")) {
      Object question = asked.putIfAbsent(frame.get("uuid"), frame.get("message"));
      if (question != null) {
        pairs.add(List.of(question, frame.get("message")));
      }
    }
    assertThat(pairs).hasSizeGreaterThan(40);
    DrogulusItem item = item(peer.identity(), "greeting");
    assertThat(peer.ask(keyOf(dht), new DrogulusMessage.Store(item)).message()).isEqualTo(OK);
    for (List<Object> pair : pairs) {
      DrogulusMessage question =
          switch ((String) pair.getFirst()) {
            case "findnode" -> new DrogulusMessage.FindNode(dht.owner());
            case "store" -> new DrogulusMessage.Store(item);
            default ->
                new DrogulusMessage.FindValue(
                    pair.getLast().equals("value") ? item.key() : Key.of("absent"));
          };
      SealedMessage answer = peer.ask(keyOf(dht), question);
      assertThat(DrogulusCodec.type(answer.message())).isEqualTo(pair.getLast());
    }
  }

  /** The order in which a seed hears from one who joins: {@code probe-connections.json}. */
  @Test
  void whoJoinsLooksForItselfAndForItsWhoamiAndPublishesThat() throws Exception {
    RawNode seed = liar(_ -> NOBODY);
    RsaIdentity joining = Vectors.identity(25);
    dht(config().identity(joining).seed(seed(seed.contact())));
    List<DrogulusMessage> heard = seed.heard().stream().map(SealedMessage::message).toList();
    Key whoami = Whoami.keyOf(joining.key());
    assertThat(heard)
        .containsSubsequence(
            new DrogulusMessage.FindNode(joining.key()), new DrogulusMessage.FindNode(whoami))
        .last()
        .isInstanceOfSatisfying(
            DrogulusMessage.Store.class,
            store -> {
              assertThat(store.item().key()).isEqualTo(whoami);
              assertThat(store.item().name()).isEqualTo(joining.publicKeyText());
              assertThat(store.item().asJson().members())
                  .containsEntry("expires", JsonValue.of(0.0));
              assertThat(((JsonValue.Obj) store.item().json()).members())
                  .containsOnlyKeys("public_key", "version");
            });
    assertThat(seed.seen()).as("connections").hasSize(1);
  }

  /** A set, as in {@code churn.json}, while one of four nodes is dead and still in all tables. */
  @Test
  void setsAndGetsGoOnWhereAnOriginalsWouldHang() throws Exception {
    Contact first = dht.self().orElseThrow();
    Dht one = dht(config().seed(seed(first)));
    Dht dead = dht(config().seed(seed(first)));
    Dht other = dht(config().seed(seed(first)));
    one.set("name", "old");
    dead.abort();
    assertThat(one.set("name", "new").copies()).isGreaterThanOrEqualTo(3);
    assertThat(other.get(one.owner(), "name")).map(item -> item.text()).contains("new");
    assertThat(other.get(one.owner(), "absent")).isEmpty();
    Dht joining = dht(config().seed(seed(first)));
    assertThat(joining.set("name", "another").copies()).isGreaterThanOrEqualTo(4);
  }

  /** Each request of {@code probe-requests.json} whose outcome here is that of an original. */
  @TestFactory
  Stream<DynamicTest> keysAreAnsweredOrNotAsAnOriginalDoes() {
    return Vectors.list("captures/probe-requests", "probes").stream()
        .filter(probe -> Vectors.text(probe, "probe").startsWith("findnode key = \""))
        .filter(probe -> Vectors.text(probe, "probe").endsWith("\""))
        // No original writes keys like these, which only happen to pass.
        .filter(probe -> !Vectors.text(probe, "probe").matches(".*(0x| ab |_).*"))
        .map(
            probe ->
                DynamicTest.dynamicTest(
                    Vectors.text(probe, "probe"),
                    () -> assertKey(Vectors.text(probe, "probe"), probe.get("outcome"))));
  }

  private void assertKey(String probe, Object outcome) throws Exception {
    String json = probe.substring(probe.indexOf('"'));
    String digits = json.replace("\"", "");
    SealedMessage like = peer.message(keyOf(dht), new DrogulusMessage.FindNode(Key.of("x")));
    peer.send(odd(peer, like, "key", digits, json));
    if (outcome.equals("silence")) {
      assertSilence(peer, dht);
    } else {
      assertThat(peer.receiveAnswer().message()).isEqualTo(NOBODY);
    }
  }
}
