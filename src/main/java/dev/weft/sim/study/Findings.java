package dev.weft.sim.study;

import dev.weft.sim.HopTheory;
import dev.weft.sim.MessageKind;
import dev.weft.sim.Traffic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a study came to. Immutable.
 *
 * @param study what was simulated
 * @param complete whether it ran to its end
 * @param simulated how much time has passed for the network
 * @param measured how much of that since the items were stored and the faults began
 * @param steps how many steps of threads were run, each from one wait to the next
 * @param traceHash the same for the same study, in every process
 * @param up how many nodes were up at the end
 * @param turnover how many nodes ended and came
 * @param items what became of the items
 * @param gets what came of the gets
 * @param lookups what the lookups of random keys took
 * @param traffic all that was sent, by kind
 * @param measuredTraffic what was sent of it since the faults began
 * @param intervals the time that was measured, in a hundred parts; none where there was no time
 * @param load the requests that came to each node that was up at the end, since the faults began or
 *     it was started
 * @param contacts the number of contacts in the routing table of each node that was up at the end
 * @param fullBuckets which part of the buckets of each of them had k contacts
 * @param remarks the first few things that went wrong, in sentences
 */
public record Findings(
    Study study,
    boolean complete,
    Duration simulated,
    Duration measured,
    long steps,
    String traceHash,
    int up,
    Turnover turnover,
    Items items,
    Gets gets,
    Lookups lookups,
    Map<MessageKind, Traffic> traffic,
    Map<MessageKind, Traffic> measuredTraffic,
    List<Interval> intervals,
    Sample load,
    Sample contacts,
    Sample fullBuckets,
    List<String> remarks) {

  /**
   * What became of the items.
   *
   * @param stored how many were stored
   * @param replicas on how many nodes that were up there was a replica of each at the end
   */
  public record Items(int stored, Sample replicas) {

    /** How many were stored and had no replica any more. */
    public long lost() {
      return Arrays.stream(replicas.values()).filter(count -> count == 0).count();
    }
  }

  /**
   * What came of the gets, each tried once. One whose node ended meanwhile does not count.
   *
   * @param tried how many there were
   * @param right how many brought what was stored
   * @param missing how many found nothing
   * @param failed how many ended with an exception
   * @param wrong how many brought something else
   * @param millis how many simulated milliseconds those took that were right
   */
  public record Gets(int tried, int right, int missing, int failed, int wrong, Sample millis) {}

  /**
   * What the lookups of random keys took.
   *
   * @param failures how many were not complete within 30 seconds; the others count
   * @param hops over how many hops the closest node was reached
   * @param messages how many questions and answers each took
   * @param millis how many simulated milliseconds each took
   */
  public record Lookups(int failures, Sample hops, Sample messages, Sample millis) {}

  /** How many messages were sent. */
  public long messages() {
    return traffic.values().stream().mapToLong(Traffic::messages).sum();
  }

  /** How many hops a lookup takes by theory, on average. */
  public double theoreticalHops() {
    return HopTheory.meanHops(study.nodes(), study.k());
  }

  /** How many node-hours of traffic were measured. */
  public double nodeHours() {
    return study.nodes() * Study.hours(measured);
  }
}
