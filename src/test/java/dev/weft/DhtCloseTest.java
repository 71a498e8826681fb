package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.node.Node;
import dev.weft.runtime.Promise;
import dev.weft.sim.SimEnvironment;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** How Dht ends; its node is played by the test. */
class DhtCloseTest extends Simulated {

  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final Identity identity = Identity.fromSecret(new byte[32]);
  private final Item item =
      NamedItem.sign(identity, "name", new byte[1], 1, SimEnvironment.START.plusSeconds(60));
  private final Node node = mock();
  private final AtomicInteger released = new AtomicInteger();
  private final Dht dht =
      new Dht(
          DhtConfig.builder().build(),
          identity,
          environment,
          node,
          Optional.empty(),
          released::incrementAndGet);

  @Test
  void afterCloseNothingIsDoneAnyMore() throws Exception {
    dht.close();
    List<ThrowingCallable> operations =
        List.of(
            () -> dht.set("name", "value"),
            () -> dht.put(new byte[1]),
            () -> dht.store(item, TIMEOUT),
            () -> dht.get(dht.owner(), "name"),
            () -> dht.get(item.key()),
            () -> dht.find(item.key(), Freshness.NEWEST, TIMEOUT),
            () -> dht.lookup(Samples.TARGET));
    for (var operation : operations) {
      assertThatExceptionOfType(DhtException.Closed.class).isThrownBy(operation);
    }
    verify(node, never()).place(any(), any());
  }

  @Test
  void itIsClosedOnceAndWhatItHeldIsReleasedLast() {
    dht.close();
    dht.close();
    dht.abort();
    verify(node, times(1)).close();
    verify(node, never()).abort();
    assertThat(released).hasValue(1);
  }

  @Test
  void abortTellsNobody() {
    dht.abort();
    dht.close();
    verify(node, times(1)).abort();
    verify(node, never()).close();
    assertThat(released).hasValue(1);
  }

  @Test
  void whatItHeldIsReleasedEvenWhereClosingFails() {
    doThrow(new IllegalStateException("a fault")).when(node).close();
    assertThatIllegalStateException().isThrownBy(dht::close);
    assertThat(released).hasValue(1);
  }

  @Test
  void whoeverClosesSecondWaitsUntilItIsClosed() throws Exception {
    Promise<Boolean> goOn = environment.promise();
    doAnswer(_ -> goOn.await()).when(node).close();
    Thread first = start(dht::close);
    settle();
    Thread second = start(dht::close);
    settle();
    assertThat(released).hasValue(0);
    assertThat(second.isAlive()).isTrue();

    goOn.complete(true);
    settle();

    assertThat(released).hasValue(1);
    assertThat(first.isAlive() || second.isAlive()).isFalse();
  }
}
