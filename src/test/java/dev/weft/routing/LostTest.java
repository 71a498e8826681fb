package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LostTest {
  private static final Contact A = Nodes.node("0001");
  private static final Contact B = Nodes.node("0010");
  private static final Contact C = Nodes.node("0100");

  private static final InetSocketAddress ELSEWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 47_000);

  private final Lost lost = new Lost(2);

  @Test
  void theyAreNamedInTurn() {
    lost.add(A);
    lost.add(B);
    assertThat(lost.next(1)).containsExactly(A);
    assertThat(lost.next(1)).containsExactly(B);
    assertThat(lost.next(5)).containsExactly(A, B);
  }

  @Test
  void aFullListForgetsWhoseTurnIsLongestAway() {
    lost.add(A);
    lost.add(B);
    lost.next(1);
    lost.add(C);
    assertThat(lost.next(5)).containsExactly(A, C);
  }

  @Test
  void whoeverIsNamedAHundredTimesAndDoesNotComeBackIsForgotten() {
    lost.add(A);
    for (int i = 0; i < 100; i++) {
      assertThat(lost.next(1)).containsExactly(A);
    }
    assertThat(lost.next(1)).isEmpty();
  }

  @Test
  void thoseWhoAreFoundAfterTheyWereTriedInVainAreCountedOnce() {
    lost.add(A);
    lost.add(B);
    lost.failed(A);
    lost.found(A.key());
    lost.found(A.key());
    lost.found(B.key());
    assertThat(lost.returned()).isEqualTo(1);
    assertThat(lost.returned()).isZero();
    assertThat(lost.next(5)).isEmpty();
  }

  @Test
  void whoIsTriedInVainAtAnotherAddressIsNotTakenForSilent() {
    lost.add(A);
    lost.failed(new Contact(A.key(), ELSEWHERE));
    lost.found(A.key());
    assertThat(lost.returned()).isZero();
  }

  @Test
  void thoseWhoAreForgottenAreNeitherNamedNorCounted() {
    lost.add(A);
    lost.failed(A);
    lost.forget(A.key());
    lost.failed(B);
    lost.found(A.key());
    assertThat(lost.returned()).isZero();
    assertThat(lost.next(5)).isEmpty();
  }

  @Test
  void aTableLosesThoseWhoDoNotAnswerAndNotThoseWhoLeaveOrLie() {
    var options =
        new RoutingOptions(
            3, 2, 1, Duration.ofHours(1), 10, Duration.ofHours(1), 1, 10, PrefixLimits.DEFAULT);
    var table = new RoutingTable(Nodes.SELF, options, _ -> {}, 0);
    table.seen(A, true, 1);
    table.seen(B, true, 1);
    table.seen(C, true, 1);
    table.failed(A);
    table.left(B);
    table.misbehaved(C, 2);
    assertThat(table.lost(5)).containsExactly(A);
    table.failed(A);
    table.seen(A, false, 3);
    assertThat(table.returned()).as("only claims to be back").isZero();
    table.seen(A, true, 4);
    assertThat(table.returned()).isEqualTo(1);
  }
}
