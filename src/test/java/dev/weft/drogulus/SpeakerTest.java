package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.ContentItem;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpeakerTest {

  private static final Key KEY = Key.of("a key");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Response REFUSED = new Response.Refused(RefusalCode.OTHER, "no");

  private static final Request WATCH =
      new Request.Watch(KEY, false, Cursor.NONE, Duration.ofSeconds(1));

  private static final Request FIND_PROVIDERS = new Request.FindProviders(KEY, 9);
  private static final Request ANNOUNCE = new Request.Announce(Records.of(1, 1, Instant.EPOCH));

  private final RsaIdentity self = Vectors.identity(0);
  private final RsaIdentity other = Vectors.identity(1);
  private final PublicKeys keys = new PublicKeys();
  private final Speaker speaker = new Speaker(self, 1908, keys);
  private final DrogulusItem item = DrogulusItem.sign(other, "name", JsonValue.of("value"), 1.0, 0);

  private static DrogulusContact named(RsaIdentity node, int port) {
    return DrogulusContact.of(node.publicKey(), new InetSocketAddress(HERE, port));
  }

  private static Contact contact(RsaIdentity node, int port) {
    return new Contact(node.key(), new InetSocketAddress(HERE, port));
  }

  private SealedMessage question(DrogulusMessage message) {
    return SealedMessage.seal(
        other, Envelope.of("uuid", self.publicKeyText(), other.publicKey(), 1909), message);
  }

  private SealedMessage question(String recipient, DrogulusMessage message) {
    var envelope = new Envelope("uuid", recipient, other.publicKey(), 1909, "");
    return SealedMessage.seal(other, envelope, message);
  }

  private DrogulusMessage asked(Request request) throws RpcException {
    return speaker.ask("uuid", other.publicKey(), request).message();
  }

  @Test
  void everyRequestBecomesAQuestionSealedForTheOneWhoIsAsked() throws RpcException {
    SealedMessage question = speaker.ask("uuid", other.publicKey(), new Request.FindNode(KEY));
    assertThat(question.isGenuine()).isTrue();
    assertThat(question.envelope())
        .isEqualTo(Envelope.of("uuid", other.publicKeyText(), self.publicKey(), 1908));
    assertThat(question.message()).isEqualTo(new DrogulusMessage.FindNode(KEY));
    assertThat(asked(new Request.FindValue(KEY))).isEqualTo(new DrogulusMessage.FindValue(KEY));
    assertThat(asked(new Request.Store(item))).isEqualTo(new DrogulusMessage.Store(item));
  }

  @Test
  void aPingIsAQuestionForTheNodesAroundTheOneWhoAsks() throws RpcException {
    assertThat(asked(new Request.Ping())).isEqualTo(new DrogulusMessage.FindNode(self.key()));
  }

  @Test
  void whoIsNotKnownYetIsAskedAsNobody() throws RpcException {
    assertThat(speaker.ask("uuid", null, new Request.Ping()).envelope().recipient()).isEmpty();
  }

  @Test
  void whatTheWireHasNoWordForIsNotSent() {
    assertThatThrownBy(() -> asked(new Request.Leave())).isInstanceOf(RpcException.Unsent.class);
    assertThatThrownBy(() -> asked(WATCH))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessage("the drogulus tells of no changes");
    for (Request ofTopics : List.of(ANNOUNCE, FIND_PROVIDERS)) {
      assertThatThrownBy(() -> asked(ofTopics))
          .isInstanceOf(RpcException.Unsent.class)
          .hasMessage("the drogulus has no topics");
    }
    ContentItem content = ContentItem.of(new byte[1], Instant.EPOCH);
    assertThatThrownBy(() -> asked(new Request.Store(content)))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessageContaining("keeps no such item");
  }

  @Test
  void questionsAreRequestsAndAnswersAreNone() {
    assertThat(Speaker.request(new DrogulusMessage.FindNode(KEY)))
        .contains(new Request.FindNode(KEY));
    assertThat(Speaker.request(new DrogulusMessage.FindValue(KEY)))
        .contains(new Request.FindValue(KEY));
    assertThat(Speaker.request(new DrogulusMessage.Store(item))).contains(new Request.Store(item));
    assertThat(Speaker.request(new DrogulusMessage.Ok())).isEmpty();
    assertThat(Speaker.request(new DrogulusMessage.Nodes(List.of()))).isEmpty();
    assertThat(Speaker.request(new DrogulusMessage.Value(item))).isEmpty();
  }

  @Test
  void aMessageIsForTheNodeThatItNames() {
    var find = new DrogulusMessage.FindNode(KEY);
    assertThat(speaker.isForUs(question(self.publicKeyText(), find))).isTrue();
    assertThat(speaker.isForUs(question(other.publicKeyText(), find))).isFalse();
    assertThat(speaker.isForUs(question(self.publicKeyText() + "\n", find))).isFalse();
  }

  @Test
  void whoDoesNotKnowWhoListensMayAskForNodesAndNothingElse() {
    assertThat(speaker.isForUs(question("", new DrogulusMessage.FindNode(KEY)))).isTrue();
    assertThat(speaker.isForUs(question("", new DrogulusMessage.FindValue(KEY)))).isFalse();
    assertThat(speaker.isForUs(question("", new DrogulusMessage.Store(item)))).isFalse();
  }

  @Test
  void aCallerIsWhereItIsSeenAtThePortThatItSays() {
    assertThat(Speaker.caller(question(new DrogulusMessage.Ok()).envelope(), HERE))
        .isEqualTo(Caller.node(contact(other, 1909)));
    var client = new Envelope("uuid", "", other.publicKey(), 0, "");
    assertThat(Speaker.caller(client, HERE)).isEqualTo(Caller.client(other.key()));
  }

  private Optional<DrogulusMessage> answered(DrogulusMessage question, Response response) {
    return speaker.answer(question(question), response).map(SealedMessage::message);
  }

  @Test
  void anAnswerIsSealedForTheOneWhoAskedAndHasItsUuid() {
    SealedMessage question = question(new DrogulusMessage.Store(item));
    SealedMessage answer = speaker.answer(question, new Response.Stored()).orElseThrow();
    assertThat(answer.isGenuine()).isTrue();
    assertThat(answer.message()).isEqualTo(new DrogulusMessage.Ok());
    assertThat(answer.envelope())
        .isEqualTo(Envelope.of("uuid", other.publicKeyText(), self.publicKey(), 1908));
  }

  @Test
  void aStoreThatIsRefusedIsMetWithSilence() {
    var store = new DrogulusMessage.Store(item);
    assertThat(answered(store, REFUSED)).isEmpty();
    assertThat(answered(store, new Response.Pong())).isEmpty();
    assertThat(answered(store, new Response.Providers(0, List.of(), List.of()))).isEmpty();
    assertThat(answered(store, new Response.Changed(Cursor.NONE, List.of()))).isEmpty();
    assertThat(answered(store, new Response.Unchanged())).isEmpty();
  }

  @Test
  void aQuestionForNodesOrAValueIsAnsweredWhateverHappens() {
    var nobody = new DrogulusMessage.Nodes(List.of());
    for (DrogulusMessage question :
        List.of(new DrogulusMessage.FindNode(KEY), new DrogulusMessage.FindValue(KEY))) {
      for (Response response :
          List.of(
              REFUSED,
              new Response.Pong(),
              new Response.Values(List.of(ContentItem.of(new byte[1], Instant.EPOCH))),
              new Response.Nodes(List.of()))) {
        assertThat(answered(question, response)).contains(nobody);
      }
    }
  }

  @Test
  void aValueIsGivenAsItIs() {
    assertThat(answered(new DrogulusMessage.FindValue(KEY), new Response.Values(List.of(item))))
        .contains(new DrogulusMessage.Value(item));
  }

  @Test
  void thoseAreNamedWhoseKeysAreKnownAndNoMoreThan20() {
    List<RsaIdentity> all = IntStream.range(2, 24).mapToObj(Vectors::identity).toList();
    all.forEach(node -> keys.of(node.publicKeyText()));
    List<Contact> some = List.of(contact(all.get(0), 7), contact(other, 8));
    assertThat(answered(new DrogulusMessage.FindNode(KEY), new Response.Nodes(some)))
        .contains(new DrogulusMessage.Nodes(List.of(named(all.get(0), 7))));
    List<Contact> many = all.stream().map(node -> contact(node, 7)).toList();
    assertThat(answered(new DrogulusMessage.FindNode(KEY), new Response.Nodes(many)))
        .contains(
            new DrogulusMessage.Nodes(all.stream().limit(20).map(node -> named(node, 7)).toList()));
  }

  @Test
  void anAnswerCountsOnlyWhereItIsOfTheKindThatWasAskedFor() {
    var nodes = new DrogulusMessage.Nodes(List.of());
    var none = new Response.Nodes(List.of());
    var ok = new DrogulusMessage.Ok();
    var value = new DrogulusMessage.Value(item);
    assertThat(speaker.response(new Request.Ping(), nodes)).contains(new Response.Pong());
    assertThat(speaker.response(new Request.Ping(), ok)).isEmpty();
    assertThat(speaker.response(new Request.Leave(), ok)).isEmpty();
    assertThat(speaker.response(WATCH, ok)).isEmpty();
    assertThat(speaker.response(ANNOUNCE, ok)).isEmpty();
    assertThat(speaker.response(FIND_PROVIDERS, nodes)).isEmpty();
    assertThat(speaker.response(new Request.FindNode(KEY), nodes)).contains(none);
    assertThat(speaker.response(new Request.FindNode(KEY), value)).isEmpty();
    assertThat(speaker.response(new Request.FindValue(KEY), nodes)).contains(none);
    assertThat(speaker.response(new Request.FindValue(KEY), value))
        .contains(new Response.Values(List.of(item)));
    assertThat(speaker.response(new Request.FindValue(KEY), ok)).isEmpty();
    assertThat(speaker.response(new Request.Store(item), ok)).contains(new Response.Stored());
    assertThat(speaker.response(new Request.Store(item), nodes)).isEmpty();
  }

  private List<Contact> told(List<DrogulusContact> contacts) {
    var nodes =
        (Response.Nodes)
            speaker
                .response(new Request.FindNode(KEY), new DrogulusMessage.Nodes(contacts))
                .orElseThrow();
    return nodes.contacts();
  }

  @Test
  void ofThoseThatAnotherNamesThisNodeAndDuplicatesAreLeftOut() {
    assertThat(told(List.of(named(other, 7), named(self, 8), named(other, 9), named(other, 7))))
        .containsExactly(contact(other, 7));
  }

  @Test
  void whoCannotBeDialledOrSealAnythingIsLeftOut() {
    var noKey = new DrogulusContact("no key", "", "netstring://127.0.0.1:1");
    var noUri = new DrogulusContact(other.publicKeyText(), "", "netstring://127.0.0.1:http");
    assertThat(told(List.of(noKey, noUri))).isEmpty();
  }

  @Test
  void ofThoseThatAnotherNames20AreTakenAnd100LookedAt() {
    List<DrogulusContact> all =
        IntStream.range(1, 32).mapToObj(i -> named(Vectors.identity(i), 7)).toList();
    assertThat(told(all)).hasSize(20);
    var noUri = new DrogulusContact(other.publicKeyText(), "", "");
    List<DrogulusContact> late =
        IntStream.range(0, 101).mapToObj(i -> i == 100 ? named(other, 7) : noUri).toList();
    assertThat(told(late)).isEmpty();
    assertThat(told(late.subList(1, 101))).containsExactly(contact(other, 7));
  }

  @Test
  void whomAnotherNamesThisNodeCanNameInItsTurn() {
    told(List.of(named(other, 7)));
    assertThat(keys.find(other.key())).contains(other.publicKey());
  }
}
