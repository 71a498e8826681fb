package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import dev.weft.Statistics;
import dev.weft.sim.Simulated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten minutes of traffic are remembered, in intervals of five seconds. */
class TrafficTest extends Simulated {

  private final Dht dht = mock();

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> points(Traffic traffic) {
    return (List<Map<String, Object>>) traffic.json().get("points");
  }

  @Test
  void eachPointTellsWhatHappenedSinceTheOneBefore() {
    Statistics first = Counted.statistics(10, 5);
    Statistics second = Counted.statistics(12, 5);
    when(dht.statistics()).thenReturn(first, second, second);
    Traffic traffic = new Traffic(dht, environment);
    traffic.measure();
    traffic.measure();
    Map<String, Object> point = points(traffic).getFirst();
    assertThat(point)
        .containsEntry("at", environment.now().toEpochMilli())
        .containsEntry("in", Map.of("ping", 2L))
        .containsEntry("out", Map.of("find_node", 4L))
        .containsEntry("failed", Map.of("find_node", 2L))
        .containsEntry("refused", Map.of("flood", 2L))
        .containsEntry("mailbox", 5)
        .containsEntry("callsInFlight", 5)
        .containsEntry("connections", 5)
        .containsEntry("bytesIn", 2L)
        .containsEntry("bytesOut", 2L);
    assertThat(points(traffic).getLast()).containsEntry("in", Map.of());
    assertThat(traffic.json()).containsEntry("interval", 5_000L);
  }

  @Test
  void whatIsOlderThanTenMinutesIsForgotten() throws InterruptedException {
    Statistics all = Counted.statistics(1, 1);
    when(dht.statistics()).thenReturn(all);
    Traffic traffic = new Traffic(dht, environment);
    Thread thread =
        start(() -> assertThatExceptionOfType(InterruptedException.class).isThrownBy(traffic::run));
    environment.sleep(Traffic.INTERVAL.multipliedBy(Traffic.MOST + 10));
    assertThat(points(traffic)).hasSize(Traffic.MOST);
    thread.interrupt();
    settle();
    assertThat(thread.isAlive()).isFalse();
  }
}
