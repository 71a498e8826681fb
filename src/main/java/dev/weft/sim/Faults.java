package dev.weft.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the network just now; at first, nothing. Confined to the scheduler's thread:
 * to be used within {@link SimNetwork#run}.
 */
public final class Faults {

  private record Cut(BitSet from, BitSet to) {}

  private final List<Cut> cuts = new ArrayList<>();
  private final Map<Integer, Long> slowness = new HashMap<>();
  private double loss;
  private double duplicates;

  Faults() {}

  /**
   * How likely it is that a message is lost.
   *
   * @param probability from 0, the default, to 1
   */
  public void loss(double probability) {
    loss = requireProbability(probability);
  }

  /**
   * How likely it is that a request arrives twice.
   *
   * @param probability from 0, the default, to 1
   */
  public void duplicates(double probability) {
    duplicates = requireProbability(probability);
  }

  private static double requireProbability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is from 0 to 1, and not " + probability);
    }
    return probability;
  }

  /**
   * No message passes from any of these to any of those; back they pass, unless that is cut, too.
   *
   * @param from those who are not heard
   * @param to those who do not hear them
   */
  public void cut(Collection<SimNode> from, Collection<SimNode> to) {
    cuts.add(new Cut(numbers(from), numbers(to)));
  }

  /**
   * No message passes between any of these and any other node there is or will be.
   *
   * @param island those who are cut off from all others
   */
  public void partition(Collection<SimNode> island) {
    BitSet inside = numbers(island);
    BitSet outside = new BitSet();
    outside.set(0, SimNetwork.MOST_NODES);
    outside.andNot(inside);
    cuts.add(new Cut(inside, outside));
    cuts.add(new Cut(outside, inside));
  }

  private static BitSet numbers(Collection<SimNode> nodes) {
    BitSet numbers = new BitSet();
    nodes.forEach(node -> numbers.set(node.number()));
    return numbers;
  }

  /**
   * From now on every message to and from a node takes longer.
   *
   * @param node the node
   * @param delay how much longer; zero, the default, ends it
   */
  public void slow(SimNode node, Duration delay) {
    slowness.put(node.number(), delay.toNanos());
  }

  /** Mends what was {@link #cut}. */
  public void heal() {
    cuts.clear();
  }

  /** Mends everything. */
  public void end() {
    cuts.clear();
    slowness.clear();
    loss = 0;
    duplicates = 0;
  }

  /** Whether any messages are cut off. */
  boolean isCut() {
    return !cuts.isEmpty();
  }

  double loss() {
    return loss;
  }

  double duplicates() {
    return duplicates;
  }

  boolean separate(int from, int to) {
    for (Cut cut : cuts) {
      if (cut.from.get(from) && cut.to.get(to)) {
        return true;
      }
    }
    return false;
  }

  long delay(int from, int to) {
    return slowness.isEmpty() ? 0 : slowness.getOrDefault(from, 0L) + slowness.getOrDefault(to, 0L);
  }
}
