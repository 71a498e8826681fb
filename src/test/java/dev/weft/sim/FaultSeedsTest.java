package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs {@link MixedFaults} with many seeds, on two threads: each run is a world of its own. {@code
 * -Dweft.seeds=10000} runs more of them, {@code -Dweft.seed=7} one.
 */
class FaultSeedsTest {

  private static final int THREADS = 2;

  private static LongStream seeds() {
    Long one = Long.getLong("weft.seed");
    return one == null ? LongStream.range(0, Long.getLong("weft.seeds", 200)) : LongStream.of(one);
  }

  @Test
  void sixtyNodesKeepTheirPromisesWhateverGoesWrong() throws Exception {
    List<String> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<String>> runs =
          seeds().mapToObj(seed -> threads.submit(() -> failure(seed))).toList();
      for (Future<String> run : runs) {
        if (!run.get().isEmpty()) {
          failures.add(run.get());
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  /** What went wrong, and how to see it again; empty if nothing did. */
  private static String failure(long seed) throws InterruptedException {
    try {
      MixedFaults.run(seed);
      return "";
    } catch (AssertionError | RuntimeException e) {
      String how = "mvn test -Dtest=FaultSeedsTest -Dweft.seed=" + seed;
      System.err.println("seed " + seed + " failed: " + e + "; to see it again: " + how);
      e.printStackTrace();
      return how + " : " + e;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 77})
  void theSameSeedIsTheSameRun(long seed) throws InterruptedException {
    assertThat(MixedFaults.run(seed)).isEqualTo(MixedFaults.run(seed));
  }
}
