package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.sim.SimEnvironment;
import dev.weft.socket.Outbox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class TcpLimitsTest {

  private final Limits limits = new Limits();

  @Test
  void aQueueHoldsTwoFramesAtLeast() {
    limits.queuedBytes = 2 * MessageCodec.MAX_BYTES - 1;
    assertThatThrownBy(limits::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queuedBytes must be at least 262144, not 262143");
  }

  @Test
  void everyNumberIsPositiveOrNamed() {
    Map<String, BiConsumer<Limits, Integer>> numbers = new LinkedHashMap<>();
    numbers.put("connections", (l, value) -> l.connections = value);
    numbers.put("connectionsPerAddress", (l, value) -> l.connectionsPerAddress = value);
    numbers.put("connectionsPerNetwork", (l, value) -> l.connectionsPerNetwork = value);
    numbers.put("handshakesPerAddress", (l, value) -> l.handshakesPerAddress = value);
    numbers.put("handshakesPerNetwork", (l, value) -> l.handshakesPerNetwork = value);
    numbers.put("bytes", (l, value) -> l.bytes = value);
    numbers.put("handshakes", (l, value) -> l.handshakes = value);
    numbers.put("dials", (l, value) -> l.dials = value);
    numbers.put("callsPerConnection", (l, value) -> l.callsPerConnection = value);
    numbers.put("requestsPerConnection", (l, value) -> l.requestsPerConnection = value);
    numbers.put("requests", (l, value) -> l.requests = value);
    numbers.forEach(
        (name, set) -> {
          var least = new Limits();
          set.accept(least, 1);
          assertThat(least.build().toString()).matches(".*\\b" + name + "=1,.*");
          set.accept(least, 0);
          assertThatThrownBy(least::build)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(name + " must be positive, not 0");
        });
  }

  @Test
  void everyTimeIsPositiveOrNamed() {
    limits.silence = Duration.ZERO;
    assertThatThrownBy(limits::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("silence must be positive, not PT0S");
    limits.silence = Duration.ofNanos(1);
    limits.handshakeTime = Duration.ofSeconds(-1);
    assertThatThrownBy(limits::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("handshakeTime must be positive, not PT-1S");
    limits.handshakeTime = Duration.ofNanos(1);
    limits.idle = Duration.ZERO;
    assertThatThrownBy(limits::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("idle must be positive, not PT0S");
  }

  @Test
  void theNumberOfConnectionsMayDifferFromTheDefault() {
    limits.connections = 7;
    assertThat(TcpLimits.DEFAULT.withConnections(7)).isEqualTo(limits.build());
  }

  @Test
  void theSharesMayDifferFromTheDefault() {
    limits.ofLoopback = true;
    Shares shares = limits.build().shares();
    assertThat(TcpLimits.DEFAULT.withShares(shares)).isEqualTo(limits.build());
  }

  @Test
  void aTimeMayBeBeyondAllNanoseconds() throws InterruptedException {
    limits.silence = Duration.ofSeconds(Long.MAX_VALUE);
    var environment = new SimEnvironment(1);
    Outbox outbox = new Hub(environment, limits.build()).outbox();
    environment.run(() -> environment.sleep(Duration.ofDays(36_500)));
    assertThat(outbox.isStuck()).isFalse();
  }
}
