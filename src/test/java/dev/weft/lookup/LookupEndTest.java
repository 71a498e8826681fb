package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How lookups end otherwise than with what was looked for, and that they leave nothing behind. */
class LookupEndTest extends LookupFixture {

  /** Makes peers whose calls wait until they are interrupted. */
  private void hang() {
    network.intercept(
        (from, to, request, passage) -> {
          environment.promise().await();
          return passage.call();
        });
  }

  /** Interrupts a lookup of some peers, which must end it at once. */
  private void interrupt(LookupOptions options, int... start) throws InterruptedException {
    Thread caller =
        start(
            () -> {
              assertThatThrownBy(() -> findNodes(options, start))
                  .isInstanceOf(InterruptedException.class);
              assertThat(network.underWay()).isZero();
            });
    environment.sleep(Duration.ofSeconds(1));
    caller.interrupt();
    settle();
    assertThat(caller.isAlive()).isFalse();
  }

  @Test
  void interruptEndsAllCallsUnderWay() throws InterruptedException {
    hang();
    interrupt(PATIENT, 1, 2, 3, 4);
    assertThat(network.mostUnderWay()).isEqualTo(3);
    assertThat(network.asked()).hasSize(3);
    assertThat(watched).isEmpty();
    assertThat(left).isEmpty();
  }

  @Test
  void lanesWhoseTransportSwallowsTheInterruptAskNobodyElse() throws InterruptedException {
    network.intercept(
        (from, to, request, passage) -> {
          try {
            environment.promise().await();
          } catch (InterruptedException e) {
            // A transport must not do this.
          }
          return new Response.Nodes(List.of());
        });
    interrupt(PATIENT, 1, 2, 3, 4, 5, 6);
    assertThat(network.asked()).hasSize(3);
  }

  @Test
  void callerThatIsInterruptedBeforehandLeavesNoCall() {
    hang();
    Thread.currentThread().interrupt();
    assertThat(catchThrowable(() -> findNodes(PATIENT, 1, 2, 3)))
        .isInstanceOf(InterruptedException.class);
    assertThat(network.underWay()).isZero();
  }

  @Test
  void cancelledLookupStillReportsSlowPeers() throws InterruptedException {
    var options = new LookupOptions(20, 1, 1, LONG, Duration.ofMillis(1));
    hang();
    interrupt(options, 1, 2);
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
    assertThat(result.took()).isEqualTo(Duration.ofMillis(300));
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
            environment.promise().await();
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
            environment.promise().await();
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
    var lookups =
        new Lookups(SELF, PATIENT, environment, transport, throwing, PrefixLimits.DEFAULT);
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
    start(
        () -> {
          settle();
          assertThat(network.underWay()).isEqualTo(3);
          transport.close();
        });
    LookupResult.Closest result = findNodes(PATIENT, 1, 2, 3, 4);
    assertThat(result.closest()).isEmpty();
    assertThat(result.took()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void watcherIsToldOneStepAfterTheOtherWithoutHoldingUpTheDeadline() throws InterruptedException {
    List<Step> told = new ArrayList<>();
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
                      environment.promise().await();
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
