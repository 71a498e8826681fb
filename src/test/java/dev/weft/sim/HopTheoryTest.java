package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The theory agrees with what can be worked out by hand, and with dice. */
class HopTheoryTest {

  @Test
  void whereEverybodyKnowsEverybodyOneHopDoes() {
    for (int nodes = 2; nodes <= 21; nodes++) {
      assertThat(HopTheory.meanHops(nodes, 20)).isEqualTo(1, within(1e-9));
    }
  }

  /**
   * Of three nodes, two share more bits with each other than with the third. The target lies on
   * either side as often. On the third's, the others know it: 1 hop. On the side of the two, the
   * other of them knows the closest, 1 hop; and the third knows one of them, 1 or 2 hops.
   */
  @Test
  void threeNodesThatKnowOneOfABucketAreWorkedOutByHand() {
    assertThat(HopTheory.meanHops(3, 1)).isEqualTo((1 + (1 + 1.5) / 2) / 2, within(1e-12));
  }

  @Test
  void agreesWithLookupsThroughRandomNetworks() {
    agrees(40, 20, 20_000);
    agrees(100, 20, 20_000);
    agrees(1_000, 20, 6_000);
    agrees(1_000, 3, 5_000);
    agrees(200, 1, 20_000);
  }

  /** The mean of the lookups lies within 4 standard errors: 1 of 16,000 seeds would fail. */
  private static void agrees(int nodes, int k, int lookups) {
    var random = new Random(nodes + k);
    int[] hops = IntStream.range(0, lookups).map(_ -> lookup(nodes, k, random)).toArray();
    double mean = Arrays.stream(hops).average().orElseThrow();
    double variance = Arrays.stream(hops).mapToDouble(h -> (h - mean) * (h - mean)).sum() / lookups;
    assertThat(HopTheory.meanHops(nodes, k))
        .as("%d nodes, k = %d", nodes, k)
        .isEqualTo(mean, within(4 * Math.sqrt(variance / lookups)));
  }

  /** The hops of one lookup through a network of its own, by a node that is not the closest. */
  private static int lookup(int nodes, int k, Random random) {
    long[] ids = random.longs(nodes).toArray();
    long target = random.nextLong();
    long closest = ids[0];
    for (long id : ids) {
      closest = closer(id, closest, target);
    }
    long at = closest;
    while (at == closest) {
      at = ids[random.nextInt(nodes)];
    }
    int hops = 0;
    for (; at != closest; hops++) {
      at = closestKnownTo(at, ids, target, k, random);
    }
    return hops;
  }

  /** The closest to a target in a node's table, which is filled with nodes as they come along. */
  private static long closestKnownTo(long node, long[] ids, long target, int k, Random random) {
    int[] inBucket = new int[Long.SIZE + 1];
    long closest = node;
    for (int i = 0; i < ids.length; i++) {
      int drawn = i + random.nextInt(ids.length - i);
      long id = ids[drawn];
      ids[drawn] = ids[i];
      ids[i] = id;
      if (inBucket[Long.numberOfLeadingZeros(id ^ node)]++ < k) {
        closest = closer(id, closest, target);
      }
    }
    return closest;
  }

  private static long closer(long a, long b, long target) {
    return Long.compareUnsigned(a ^ target, b ^ target) < 0 ? a : b;
  }

  @Test
  void theTableOfItsDocumentationIsRight() {
    assertThat(HopTheory.meanHops(100, 20)).isEqualTo(1.345, within(0.0005));
    assertThat(HopTheory.meanHops(1_000, 20)).isEqualTo(1.931, within(0.0005));
    assertThat(HopTheory.meanHops(10_000, 20)).isEqualTo(2.525, within(0.0005));
    assertThat(HopTheory.meanHops(100_000, 20)).isEqualTo(3.099, within(0.0005));
  }

  @Test
  void theFormulaOfItsDocumentationIsNearlyRight() {
    double harmonic = IntStream.rangeClosed(1, 20).mapToDouble(i -> 1.0 / i).sum();
    double bits = harmonic / Math.log(2) + 0.5;
    assertThat(bits).isEqualTo(5.69, within(0.005));
    for (int nodes = 100; nodes <= 20_000; nodes *= 2) {
      assertThat(HopTheory.meanHops(nodes, 20))
          .as("%d nodes", nodes)
          .isEqualTo(Math.log(nodes) / Math.log(2) / bits + 0.2, within(0.04));
    }
  }

  @Test
  void aNetworkHasTwoNodesAndABucketRoomForOne() {
    assertThatThrownBy(() -> HopTheory.meanHops(1, 20))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HopTheory.meanHops(2, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
