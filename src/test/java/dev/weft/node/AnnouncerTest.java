package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.item.Announcement;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.Placement.Fate;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnouncerTest extends AnnouncerFixture {

  @Test
  void aRecordIsKeptByTheClosestAndByThisNodeIfItIsOneOfThem() throws InterruptedException {
    Placement placement = announcer.place(record(1), MINUTE);
    assertThat(placement.kept()).isEqualTo(2);
    assertThat(placement.mine()).isTrue();
    assertThat(heard).containsExactly(record(1));
    assertThat(store.find(TOPIC, owner.key())).contains(record(1));
  }

  @Test
  void whereKOthersAreCloserTheyKeepIt() throws InterruptedException {
    Contact far = World.contact(TOPIC.randomAt(0, environment.random()), 2);
    Announcer other = announcer(far, world.network.transport(far));
    closest = peers.reversed();
    Placement placement = other.place(record(1), MINUTE);
    assertThat(placement.mine()).isFalse();
    assertThat(placement.local()).isFalse();
    assertThat(placement.kept()).isEqualTo(K);
    assertThat(store.size()).isZero();
    assertThat(announcer.place(record(2), MINUTE).kept()).as("closer: one of k").isEqualTo(K);
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void aClientKeepsNothingItself() throws InterruptedException {
    Placement placement = announcer(world.network.transport(self.key())).place(record(1), MINUTE);
    assertThat(placement.mine()).isFalse();
    assertThat(placement.kept()).isEqualTo(1);
    assertThat(store.size()).isZero();
  }

  @Test
  void whoDoesNotKeepItSaysWhy() throws InterruptedException {
    closest = List.of(peers.get(0), peers.get(1));
    world.network.health(peers.get(1), Health.DEAD);
    answer = new Response.Refused(RefusalCode.FULL, "no room");
    store.put(record(9), true, Optional.empty());
    Placement placement = announcer.place(record(1), MINUTE);
    assertThat(placement.local()).as("a newer one is kept").isFalse();
    assertThat(placement.kept()).isZero();
    assertThat(placement.copies())
        .extracting(Placement.Copy::fate)
        .satisfiesExactly(
            fate ->
                assertThat(fate)
                    .isEqualTo(new Fate.Refused(RefusalCode.FULL, "no room", Optional.empty())),
            fate -> assertThat(fate).isInstanceOf(Fate.Unreachable.class));
  }

  @Test
  void nobodyIsWaitedForLongerThanTheTimeOut() throws InterruptedException {
    world.network.health(peers.getFirst(), Health.SILENT);
    for (Duration timeout : List.of(Duration.ofSeconds(2), MINUTE)) {
      Placement placement = announcer.place(record(1), timeout);
      assertThat(placement.took()).isEqualTo(timeout.compareTo(CALL) < 0 ? timeout : CALL);
    }
  }

  @Test
  void noMoreThanTheMostAreAnnouncedButNewVersionsOfThose() {
    for (int i = 0; i < Announcer.MOST; i++) {
      Announcement record = mock(withSettings().stubOnly());
      when(record.topic()).thenReturn(Key.of("topic " + i));
      announcer.keepUp(record, HOUR);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> announcer.keepUp(record(1), HOUR))
        .withMessageContaining("10000 topics at most");
    announcer.keepUp(record(Key.of("topic 1"), 2, HOUR), HOUR);
    assertThat(announcer.size()).isEqualTo(Announcer.MOST);
  }

  @Test
  void whoWaitsForSomethingToAnnounceIsWokenByIt() throws InterruptedException {
    Thread waiting = start(announcer::awaitSome);
    environment.sleep(HOUR);
    assertThat(waiting.isAlive()).isTrue();
    announcer.keepUp(record(1), HOUR);
    settle();
    assertThat(waiting.isAlive()).isFalse();
    announcer.awaitSome();
  }
}
