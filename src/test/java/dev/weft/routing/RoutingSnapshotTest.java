package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.key;
import static dev.weft.routing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.kademlia.Contact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingSnapshotTest {
  private final RoutingTable table = new RoutingTable(SELF, Nodes.options(2), contact -> {}, 100);

  @Test
  void emptyTableHasOneEmptyBucket() {
    RoutingSnapshot snapshot = table.snapshot();
    assertThat(snapshot.self()).isEqualTo(SELF);
    assertThat(snapshot.size()).isZero();
    assertThat(snapshot.contacts()).isEmpty();
    assertThat(snapshot.closest(SELF, 20)).isEmpty();
    assertThat(snapshot.buckets()).containsExactly(new BucketSnapshot(0, 0, List.of(), 0, 100));
  }

  @Test
  void bucketsAreListedWithTheirContactsTheFarthestFirst() {
    for (String bits : List.of("1", "11", "01", "011", "111")) {
      table.seen(node(bits), true, 100);
    }
    table.lookedUp(key("1"), 150);
    List<BucketSnapshot> buckets = table.snapshot().buckets();
    assertThat(buckets)
        .containsExactly(
            new BucketSnapshot(0, 1, List.of(node("1"), node("11")), 1, 150),
            new BucketSnapshot(1, 1, List.of(node("01"), node("011")), 0, 100));
    assertThat(buckets.getFirst().sinceLookup(160)).isEqualTo(Duration.ofNanos(10));
  }

  @Test
  void contactsThatBeganToFailAreNamedToOthersOnlyWhereTheListWouldBeTooShort() {
    Contact near = node("0001");
    Contact failing = node("001");
    Contact far = node("1");
    for (Contact contact : List.of(near, failing, far)) {
      table.seen(contact, true, 100);
    }
    table.failed(failing);
    RoutingSnapshot snapshot = table.snapshot();
    assertThat(snapshot.closest(SELF, 2)).containsExactly(near, failing);
    assertThat(snapshot.closestToName(SELF, 2)).containsExactly(near, far);
    assertThat(snapshot.closestToName(SELF, 3)).containsExactly(near, far, failing);
    assertThat(snapshot.closestToName(SELF, 9)).containsExactly(near, far, failing);
    table.seen(failing, true, 101);
    assertThat(table.snapshot().closestToName(SELF, 9)).containsExactly(near, failing, far);
  }

  @Test
  void onlyAListedContactThatLeftTheLastCallUnansweredIsFailing() {
    table.seen(node("1"), true, 100);
    table.seen(node("01"), true, 100);
    table.failed(node("01"));
    assertThat(table.snapshot().isFailing(key("01"))).isTrue();
    assertThat(table.snapshot().isFailing(key("1"))).isFalse();
    assertThat(table.snapshot().isFailing(key("001"))).isFalse();
  }

  private boolean isNews(Contact contact) {
    return table.snapshot().isNews(contact, 2);
  }

  @Test
  void contactThatIsListedIsNewsOnlyWhenItHasFailedOrMoved() {
    Contact contact = node("1");
    assertThat(isNews(contact)).isTrue();
    table.seen(contact, true, 100);
    assertThat(isNews(contact)).isFalse();
    assertThat(isNews(Nodes.at(contact.key(), 7))).isTrue();
    table.failed(contact);
    assertThat(isNews(contact)).isTrue();
  }

  @Test
  void contactThatCanButWaitBesideAFullBucketIsNoNews() {
    Contact failing = node("01");
    for (Contact contact : List.of(failing, node("001"), node("0001"), node("11"), node("10"))) {
      table.seen(contact, true, 100);
    }
    assertThat(isNews(node("111"))).as("a full bucket").isFalse();
    assertThat(isNews(node("011"))).as("room").isTrue();
    table.seen(node("011"), true, 100);
    assertThat(isNews(node("0111"))).as("a full bucket").isFalse();
    assertThat(isNews(node("00001"))).as("our own bucket, which splits").isTrue();
    table.failed(failing);
    assertThat(isNews(node("0111"))).as("the place of one that fails").isTrue();
  }

  @Test
  void contactThatIsAmongOurClosestIsNewsWhereverItIs() {
    for (Contact contact : List.of(node("11"), node("111"), node("1111"))) {
      table.seen(contact, true, 100);
    }
    assertThat(table.snapshot().isAmongClosest(node("101").key(), 2)).isTrue();
    assertThat(table.snapshot().isAmongClosest(node("11111").key(), 2)).isFalse();
    table.seen(node("1"), true, 100);
    table.seen(node("101"), true, 100);
    assertThat(isNews(node("1001"))).isTrue();
    assertThat(isNews(node("11011"))).isFalse();
  }

  @Test
  void whatReadersGetCannotBeModified() {
    table.seen(node("1"), true, 100);
    RoutingSnapshot snapshot = table.snapshot();
    for (List<Contact> list : List.of(snapshot.contacts(), snapshot.closest(SELF, 1))) {
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(list::clear);
    }
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> snapshot.buckets().clear());
  }
}
