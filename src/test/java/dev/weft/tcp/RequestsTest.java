package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.admission.Refusal;
import dev.weft.admission.Refusals;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Crew;
import dev.weft.sim.Simulated;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestsTest extends Simulated {

  private static final Response PONG = new Response.Pong();

  private final Crew crew = new Crew(environment);
  private final Refusals refusals = new Refusals(environment);
  private final Requests requests = new Requests(crew, refusals, 1);
  private final Caller caller = Caller.client(new Samples(4).key());
  private final BlockingQueue<Response> replies = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    crew.close();
    assertThat(requests.inFlight()).isZero();
  }

  private void ask() {
    requests.answer(caller, new Request.Ping(), replies::add);
  }

  private RefusalCode refusal() throws InterruptedException {
    return ((Response.Refused) replies.take()).code();
  }

  @Test
  void whoDoesNotServeYetIsBusy() throws Exception {
    ask();
    assertThat(refusal()).isEqualTo(RefusalCode.BUSY);
    assertThat(refusals.count(Refusal.NOT_SERVING)).isOne();
  }

  @Test
  void oneHandlerServes() {
    requests.serve((from, request) -> PONG);
    assertThatThrownBy(() -> requests.serve((from, request) -> PONG))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void requestsBeyondTheLimitInAllAreRefusedAsBusy() throws Exception {
    var go = new CountDownLatch(1);
    requests.serve(
        (from, request) -> {
          go.await();
          return PONG;
        });
    ask();
    assertThat(requests.inFlight()).isOne();
    ask();
    assertThat(refusal()).isEqualTo(RefusalCode.BUSY);
    assertThat(refusals.count(Refusal.REQUESTS)).isOne();
    go.countDown();
    assertThat(replies.take()).isEqualTo(PONG);
    ask();
    assertThat(replies.take()).isEqualTo(PONG);
  }

  /** A handler that never waits but for pings. */
  private static Handler prompt(Response response) {
    return new Handler() {
      @Override
      public Response handle(Caller from, Request request) {
        if (request instanceof Request.Leave) {
          throw new IllegalStateException("an error that this test makes on purpose");
        }
        return response;
      }

      @Override
      public boolean mayWait(Request request) {
        return request instanceof Request.Ping;
      }
    };
  }

  @Test
  void whatNeverWaitsIsAnsweredAtOnce() {
    var question = new Request.FindNode(caller.key());
    assertThat(requests.answerNow(caller, question)).isNull();
    var nodes = new Response.Nodes(List.of());
    requests.serve(prompt(nodes));
    assertThat(requests.answerNow(caller, question)).isEqualTo(nodes);
    assertThat(requests.answerNow(caller, new Request.Ping())).isNull();
    assertThat(requests.answerNow(caller, new Request.Leave()))
        .asInstanceOf(InstanceOfAssertFactories.type(Response.Refused.class))
        .extracting(Response.Refused::code)
        .isEqualTo(RefusalCode.OTHER);
  }

  @Test
  void aHandlerThatFailsIsAnsweredForAndServesOn() throws Exception {
    requests.serve(
        (from, request) -> {
          throw new IllegalStateException("an error that this test makes on purpose");
        });
    ask();
    assertThat(refusal()).isEqualTo(RefusalCode.OTHER);
    ask();
    assertThat(refusal()).isEqualTo(RefusalCode.OTHER);
  }

  @Test
  void aHandlerThatIsInterruptedAnswersThatTheNodeStops() throws Exception {
    requests.serve(
        (from, request) -> {
          new CountDownLatch(1).await();
          return PONG;
        });
    ask();
    crew.close();
    assertThat(refusal()).isEqualTo(RefusalCode.CLOSING);
    ask();
    assertThat(refusal()).isEqualTo(RefusalCode.CLOSING);
  }
}
