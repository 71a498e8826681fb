package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.BucketSnapshot;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableCheckTest {

  private static final int K = 2;
  private static final Key SELF = Key.of("self");

  private final SplittableRandom random = new SplittableRandom(1);
  private int count;

  private Contact contact(Key key) {
    return new Contact(key, new Endpoint(count++, "node").address);
  }

  /** Somebody who shares exactly so many bits with us. */
  private Contact sharing(int bits) {
    return contact(SELF.randomAt(bits, random));
  }

  private static BucketSnapshot bucket(int prefix, int depth, Contact... contacts) {
    return new BucketSnapshot(prefix, depth, Arrays.asList(contacts), 0, 0);
  }

  private static String flaw(BucketSnapshot... buckets) {
    return TableCheck.flaw(SELF, List.of(buckets), K);
  }

  @Test
  void aSoundTableHasNoFlaw() {
    assertThat(flaw(bucket(0, 1, sharing(0)), bucket(1, 2), bucket(2, 2, sharing(2), sharing(7))))
        .isEmpty();
  }

  @Test
  void noBucketIsTooFull() {
    assertThat(flaw(bucket(0, 1, sharing(0), sharing(0), sharing(0)))).contains("too full");
    assertThat(flaw(new BucketSnapshot(0, 1, List.of(), K + 1, 0))).contains("too full");
  }

  @Test
  void nobodyIsInATableTwice() {
    Contact known = sharing(0);
    Contact moved = contact(known.key());
    assertThat(flaw(bucket(0, 1, known), bucket(0, 2, moved))).contains("twice");
  }

  @Test
  void everybodyIsInTheBucketOfTheirPrefix() {
    assertThat(flaw(bucket(1, 2, sharing(0)))).contains("wrong bucket");
    assertThat(flaw(bucket(1, 2, sharing(2)))).contains("wrong bucket");
    assertThat(flaw(bucket(2, 2, sharing(1)))).contains("wrong bucket");
  }

  @Test
  void thoseInABucketShareItsPrefix() {
    Contact one = sharing(0);
    Contact other = contact(one.key().randomAt(3, random));
    assertThat(flaw(bucket(0, 3, one, other))).isEmpty();
    assertThat(flaw(bucket(0, 4, one, other))).contains("wrong bucket");
  }

  @Test
  void theNodeItselfBelongsNowhere() {
    assertThat(flaw(bucket(3, 3, contact(SELF)))).contains("wrong bucket");
  }

  @Test
  void thereAreNoMoreBucketsThanKeysHaveUseFor() {
    List<BucketSnapshot> many = Collections.nCopies(2 * Key.BITS + 2, bucket(0, 1));
    assertThat(TableCheck.flaw(SELF, many, K)).contains("1026 buckets");
    assertThat(TableCheck.flaw(SELF, many.subList(1, many.size()), K)).isEmpty();
  }
}
