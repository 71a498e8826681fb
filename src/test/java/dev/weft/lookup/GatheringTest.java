package dev.weft.lookup;

import static dev.weft.item.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatheringTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Instant LATER = NOW.plusSeconds(3600);

  private final List<Announcement> told = new ArrayList<>();
  private Gathering gathering = gathering(3);

  private Gathering gathering(int limit) {
    return new Gathering(TOPIC, limit, one -> told.add(one.announcement()));
  }

  private static Announcement record(int owner, int version) {
    return Records.of(owner, version, LATER);
  }

  private String take(Announcement... records) {
    return gathering.take(
        Stream.of(records).map(record -> new Provider(record, false)).toList(), NOW);
  }

  private List<Announcement> gathered() {
    return gathering.providers().stream().map(Provider::announcement).toList();
  }

  @Test
  void ofEachOwnerTheNewestIsGatheredInTheOrderInWhichTheyCame() {
    assertThat(take(record(1, 1), record(2, 2))).isNull();
    assertThat(take(record(2, 1), record(1, 3))).isNull();
    assertThat(gathered()).containsExactly(record(1, 3), record(2, 2));
    assertThat(told).as("each once").containsExactly(record(1, 1), record(2, 2));
  }

  @Test
  void thereAreEnoughWithAsManyAsAreWantedAndNoMoreAreGivenOrToldOf() {
    assertThat(gathering.limit()).isEqualTo(3);
    take(record(1, 1), record(2, 1));
    assertThat(gathering.isEnough()).isFalse();
    take(record(3, 1), record(4, 1));
    assertThat(gathering.isEnough()).isTrue();
    assertThat(gathered()).containsExactly(record(1, 1), record(2, 1), record(3, 1));
    assertThat(told).isEqualTo(gathered());
  }

  @Test
  void aForgedRecordIsALieAndSoIsOneOfAnotherTopic() {
    assertThat(take(record(1, 1), Records.forged(record(2, 1)), record(3, 1)))
        .startsWith("it gave a forged record: ");
    Announcement other = Records.of(Key.of("other"), 1, 1, LATER, false);
    assertThat(take(other)).isEqualTo("it gave a record that belongs under another topic");
    assertThat(gathered()).containsExactly(record(1, 1));
  }

  @Test
  void aForgedNewVersionDoesNotReplaceWhatIsKnown() {
    take(record(1, 1));
    assertThat(take(Records.forged(record(1, 2)))).contains("forged");
    assertThat(gathered()).containsExactly(record(1, 1));
  }

  @Test
  void whatHasExpiredOrComesFromTheFutureIsLeftOutAndNoLie() {
    Announcement expired = Records.of(1, 1, NOW);
    Announcement future = Records.of(2, 1, NOW.plusSeconds(100_000));
    assertThat(take(expired, future, record(3, 1))).isNull();
    assertThat(gathered()).containsExactly(record(3, 1));
  }

  @Test
  void whoHasWithdrawnIsNotThereThoughAnotherNodeDoesNotKnowYet() {
    take(record(1, 1), Records.withdrawn(2, 5, LATER));
    take(Records.withdrawn(1, 2, LATER), record(2, 4), record(1, 1));
    assertThat(gathered()).isEmpty();
    assertThat(gathering.isEnough()).isFalse();
    assertThat(told).containsExactly(record(1, 1));
  }

  @Test
  void whoIsThereAgainAfterAWithdrawalIsToldOf() {
    take(Records.withdrawn(1, 1, LATER));
    assertThat(told).isEmpty();
    take(record(1, 2));
    take(record(1, 3));
    assertThat(told).containsExactly(record(1, 2));
    assertThat(gathered()).containsExactly(record(1, 3));
  }

  @Test
  void anAddressIsCheckedIfAnyNodeHasCheckedIt() {
    Provider unchecked = new Provider(record(1, 1), false);
    Provider checked = new Provider(record(1, 1), true);
    gathering.take(List.of(unchecked), NOW);
    gathering.take(List.of(new Provider(record(1, 0), true)), NOW);
    assertThat(gathering.providers()).as("it was another").containsExactly(unchecked);
    gathering.take(List.of(checked), NOW);
    gathering.take(List.of(unchecked), NOW);
    gathering.take(List.of(checked), NOW);
    assertThat(gathering.providers()).containsExactly(checked);
    assertThat(told).hasSize(1);
  }

  /** A record that passes all checks, and costs nothing to check. */
  private static Provider cheap(int owner) {
    Announcement record = mock(withSettings().stubOnly());
    when(record.topic()).thenReturn(TOPIC);
    when(record.owner()).thenReturn(Key.of("owner " + owner));
    return new Provider(record, false);
  }

  @Test
  void moreThanTheMostAreNotGatheredWhateverIsAskedFor() {
    gathering = gathering(Integer.MAX_VALUE);
    assertThat(gathering.limit()).isEqualTo(Gathering.MOST);
    List<Provider> all = IntStream.range(0, Gathering.MOST).mapToObj(i -> cheap(i)).toList();
    assertThat(gathering.take(all, NOW)).isNull();
    assertThat(gathering.isEnough()).isTrue();
    assertThat(take(record(1, 1), Records.forged(record(2, 1)))).as("not looked at").isNull();
    assertThat(gathering.providers()).isEqualTo(all);
  }

  @Test
  void aLimitOfNoneIsRefused() {
    for (int limit : new int[] {0, -1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> gathering(limit))
          .withMessageContaining("at least 1 provider");
    }
  }
}
