package dev.weft.sim.study;

import dev.weft.sim.MessageKind;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was sent, and when, since the faults began. Confined to the scheduler's thread. */
final class Chronicle {

  /** Into so many intervals the time is divided, if there is any. */
  static final int INTERVALS = 100;

  private final SimNetwork network;
  private final Measuring measuring;
  private final List<Map<MessageKind, Traffic>> marks = new ArrayList<>();
  private Duration interval = Duration.ZERO;

  Chronicle(SimNetwork network, Measuring measuring) {
    this.network = network;
    this.measuring = measuring;
  }

  /** The faults begin. */
  void begin(Agenda agenda, Duration time, Runnable watcher) {
    mark();
    interval = time.dividedBy(INTERVALS);
    for (int i = 1; i <= INTERVALS && time.isPositive(); i++) {
      agenda.add(
          interval.multipliedBy(i),
          () -> {
            mark();
            watcher.run();
          });
    }
  }

  private void mark() {
    marks.add(network.traffic());
  }

  /** What was sent since the faults began; all, where they did not. */
  Map<MessageKind, Traffic> traffic() {
    Map<MessageKind, Traffic> now = network.traffic();
    return marks.isEmpty() ? now : difference(marks.getFirst(), now);
  }

  /** The intervals that are over. */
  List<Interval> intervals() {
    List<Interval> intervals = new ArrayList<>();
    for (int i = 1; i < marks.size(); i++) {
      Duration begin = interval.multipliedBy(i - 1L);
      Duration end = interval.multipliedBy(i);
      intervals.add(
          new Interval(
              end,
              measuring.begun(begin, end),
              measuring.right(begin, end),
              difference(marks.get(i - 1), marks.get(i))));
    }
    return List.copyOf(intervals);
  }

  private static Map<MessageKind, Traffic> difference(
      Map<MessageKind, Traffic> before, Map<MessageKind, Traffic> after) {
    Map<MessageKind, Traffic> difference = new EnumMap<>(MessageKind.class);
    after.forEach(
        (kind, traffic) ->
            difference.put(kind, traffic.minus(before.getOrDefault(kind, Traffic.NONE))));
    return difference;
  }
}
