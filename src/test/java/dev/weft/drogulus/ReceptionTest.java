package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.drogulus.Questions.Outcome;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceptionTest extends LinkFixture {

  private static final DrogulusMessage NOBODY = new DrogulusMessage.Nodes(List.of());

  private final Questions questions = new Questions(environment, 1);
  private final Reception reception =
      new Reception(new Speaker(self, 1908, new PublicKeys()), questions);
  private final DrogulusItem item = DrogulusItem.sign(other, "name", JsonValue.of("value"), 1.0, 0);
  private Link link;

  @BeforeEach
  void connect() throws Exception {
    link = open();
  }

  private SealedMessage answer(DrogulusMessage question) throws Exception {
    SealedMessage message = said(question);
    assertThat(reception.admits(link, message)).isTrue();
    reception.take(link, message);
    link.send(said(new DrogulusMessage.Ok())); // the end of what is read here
    SealedMessage first = peer.receive();
    return first.envelope().sender().equals(self.publicKey()) ? first : null;
  }

  private void assertAnswer(DrogulusMessage question, DrogulusMessage answer) throws Exception {
    SealedMessage said = answer(question);
    assertThat(said.message()).isEqualTo(answer);
    assertThat(said.isGenuine()).isTrue();
    assertThat(peer.receive()).as("what the test has sent").isNotNull();
  }

  private void assertSilence(DrogulusMessage question) throws Exception {
    assertThat(answer(question)).isNull();
  }

  @Test
  void theHandlerLearnsWhoAsksWhatAndItsAnswerIsGiven() throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1909);
    Caller caller = Caller.node(new Contact(other.key(), address));
    reception.serve(
        (from, request) -> {
          assertThat(from).isEqualTo(caller);
          assertThat(request).isEqualTo(new Request.Store(item));
          return new Response.Stored();
        });
    assertAnswer(new DrogulusMessage.Store(item), new DrogulusMessage.Ok());
  }

  @Test
  void beforeItServesANodeNamesNobodyAndKeepsNothing() throws Exception {
    assertAnswer(FIND, NOBODY);
    assertAnswer(new DrogulusMessage.FindValue(KEY), NOBODY);
    assertSilence(new DrogulusMessage.Store(item));
  }

  @Test
  void whereTheHandlerFailsFindsAreAnsweredAllTheSame() throws Exception {
    reception.serve(
        (_, _) -> {
          throw new IllegalStateException("a test of what is logged");
        });
    assertAnswer(FIND, NOBODY);
    assertAnswer(new DrogulusMessage.FindValue(KEY), NOBODY);
    assertSilence(new DrogulusMessage.Store(item));
  }

  @Test
  void aRefusedStoreIsMetWithSilence() throws Exception {
    reception.serve((_, _) -> new Response.Refused(RefusalCode.FULL, "full"));
    assertSilence(new DrogulusMessage.Store(item));
    assertAnswer(FIND, NOBODY);
  }

  @Test
  void oneHandlerServes() {
    Handler handler = (_, _) -> new Response.Pong();
    reception.serve(handler);
    assertThatIllegalStateException().isThrownBy(() -> reception.serve(handler));
  }

  @Test
  void anAnswerThatCannotBeSentIsDropped() throws Exception {
    SealedMessage question = said(FIND);
    link.close(OVER);
    reception.take(link, question);
    assertThat(peer.receive()).isNull();
  }

  @Test
  void anAnswerReachesWhoeverWaitsForIt() throws Exception {
    SealedMessage answer = said(new DrogulusMessage.Ok());
    Promise<Outcome> promise = questions.add(answer.envelope().uuid(), link, other.key());
    reception.take(link, answer);
    assertThat(promise.await()).isEqualTo(new Outcome.Answered(answer));
  }

  @Test
  void whatIsNotGenuineIsNotAdmittedAndCounted() throws Exception {
    SealedMessage good = said(FIND);
    var forged =
        new SealedMessage(good.envelope(), good.message(), good.sealed(), said(FIND).seal());
    for (int i = 0; i <= Link.MOST_BAD; i++) {
      assertThat(link.isOpen()).isTrue();
      assertThat(reception.admits(link, forged)).isFalse();
    }
    assertThat(link.isOpen()).isFalse();
  }

  @Test
  void aMessageForAnotherIsNotAdmitted() {
    SealedMessage replayed = peer.message(other.publicKey(), FIND);
    for (int i = 0; i <= Link.MOST_BAD; i++) {
      assertThat(reception.admits(link, replayed)).isFalse();
    }
    assertThat(link.isOpen()).as("as it is not the fault of who passed it on").isTrue();
  }

  @Test
  void whatThisNodeOnceSaidItselfIsNotAdmitted() {
    Envelope own = Envelope.of("uuid", self.publicKeyText(), self.publicKey(), 1908);
    assertThat(reception.admits(link, SealedMessage.seal(self, own, FIND))).isFalse();
  }
}
