package dev.weft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import dev.weft.rpc.Reachability;
import dev.weft.rpc.Reachability.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The metric that says whether a node can be reached. */
class ReachableTest {

  private final Dht dht = mock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private double shown(State state) {
    when(dht.reachability()).thenReturn(new Reachability(state, Optional.empty(), ""));
    return registry.get("weft.reachable").gauge().value();
  }

  @Test
  void itIsOneOrZeroAndNoNumberIfThatIsNotKnown() {
    when(dht.onCall(any())).thenReturn(() -> {});
    when(dht.onLookup(any())).thenReturn(() -> {});
    new WeftMetrics(dht).bindTo(registry);
    assertThat(shown(State.YES)).isOne();
    assertThat(shown(State.NO)).isZero();
    assertThat(shown(State.UNKNOWN)).isNaN();
  }
}
