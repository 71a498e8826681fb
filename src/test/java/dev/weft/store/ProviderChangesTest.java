package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store of announcements tells those who watch it. */
class ProviderChangesTest extends Simulated {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Key TOPIC = Announcement.topic("room");
  private static final Key OTHER = Announcement.topic("another");
  private static final long FIRST = Long.MIN_VALUE;

  private final List<Key> told = new ArrayList<>();
  private final ProviderStore store =
      new ProviderStore(environment, Key.of("self"), new ProviderLimits(3, 10, 1 << 20), told::add);
  private int identities;
  private final Identity owner = identity();

  private Identity identity() {
    byte[] secret = new byte[32];
    secret[0] = (byte) identities++;
    return Identity.fromSecret(secret);
  }

  private Announcement record(Identity who, Key topic, int version, boolean withdrawn) {
    return Announcement.sign(
        who,
        new Announcement.Terms(
            topic,
            Optional.empty(),
            new byte[0],
            version,
            environment.now().plus(HOUR),
            withdrawn));
  }

  private Announcement put(Identity who, Key topic, int version, boolean withdrawn) {
    Announcement record = record(who, topic, version, withdrawn);
    assertThat(store.put(record, true, Optional.empty())).isEqualTo(ProviderStore.Verdict.KEPT);
    return record;
  }

  private Announcement put(Identity who, int version) {
    return put(who, TOPIC, version, false);
  }

  private List<Announcement> changes(long since, int most) {
    return store.changes(TOPIC, since, most).providers().stream()
        .map(Provider::announcement)
        .toList();
  }

  private long last() {
    return store.changes(TOPIC, FIRST, 10).last();
  }

  @Test
  void eachNewVersionIsToldOfAndARenewalIsNone() throws InterruptedException {
    put(owner, 1);
    put(owner, 2);
    assertThat(told).containsExactly(TOPIC, TOPIC);
    long before = last();
    environment.sleep(Duration.ofMinutes(1));
    Announcement renewed = put(owner, 2);
    assertThat(told).hasSize(2);
    assertThat(changes(before, 10)).isEmpty();
    assertThat(changes(FIRST, 10)).containsExactly(renewed);
    put(owner, OTHER, 1, false);
    assertThat(told).containsExactly(TOPIC, TOPIC, OTHER);
    assertThat(changes(before, 10)).isEmpty();
  }

  @Test
  void whatIsNotKeptIsNotToldOf() {
    put(owner, 2);
    assertThat(store.put(record(owner, TOPIC, 1, false), true, Optional.empty()))
        .isEqualTo(ProviderStore.Verdict.STALE);
    put(identity(), 1);
    put(identity(), 1);
    long before = last();
    assertThat(store.put(record(identity(), TOPIC, 1, false), true, Optional.empty()))
        .isEqualTo(ProviderStore.Verdict.FULL);
    assertThat(told).hasSize(3);
    assertThat(last()).isEqualTo(before);
    put(owner, 3);
    assertThat(told).hasSize(4);
    assertThat(last()).isGreaterThan(before);
  }

  @Test
  void changesComeInTheirOrderAndAsManyAsAreWanted() {
    Announcement first = put(identity(), 1);
    put(owner, 1);
    Announcement second = put(identity(), 1);
    Announcement third = put(owner, TOPIC, 2, true);
    assertThat(changes(FIRST, 10)).containsExactly(first, second, third);
    assertThat(changes(FIRST, 2)).containsExactly(first, second);
    ProviderStore.Changes some = store.changes(TOPIC, FIRST, 2);
    assertThat(changes(some.last(), 2)).containsExactly(third);
    assertThat(store.changes(TOPIC, last(), 2))
        .isEqualTo(new ProviderStore.Changes(last(), List.of()));
    assertThat(store.changes(OTHER, 7, 2)).isEqualTo(new ProviderStore.Changes(7, List.of()));
  }

  @Test
  void whatHasExpiredIsNoChange() throws InterruptedException {
    put(owner, 1);
    environment.sleep(HOUR);
    assertThat(changes(FIRST, 10)).isEmpty();
    assertThat(store.size()).isZero();
  }
}
