package dev.weft.metrics;

import dev.weft.Statistics;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Belongs to no thread: one look at a node's counts for all meters that are read at the same time,
 * so that a page is of one moment, and costs one look.
 */
final class Sampled implements Supplier<Statistics> {

  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private record Sample(Statistics statistics, long at) {}

  private final Supplier<Statistics> source;
  private final Clock clock;
  private volatile @Nullable Sample last;

  /**
   * @param clock the registry's
   */
  Sampled(Supplier<Statistics> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Statistics get() {
    Sample sample = last;
    long now = clock.monotonicTime();
    if (sample == null || now - sample.at > FRESH_NANOS) {
      sample = new Sample(source.get(), now);
      last = sample;
    }
    return sample.statistics;
  }
}
