package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.kademlia.Contact;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How lookups end otherwise than with what was looked for, and that they leave nothing behind. */
class LookupEndTest extends LookupFixture {

  /** Makes peers whose calls wait until they are interrupted; counts down as they begin. */
  private CountDownLatch hang(int count) {
    var waiting = new CountDownLatch(count);
    network.intercept(
        (from, to, request, passage) -> {
          waiting.countDown();
          new CountDownLatch(1).await();
          return passage.call();
        });
    return waiting;
  }

  private void interruptEndsIt(ThreadFactory threads) throws InterruptedException {
    CountDownLatch waiting = hang(3);
    var thrown = new AtomicReference<Throwable>();
    var callsLeft = new AtomicInteger(-1);
    Thread caller =
        threads.newThread(
            () -> {
              thrown.set(catchThrowable(() -> findNodes(PATIENT, 1, 2, 3, 4)));
              callsLeft.set(network.underWay());
            });
    caller.start();
    waiting.await();
    assertThat(network.underWay()).isEqualTo(3);
    caller.interrupt();
    caller.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(callsLeft).hasValue(0);
    assertThat(network.asked()).hasSize(3);
    assertThat(watched).isEmpty();
    assertThat(left).isEmpty();
  }

  @Test
  void interruptOfAVirtualThreadEndsAllCallsUnderWay() throws InterruptedException {
    interruptEndsIt(environment.threads("caller"));
  }

  @Test
  void interruptOfAPlatformThreadEndsAllCallsUnderWay() throws InterruptedException {
    interruptEndsIt(Thread.ofPlatform().factory());
  }

