package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.weft.drogulus.Questions.Outcome;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuestionsTest extends Simulated {

  private static final RpcException OVER = new RpcException.Unsent("over");

  private final RsaIdentity self = Vectors.identity(0);
  private final RsaIdentity other = Vectors.identity(1);
  private final RsaIdentity stranger = Vectors.identity(2);
  private final Key asked = other.key();
  private final Link link = mock(Link.class);
  private final Link another = mock(Link.class);
  private final Questions questions = new Questions(environment, 2);

  private SealedMessage answer(String uuid, RsaIdentity from) {
    var envelope = Envelope.of(uuid, self.publicKeyText(), from.publicKey(), 1);
    return SealedMessage.seal(from, envelope, new DrogulusMessage.Ok());
  }

  private static void assertWaits(Promise<Outcome> promise) {
    assertThat(promise.isDone()).isFalse();
  }

  private static void assertFailed(Promise<Outcome> promise, RpcException reason)
      throws InterruptedException {
    assertThat(promise.await(Duration.ZERO)).contains(new Outcome.Failed(reason));
  }

  @Test
  void anAnswerReachesTheOneWhoAskedWhateverLinkItComesOver() throws Exception {
    Promise<Outcome> promise = questions.add("uuid", link, asked);
    SealedMessage answer = answer("uuid", other);
    questions.answered(another, answer);
    assertThat(promise.await()).isEqualTo(new Outcome.Answered(answer));
  }

  @Test
  void anAnswerToAQuestionThatNobodyAskedIsIgnored() throws Exception {
    Promise<Outcome> promise = questions.add("uuid", link, asked);
    questions.answered(link, answer("another uuid", other));
    assertWaits(promise);
  }

  @Test
  void anAnswerOfAnotherNodeIsNoneWhereItComesOverAnotherLink() throws Exception {
    Promise<Outcome> promise = questions.add("uuid", link, asked);
    questions.answered(another, answer("uuid", stranger));
    assertWaits(promise);
    SealedMessage answer = answer("uuid", other);
    questions.answered(link, answer);
    assertThat(promise.await()).isEqualTo(new Outcome.Answered(answer));
  }

  @Test
  void whereAnotherNodeAnswersTheOneWhoWasAskedIsNotThereAndNotToBlame() throws Exception {
    Promise<Outcome> promise = questions.add("uuid", link, asked);
    questions.answered(link, answer("uuid", stranger));
    assertThat(promise.await())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .isInstanceOf(RpcException.Unreachable.class)
                    .hasMessageContaining("another node"));
  }

  @Test
  void whoeverListensThereMayAnswerWhereNobodyWasNamed() throws Exception {
    Promise<Outcome> promise = questions.add("uuid", link, null);
    SealedMessage answer = answer("uuid", stranger);
    questions.answered(link, answer);
    assertThat(promise.await()).isEqualTo(new Outcome.Answered(answer));
  }

  @Test
  void onlySoManyQuestionsWaitAtOnce() throws Exception {
    questions.add("1", link, asked);
    questions.add("2", another, asked);
    assertThat(questions.links()).containsExactlyInAnyOrder(link, another);
    assertThatThrownBy(() -> questions.add("3", link, asked))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessageContaining("too many calls");
    questions.forget("1");
    assertThat(questions.links()).containsExactly(another);
    questions.add("3", link, asked);
  }

  @Test
  void theEndOfALinkEndsWhatWasAskedOverIt() throws Exception {
    Promise<Outcome> lost = questions.add("1", link, asked);
    Promise<Outcome> kept = questions.add("2", another, asked);
    questions.ended(link, OVER);
    assertFailed(lost, OVER);
    assertWaits(kept);
  }

  @Test
  void closingEndsAllQuestionsAndTakesNoMore() throws Exception {
    Promise<Outcome> promise = questions.add("1", link, asked);
    questions.close(OVER);
    questions.close(OVER);
    assertFailed(promise, OVER);
    assertThatThrownBy(() -> questions.add("2", link, asked)).isSameAs(OVER);
  }
}
