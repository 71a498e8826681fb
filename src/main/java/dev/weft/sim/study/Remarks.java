package dev.weft.sim.study;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What went wrong, in sentences; the first few of them. Confined to the scheduler's thread. */
final class Remarks {

  private static final int MOST = 20;

  private final Supplier<Duration> clock;
  private final List<String> kept = new ArrayList<>();

  /**
   * @param clock how much simulated time has passed
   */
  Remarks(Supplier<Duration> clock) {
    this.clock = clock;
  }

  /** Whether there is room for more. */
  boolean hasRoom() {
    return kept.size() < MOST;
  }

  /** Keeps a sentence, with the time, if there is room. */
  void add(String what) {
    if (hasRoom()) {
      Duration at = clock.get();
      kept.add(
          "%d:%02d:%02d.%03d %s"
              .formatted(
                  at.toHours(), at.toMinutesPart(), at.toSecondsPart(), at.toMillisPart(), what));
    }
  }

  List<String> all() {
    return List.copyOf(kept);
  }
}