  @Test
  void lanesWhoseTransportSwallowsTheInterruptAskNobodyElse() throws InterruptedException {
    var waiting = new CountDownLatch(3);
    network.intercept(
        (from, to, request, passage) -> {
          waiting.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            // A transport must not do this.
          }
          return new Response.Nodes(List.of());
        });
    Thread caller =
        environment.start(
            "caller",
            () ->
                assertThat(catchThrowable(() -> findNodes(PATIENT, 1, 2, 3, 4, 5, 6)))
                    .isInstanceOf(InterruptedException.class));
    waiting.await();
    caller.interrupt();
    caller.join();
    assertThat(network.asked()).hasSize(3);
  }

  @Test
  void callerThatIsInterruptedBeforehandLeavesNoCall() {
    hang(3);
    Thread.currentThread().interrupt();
    assertThat(catchThrowable(() -> findNodes(PATIENT, 1, 2, 3)))
        .isInstanceOf(InterruptedException.class);
    assertThat(network.underWay()).isZero();
  }

  @Test
  void cancelledLookupStillReportsSlowPeers() throws InterruptedException {
    var options = new LookupOptions(20, 1, 1, LONG, Duration.ofMillis(1));
    CountDownLatch waiting = hang(2);
    Thread caller =
        environment.start(
            "caller",
            () ->
                assertThat(catchThrowable(() -> findNodes(options, 1, 2)))
                    .isInstanceOf(InterruptedException.class));
    waiting.await();
    caller.interrupt();
    caller.join();
    assertThat(left).contains(node(1));
  }

  @Test
  void deadlineGivesWhatWasFoundByThen() throws InterruptedException {
    knows(1);
    silent(2);
    LookupResult.Closest result =
        lookups(PATIENT).findNodes(TARGET, nodes(1, 2), Duration.ofMillis(300), watcher);
    assertThat(result.complete()).isFalse();
    assertThat(result.closest()).isEqualTo(nodes(1));
    assertThat(result.took()).isBetween(Duration.ofMillis(300), LONG);
    assertThat(result.trace()).extracting(Step::peer).isEqualTo(nodes(1, 2));
    assertThat(result.trace().getLast().outcome()).isEqualTo(new Outcome.Abandoned());
    assertThat(watched).containsExactlyElementsOf(result.trace());
    assertThat(left).as("it is not slow by the soft deadline").isEmpty();
  }

  @Test
  void deadlineThatHasPassedAsksNobody() throws InterruptedException {
    knows(1);
    LookupResult.Closest result =
        lookups(PATIENT).findNodes(TARGET, nodes(1), Duration.ZERO, watcher);
    assertThat(result.complete()).isFalse();
    assertThat(network.asked()).isEmpty();
  }

  @Test
  void longestOfAllDeadlinesIsNoTrouble() throws InterruptedException {
    knows(1);
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(lookups(PATIENT).findNodes(TARGET, nodes(1), forEver, watcher).complete()).isTrue();
  }

  private void failsWith(Throwable failure, Consumer<Step> watcher) {
    int[] start = range(1, 9).stream().mapToInt(c -> c.address().getPort()).toArray();
    assertThat(
            catchThrowable(() -> lookups(PATIENT).findNodes(TARGET, nodes(start), LONG, watcher)))
        .isSameAs(failure);
    assertThat(network.underWay()).isZero();
  }

  @Test
  void watcherThatThrowsFailsTheLookup() {
    var failure = new IllegalStateException("watcher");
    knows(1);
    silent(2, 3, 4);
    for (int i = 0; i < 50; i++) {
      failsWith(
          failure,
          step -> {
            throw failure;
          });
    }
  }

  @Test
  void watcherThatThrowsAtTheLastStepFailsTheLookup() {
    var failure = new IllegalStateException("watcher");
    answers(1, new Response.Values(List.of(Items.named(1))));
    for (int i = 0; i < 50; i++) {
      Consumer<Step> throwing =
          step -> {
            throw failure;
          };
      assertThat(
              catchThrowable(() -> lookups(PATIENT).findValue(Items.KEY, nodes(1), LONG, throwing)))
          .isSameAs(failure);
    }
  }

  @Test
  void transportThatThrowsFailsTheLookup() {
    for (Throwable failure :
        List.of(new IllegalStateException("transport"), new AssertionError())) {
      network.intercept(
          (from, to, request, passage) -> {
            if (to.equals(node(2))) {
              switch (failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(failure);
              }
            }
            new CountDownLatch(1).await();
            return passage.call();
          });
      for (int i = 0; i < 50; i++) {
        failsWith(failure, watcher);
      }
    }
  }

  @Test
  void ofSeveralFailuresTheFirstIsThrown() {
    var first = new IllegalStateException("first");
    var both = new CountDownLatch(2);
    network.intercept(
        (from, to, request, passage) -> {
          both.countDown();
          both.await();
          if (to.equals(node(1))) {
            throw first;
          }
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("second", e);
          }
          return passage.call();
        });
    assertThat(catchThrowable(() -> findNodes(PATIENT, 1, 2))).isSameAs(first);
  }

  @Test
  void listenerThatThrowsFailsTheLookup() {
    var failure = new IllegalStateException("listener");
    answers(1, new Response.Pong());
    LookupListener throwing =
        new LookupListener() {
          @Override
          public void lied(Contact peer, String what) {
            throw failure;
          }

          @Override
          public void leftWaiting(Contact peer) {}
        };
    var lookups = new Lookups(SELF, PATIENT, environment, transport, throwing);
    assertThat(catchThrowable(() -> lookups.findNodes(TARGET, nodes(1, 2), LONG, watcher)))
        .isSameAs(failure);
  }

  @Test
  void transportThatIsInterruptedByItselfEndsTheLookup() throws InterruptedException {
    network.intercept(
        (from, to, request, passage) -> {
          throw new InterruptedException();
        });
    LookupResult.Closest result = findNodes(PATIENT, 1, 2, 3, 4, 5);
    assertThat(result.complete()).isFalse();
    assertThat(network.asked().size()).isBetween(1, 3);
  }

  @Test
  void closedTransportEndsTheLookup() throws InterruptedException {
    silent(1, 2, 3);
    var waiting = new CountDownLatch(3);
    network.intercept(
        (from, to, request, passage) -> {
          waiting.countDown();
          return passage.call();
        });
    Thread closer =
        environment.start(
            "closer",
            () -> {
              awaitUninterruptibly(waiting);
              transport.close();
            });
    assertThat(findNodes(PATIENT, 1, 2, 3, 4).closest()).isEmpty();
    closer.join();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void watcherIsToldOneStepAfterTheOtherWithoutHoldingUpTheDeadline() throws InterruptedException {
    List<Step> told = Collections.synchronizedList(new ArrayList<>());
    range(1, 9).forEach(c -> knows(c.address().getPort()));
    var inside = new AtomicInteger();
    LookupResult.Closest result =
        lookups(PATIENT)
            .findNodes(
                TARGET,
                range(1, 9),
                Duration.ofMillis(100),
                step -> {
                  assertThat(inside.incrementAndGet()).isOne();
                  told.add(step);
                  if (told.size() == 1) {
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                      told.add(told.getFirst());
                    }
                  }
                  inside.decrementAndGet();
                });
    assertThat(told.get(1)).as("the watcher was interrupted").isEqualTo(told.getFirst());
    assertThat(told.subList(1, told.size())).isEqualTo(result.trace());
    assertThat(result.complete()).isFalse();
  }
}
