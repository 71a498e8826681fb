package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.FanOut;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Many clients at once for a while, without an error and without growth. {@code
 * -Dweft.gateway.load} says for how many seconds; a second where it does not.
 */
@ResourceLock("gateway") // whose threads are looked for
class GatewayLoadIT extends GatewayFixture {

  private static final int CLIENTS = 64;

  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS) // for as long as was asked for
  void manyClientsAtOnceMeetNoErrorAndLeaveNothing() throws Exception {
    Duration time = Duration.ofSeconds(Long.getLong("weft.gateway.load", 1));
    open(8, GatewayOptions.at("127.0.0.1", 0).withRate(1_000_000, 1_000_000));
    long until = environment.nanoTime() + time.toNanos();
    long before = heap();
    try (FanOut clients = FanOut.open(environment.threads("client"), () -> false)) {
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        clients.fork(() -> client("load/" + number, until));
      }
      clients.join();
    }
    long after = heap();
    System.out.printf(
        "%d clients, %d s: %d requests, %d a second, %d failed; heap %d MiB before, %d after%n",
        CLIENTS,
        time.toSeconds(),
        done.get(),
        done.get() / time.toSeconds(),
        failed.get(),
        before,
        after);
    assertThat(failed).hasValue(0);
    assertThat(done).hasPositiveValue();
    assertThat(after).isLessThan(before + 64);
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private void client(String name, long until) throws InterruptedException {
    byte[] value = new byte[300];
    while (environment.nanoTime() < until) {
      try {
        String place = header(counted(put("/v1/items/" + name, value)), "location");
        for (int i = 0; i < 4; i++) {
          counted(get(place));
        }
        counted(get("/v1/node"));
        counted(get("/v1/lookup?name=" + name));
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        failed.incrementAndGet();
      }
    }
  }

  private HttpResponse<byte[]> counted(HttpResponse<byte[]> response) {
    (response.statusCode() < 300 ? done : failed).incrementAndGet();
    return response;
  }
}
