package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each style does what the benchmarks take for granted; in real time, of which it takes little. */
@Timeout(60)
class StyleTest {

  @ParameterizedTest
  @EnumSource
  void everyLookupIsDoneWell(Style style) throws InterruptedException {
    for (Duration latency : new Duration[] {Duration.ZERO, Duration.ofMillis(1)}) {
      Town town = new Town(100, 16, latency);
      try (Client client = town.client(style)) {
        Latencies.OF_THIS_JVM.clear();
        assertThat(client.run(town::lookup, 1, 1)).isEqualTo(1);
        assertThat(client.run(town::lookup, 200, 7)).isEqualTo(200);
        assertThat(Latencies.OF_THIS_JVM.count()).isEqualTo(201);
      }
      town.network().awaitNobody();
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancellationLeavesNothing(Style style) throws InterruptedException {
    Town town = Town.waiting();
    try (Client client = town.client(style)) {
      client.cancel(town::lookup, 20, () -> town.await(20));
      town.network().awaitNobody();
    }
  }
}
