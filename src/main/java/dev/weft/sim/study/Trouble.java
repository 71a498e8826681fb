package dev.weft.sim.study;

import static dev.weft.sim.study.Study.require;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What the network has to bear once it has joined and the items are stored. Immutable.
 *
 * @param churn which part of the nodes ends in an hour, 0 to 10; see {@link Study}
 * @param loss how likely it is that a message is lost, 0 to 1
 * @param liars which part of the nodes lies, 0 to 0.9
 * @param colluding whether they all collude; otherwise each lies for itself, in all the ways there
 *     are, in turn
 * @param partitions in the order in which they begin; they do not overlap
 */
public record Trouble(
    double churn, double loss, double liars, boolean colluding, List<Partition> partitions) {

  /** A network without faults. */
  public static final Trouble NONE = new Trouble(0, 0, 0, List.of());

  /** Where liars do not collude. */
  public Trouble(double churn, double loss, double liars, List<Partition> partitions) {
    this(churn, loss, liars, false, partitions);
  }

  /**
   * @throws IllegalArgumentException which says what is out of range
   */
  public Trouble {
    require(churn >= 0 && churn <= 10, "churn is from 0 to 1000 percent an hour");
    require(loss >= 0 && loss <= 1, "loss is from 0 to 1");
    require(liars >= 0 && liars <= 0.9, "the share of liars is from 0 to 0.9");
    partitions = partitions.stream().sorted(Comparator.comparing(Partition::begin)).toList();
    Duration end = Duration.ZERO;
    for (Partition partition : partitions) {
      require(partition.begin().compareTo(end) >= 0, "partitions must not overlap");
      end = partition.end();
    }
  }

  /** Whether something happens that takes simulated time. */
  boolean takesTime() {
    return churn > 0 || !partitions.isEmpty();
  }

  /** When the last partition is over. */
  Duration end() {
    return partitions.isEmpty() ? Duration.ZERO : partitions.getLast().end();
  }
}
