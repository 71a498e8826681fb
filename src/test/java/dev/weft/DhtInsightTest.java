package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.node.AnswerTimes;
import dev.weft.node.Insight;
import dev.weft.node.Node;
import dev.weft.sim.SimEnvironment;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A Dht lets others look into its node. */
class DhtInsightTest {

  private static final Duration TIME = Duration.ofSeconds(4);
  private static final Item ITEM = ContentItem.of(new byte[] {1}, Instant.ofEpochSecond(9));

  private final Node node = mock();
  private final ItemStore store = mock();
  private final AnswerTimes times = mock();
  private final Dht dht =
      new Dht(
          DhtConfig.builder().k(7).build(),
          Identity.fromSecret(new byte[32]),
          new SimEnvironment(1),
          node,
          Optional.empty(),
          () -> {});

  @Test
  void itTellsWhatItKeepsWhetherItCanWriteAndWhoAnswersHowFast() {
    Key other = Key.of("other");
    when(node.insight()).thenReturn(new Insight(store, times));
    when(store.size()).thenReturn(6);
    when(store.scan(ITEM.key(), 7)).thenReturn(List.of(ITEM));
    when(store.scan(null, 7)).thenReturn(List.of());
    when(store.sinceReplicated(ITEM.key())).thenReturn(Optional.of(TIME));
    when(store.isWritable()).thenReturn(true, false);
    when(times.of(other)).thenReturn(Optional.of(TIME));

    assertThat(dht.items()).isEqualTo(6);
    assertThat(dht.held(Optional.of(ITEM.key()), 7)).containsExactly(ITEM);
    assertThat(dht.held(Optional.empty(), 7)).isEmpty();
    assertThat(dht.sinceReplicated(ITEM.key())).contains(TIME);
    assertThat(dht.isWritable()).isTrue();
    assertThat(dht.isWritable()).isFalse();
    assertThat(dht.roundTrip(other)).contains(TIME);
    assertThat(dht.config().k()).isEqualTo(7);
  }
}
