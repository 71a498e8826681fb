package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Announcement;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an announcer does without being asked: it renews, and withdraws at the end. */
class AnnouncerChoresTest extends AnnouncerFixture {

  @Test
  void aRecordIsRenewedEveryQuarterOfAnHourWithTheSameVersion() throws InterruptedException {
    announcer.keepUp(record(7), Duration.ofDays(1));
    pass(Duration.ofMinutes(15).minusSeconds(1));
    assertThat(heard).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(heard)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.terms().version()).isEqualTo(7);
              assertThat(one.expires()).isEqualTo(environment.now().plus(Duration.ofDays(1)));
              one.verify();
            });
    pass(Duration.ofMinutes(15));
    assertThat(heard).hasSize(2);
  }

  @Test
  void aShortRecordIsRenewedAtHalfOfItsTime() throws InterruptedException {
    announcer.keepUp(record(TOPIC, 1, MINUTE), MINUTE);
    pass(Duration.ofSeconds(29));
    assertThat(heard).isEmpty();
    pass(Duration.ofSeconds(31));
    assertThat(heard).hasSize(2);
  }

  @Test
  void whereNobodyKeepsItItIsTriedAgainAndMoreSeldomWithEachFailure() throws InterruptedException {
    Announcer client = announcer(world.network.transport(self.key()));
    client.keepUp(record(1), HOUR);
    answer = new Response.Refused(RefusalCode.BUSY, "busy");
    List<Long> times = new ArrayList<>();
    for (int second = 0; second < 7_200; second++) {
      environment.sleep(Duration.ofSeconds(1));
      int before = heard.size();
      client.announceDue();
      if (heard.size() > before) {
        times.add(second + 1L);
      }
    }
    assertThat(times).startsWith(900L, 915L, 945L, 1_005L, 1_125L, 1_365L, 1_845L, 2_745L, 3_645L);
    answer = new Response.Stored();
    heard.clear();
    for (int second = 0; second < 900; second++) {
      environment.sleep(Duration.ofSeconds(1));
      client.announceDue();
    }
    assertThat(heard).hasSize(1);
    answer = new Response.Refused(RefusalCode.BUSY, "busy");
    heard.clear();
    for (int second = 0; second < 930; second++) {
      environment.sleep(Duration.ofSeconds(1));
      client.announceDue();
    }
    assertThat(heard).as("after a success it begins anew").hasSizeGreaterThan(1);
  }

  @Test
  void whatIsDroppedWhileItIsRenewedStaysDropped() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announcer.keepUp(record(TOPIC, 1, MINUTE), MINUTE);
    environment.sleep(MINUTE);
    Thread renewing = start(announcer::announceDue);
    settle();
    assertThat(announcer.drop(TOPIC)).map(one -> one.terms().version()).contains(1L);
    environment.sleep(latency);
    assertThat(renewing.isAlive()).isFalse();
    assertThat(announcer.size()).isZero();
    assertThat(announcer.drop(TOPIC)).isEmpty();
  }

  @Test
  void whatIsReplacedWhileItIsRenewedStaysReplaced() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announcer.keepUp(record(TOPIC, 1, MINUTE), MINUTE);
    environment.sleep(MINUTE);
    Thread renewing = start(announcer::announceDue);
    settle();
    announcer.keepUp(record(2), HOUR);
    environment.sleep(latency);
    assertThat(renewing.isAlive()).isFalse();
    assertThat(announcer.drop(TOPIC)).map(one -> one.terms().version()).contains(2L);
  }

  @Test
  void aWithdrawalIsNewerThanWhatItWithdrawsAndLastsAsLong() throws Exception {
    Announcement record = record(7);
    Announcement gone = announcer.withdrawal(record);
    gone.verify();
    assertThat(gone.isWithdrawn()).isTrue();
    assertThat(gone.terms().version()).isEqualTo(NamedItem.versionAt(environment.now()));
    assertThat(gone.expires()).isEqualTo(record.expires());
    Announcement ahead =
        owner.announce(
            new Announcement.Terms(
                TOPIC,
                Optional.empty(),
                new byte[0],
                NamedItem.versionAt(environment.now()) + 5,
                record.expires(),
                false));
    assertThat(announcer.withdrawal(ahead).terms().version())
        .isEqualTo(ahead.terms().version() + 1);
  }

  private void announce(int topics) {
    for (int i = 0; i < topics; i++) {
      announcer.keepUp(record(Key.of("topic " + i), 1, HOUR), HOUR);
    }
  }

  @Test
  void manyAreRenewedSixteenAtATimeAndOneThatIsSlowHoldsUpNoOther() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announce(10 * Announcer.LANES);
    environment.sleep(HOUR.dividedBy(4));
    long began = environment.nanoTime();
    announcer.announceDue();
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(Duration.ofSeconds(10));
    assertThat(most).isEqualTo(Announcer.LANES);
    assertThat(heard).hasSize(10 * Announcer.LANES).noneMatch(Announcement::isWithdrawn);
    assertThat(Announcer.MOST / Announcer.LANES)
        .as("seconds that all take, at a second each")
        .isLessThan(15 * 60);
    environment.sleep(HOUR.dividedBy(4));
    slow.add(Key.of("topic 0"));
    began = environment.nanoTime();
    announcer.announceDue();
    assertThat(Duration.ofNanos(environment.nanoTime() - began))
        .as("the other lanes do what is left meanwhile")
        .isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void whoLeavesWithdrawsAllSomeAtATime() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announce(20);
    long began = environment.nanoTime();
    announcer.withdrawAll(MINUTE);
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(Duration.ofSeconds(2));
    assertThat(most).isEqualTo(Announcer.LANES);
    assertThat(heard).hasSize(20).allMatch(Announcement::isWithdrawn);
    assertThat(announcer.size()).isZero();
    announcer.withdrawAll(MINUTE);
    assertThat(heard).hasSize(20);
  }

  @Test
  void whoLeavesManyTopicsTakesNoLongerThanItMay() throws InterruptedException {
    latency = Duration.ofMillis(400);
    announce(100);
    long began = environment.nanoTime();
    announcer.withdrawAll(Duration.ofSeconds(1));
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(Duration.ofSeconds(1));
    assertThat(heard).as("those on their way at the end among them").hasSize(3 * Announcer.LANES);
    assertThat(announcer.size()).isZero();
  }

  @Test
  void withdrawingEndsWithAnInterrupt() throws InterruptedException {
    latency = HOUR;
    announcer.keepUp(record(1), HOUR);
    Thread leaving =
        start(
            () ->
                assertThatThrownBy(() -> announcer.withdrawAll(HOUR))
                    .isInstanceOf(InterruptedException.class));
    settle();
    leaving.interrupt();
    settle();
    assertThat(leaving.isAlive()).isFalse();
    environment.sleep(HOUR);
  }
}
