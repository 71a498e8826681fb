package dev.weft.admission;

import dev.weft.runtime.Environment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Shared by any number of threads, without a lock: how often a node has refused something, by
 * reason. The log is told of each reason at most once a minute, and then of how many there were:
 * strangers can make a node refuse as often as they like, and must not fill its disk.
 */
public final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long TOLD_NANOS = 60_000_000_000L;

  private static final class Tally {
    final LongAdder count = new LongAdder();
    final AtomicLong toldAt;
    final AtomicLong told = new AtomicLong();

    Tally(long toldAt) {
      this.toldAt = new AtomicLong(toldAt);
    }
  }

  private final Environment environment;
  private final BiConsumer<Refusal, String> log;
  private final Map<Refusal, Tally> tallies = new EnumMap<>(Refusal.class);

  public Refusals(Environment environment) {
    this(environment, (refusal, line) -> LOG.atLevel(level(refusal)).log(line));
  }

  /**
   * @param log is told of each refusal that is due to be told of
   */
  Refusals(Environment environment, BiConsumer<Refusal, String> log) {
    this.environment = environment;
    this.log = log;
    long longAgo = environment.nanoTime() - TOLD_NANOS;
    for (Refusal refusal : Refusal.values()) {
      tallies.put(refusal, new Tally(longAgo));
    }
  }

  private Tally tally(Refusal refusal) {
    return Objects.requireNonNull(tallies.get(refusal));
  }

  /**
   * Counts a refusal, and tells of it if that is due.
   *
   * @param whom who was refused: put into words only where it is told
   * @param why in words, without an end
   */
  public void count(Refusal refusal, Object whom, String why) {
    Tally tally = tally(refusal);
    tally.count.increment();
    long now = environment.nanoTime();
    long last = tally.toldAt.getAndUpdate(at -> now - at >= TOLD_NANOS ? now : at);
    if (now - last >= TOLD_NANOS) {
      long count = tally.count.sum();
      long unsaid = count - tally.told.getAndSet(count) - 1;
      String more = unsaid > 0 ? "; and " + unsaid + " more since that was told last" : "";
      log.accept(refusal, "Refused " + whom + " (" + refusal.label() + "): " + why + more);
    }
  }

  private static Level level(Refusal refusal) {
    return refusal.isTold() ? Level.WARN : Level.DEBUG;
  }

  /** How often this was refused. */
  public long count(Refusal refusal) {
    return tally(refusal).count.sum();
  }

  /**
   * How often something was refused, by {@linkplain Refusal#label reason}; those only that were.
   */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    tallies.forEach(
        (refusal, tally) -> {
          if (tally.count.sum() > 0) {
            counts.put(refusal.label(), tally.count.sum());
          }
        });
    return counts;
  }

  /** The same, together with what another part of the node has counted. */
  public Map<String, Long> countsWith(Map<String, Long> others) {
    Map<String, Long> counts = counts();
    others.forEach((reason, count) -> counts.merge(reason, count, Long::sum));
    return counts;
  }
}
