package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who gets no place in a bucket, or not yet: who has not answered, and who is one of a crowd. */
class BucketClaimsTest extends BucketFixture {

  private @Nullable Contact candidate() {
    return bucket.candidate(_ -> true, _ -> false);
  }

  @Test
  void whoOnlyClaimsToBeThereWaitsUntilItHasAnswered() {
    bucket.seen(A, false, 1);
    assertThat(contacts(bucket)).isEmpty();
    assertThat(candidate()).isEqualTo(A);
    assertThat(bucket.candidate(_ -> false, _ -> true)).isNull();
    bucket.seen(A, true, 2);
    assertThat(contacts(bucket)).containsExactly(A);
    assertThat(candidate()).isNull();
  }

  @Test
  void claimIsWorthAPingWhereThereIsRoomOrTheBucketSplits() {
    fill();
    bucket.seen(D, false, 4);
    assertThat(candidate()).isNull();
    assertThat(bucket.candidate(_ -> true, D.key()::equals)).isEqualTo(D);
    bucket.failed(A);
    assertThat(contacts(bucket)).as("a claim takes no place").contains(A);
    assertThat(candidate()).isEqualTo(D);
    bucket.seen(D, true, 5);
    assertThat(contacts(bucket)).containsExactly(B, C, D);
  }

  @Test
  void whereAContactThatHasFailedClaimsToBeNowIsKeptInMindUntilItAnswersAgain() {
    Contact moved = Nodes.at(A.key(), 1);
    bucket.seen(A, true, 1);
    bucket.seen(moved, false, 2);
    assertThat(waiting(bucket)).as("it answers where it is").isEmpty();
    bucket.failed(A);
    bucket.seen(A, false, 3);
    assertThat(waiting(bucket)).as("that is known").isEmpty();
    bucket.seen(moved, false, 4);
    assertThat(candidate()).isEqualTo(moved);
    bucket.seen(A, true, 5);
    assertThat(waiting(bucket)).isEmpty();
    bucket.failed(A);
    bucket.seen(moved, false, 6);
    bucket.seen(moved, true, 7);
    assertThat(bucket.contacts()).containsExactly(new Entry(moved, true, 0, 7));
    assertThat(waiting(bucket)).isEmpty();
  }

  @Test
  void claimsMakeRoomBeforeThoseThatHaveAnswered() {
    fill();
    bucket.seen(D, true, 4);
    bucket.seen(E, false, 5);
    Contact third = Nodes.node("1111");
    bucket.seen(third, false, 6);
    assertThat(waiting(bucket)).containsExactly(D, third);
    bucket.seen(E, true, 7);
    assertThat(waiting(bucket)).containsExactly(D, E);
    assertThat(bucket.seen(third, false, 100)).as("it does not even wait").isNull();
    assertThat(waiting(bucket)).containsExactly(D, E);
  }

  private static Contact crowd(String bits, int last) {
    return Nodes.on(Nodes.key(bits), "99.1.1." + last);
  }

  @Test
  void noMoreThanTwoOfOneNetworkGetAPlace() {
    Contact third = crowd("01", 3);
    bucket.seen(crowd("1", 1), true, 1);
    bucket.seen(crowd("11", 2), true, 2);
    bucket.seen(third, true, 3);
    bucket.seen(crowd("011", 4), false, 4);
    assertThat(contacts(bucket)).containsExactly(crowd("1", 1), crowd("11", 2));
    assertThat(candidate()).isNull();
    bucket.remove(Nodes.key("1"));
    assertThat(contacts(bucket)).containsExactly(crowd("11", 2), third);
    bucket.seen(A, true, 5);
    bucket.seen(crowd("0111", 5), true, 6);
    bucket.failed(A);
    assertThat(contacts(bucket)).as("a crowd takes nobody's place").contains(A);
  }

  @Test
  void noMoreThanTwoOfOneNetworkWait() {
    Bucket wide =
        new Bucket(
            0,
            0,
            RoutingOptions.defaults(),
            new Diversity(PrefixLimits.DEFAULT),
            admitted::add,
            lost::add,
            0);
    for (int i = 1; i <= 5; i++) {
      wide.seen(crowd("1".repeat(i), i), i == 2, i);
    }
    assertThat(contacts(wide)).containsExactly(crowd("11", 2));
    assertThat(waiting(wide)).containsExactly(crowd("1111", 4), crowd("11111", 5));
  }

  @Test
  void whoWouldMoveIntoACrowdStaysWhereItWas() {
    bucket.seen(crowd("1", 1), true, 1);
    bucket.seen(crowd("11", 2), true, 2);
    bucket.seen(A, true, 3);
    bucket.failed(A);
    bucket.seen(Nodes.on(A.key(), "99.1.1.3"), true, 4);
    assertThat(contacts(bucket)).contains(A);
    bucket.seen(Nodes.on(A.key(), "99.1.2.3"), true, 5);
    assertThat(contacts(bucket)).contains(Nodes.on(A.key(), "99.1.2.3")).doesNotContain(A);
  }

  @Test
  void whoIsLostOrMovesMakesRoomForOthersOfItsNetwork() {
    Diversity one = new Diversity(new PrefixLimits(1, 1, false));
    Bucket few = new Bucket(0, 0, OPTIONS, one, admitted::add, lost::add, 0);
    few.seen(crowd("1", 1), true, 1);
    few.seen(A, true, 2);
    few.seen(B, true, 3);
    few.seen(C, true, 4);
    few.failed(crowd("1", 1));
    assertThat(contacts(few)).containsExactly(A, B, C);
    few.failed(A);
    few.seen(crowd("11", 2), true, 5);
    assertThat(contacts(few)).containsExactly(B, C, crowd("11", 2));
    few.failed(crowd("11", 2));
    few.seen(Nodes.on(Nodes.key("11"), "99.1.2.1"), true, 6);
    few.failed(B);
    few.seen(crowd("111", 3), true, 7);
    assertThat(contacts(few)).contains(crowd("111", 3));
  }
}
