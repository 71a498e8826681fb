package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.runtime.RealEnvironment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class PendingCallsTest {

  private static final Outcome PONG = new Outcome.Answered(new Response.Pong());

  private final Environment environment = new RealEnvironment();
  private final PendingCalls calls = new PendingCalls(2, "the peer");

  private Promise<Outcome> promise() {
    return environment.promise();
  }

  @Test
  void everyCallHasAnIdOfItsOwnEvenAfterOthersHaveEnded() throws RpcException {
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 5; i++) {
      long id = calls.register(promise());
      calls.forget(id);
      ids.add(id);
    }
    assertThat(ids).doesNotHaveDuplicates().doesNotContain(Message.NO_CALL);
  }

  @Test
  void anAnswerEndsTheWaitForItsCallOnly() throws Exception {
    Promise<Outcome> one = promise();
    Promise<Outcome> two = promise();
    long first = calls.register(one);
    calls.register(two);
    calls.complete(first, PONG);
    assertThat(one.await()).isEqualTo(PONG);
    assertThat(two.isDone()).isFalse();
    assertThat(calls.count()).isOne();
  }

  @Test
  void theAnswerToACallThatWasForgottenIsIgnored() throws RpcException {
    Promise<Outcome> promise = promise();
    long id = calls.register(promise);
    calls.forget(id);
    calls.complete(id, PONG);
    calls.complete(4711, PONG);
    assertThat(promise.isDone()).isFalse();
    assertThat(calls.count()).isZero();
  }

  @Test
  void callsBeyondTheLimitAreNotSentUntilOneHasEnded() throws RpcException {
    calls.register(promise());
    long second = calls.register(promise());
    assertThatThrownBy(() -> calls.register(promise()))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessage("too many calls to the peer are under way");
    calls.complete(second, PONG);
    calls.register(promise());
    assertThat(calls.count()).isEqualTo(2);
  }

  @Test
  void whoRetiresTakesNoMoreCallsAndWaitsForThoseItHas() throws Exception {
    Promise<Outcome> promise = promise();
    long id = calls.register(promise);
    assertThat(calls.isRetiring()).isFalse();
    calls.retire();
    assertThat(calls.isRetiring()).isTrue();
    assertRefused();
    calls.complete(id, PONG);
    assertThat(promise.await()).isEqualTo(PONG);
  }

  @Test
  void theEndHandsOverThoseThatWaitAndIsOnlyOnce() throws RpcException {
    Promise<Outcome> one = promise();
    Promise<Outcome> two = promise();
    calls.register(one);
    calls.register(two);
    assertThat(calls.end()).containsExactly(one, two);
    assertThat(calls.count()).isZero();
    assertRefused();
    assertThat(calls.end()).isNull();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> calls.register(promise()))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessage("the connection to the peer is closed");
  }

  @Test
  void atTheEndEachCallIsEitherRefusedOrHandedOver() throws Exception {
    for (int round = 0; round < 100; round++) {
      var many = new PendingCalls(Integer.MAX_VALUE, "the peer");
      var start = new CyclicBarrier(3);
      var one = Background.of(() -> registerUntilRefused(many, start));
      var two = Background.of(() -> registerUntilRefused(many, start));
      start.await();
      Background.until(() -> many.count() > 0);
      List<Promise<Outcome>> handedOver = many.end();
      var taken = new ArrayList<>(one.result());
      taken.addAll(two.result());
      assertThat(handedOver).hasSameSizeAs(taken);
      assertThat(new HashSet<>(taken)).isEqualTo(new HashSet<>(handedOver));
    }
  }

  private List<Promise<Outcome>> registerUntilRefused(PendingCalls calls, CyclicBarrier start)
      throws Exception {
    var taken = new ArrayList<Promise<Outcome>>();
    start.await();
    while (true) {
      Promise<Outcome> promise = promise();
      try {
        calls.register(promise);
      } catch (RpcException.Unreachable e) {
        return taken;
      }
      taken.add(promise);
      Thread.yield();
    }
  }
}
