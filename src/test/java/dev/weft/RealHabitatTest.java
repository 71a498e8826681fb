package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.sim.SimEnvironment;
import dev.weft.store.ItemStore;
import dev.weft.store.PutOutcome;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the real world offers beside TCP, of which {@link OpeningIT} tells. */
class RealHabitatTest {

  private final RealHabitat habitat = new RealHabitat(new SimEnvironment(1));

  @Test
  void newIdentitiesDiffer() throws IOException {
    DhtConfig config = DhtConfig.builder().build();
    assertThat(habitat.newIdentity(config).key()).isNotEqualTo(habitat.newIdentity(config).key());
  }

  @Test
  void aStoreHasTheLimitsThatAreConfigured() throws InterruptedException {
    Instant later = SimEnvironment.START.plusSeconds(60);
    ContentItem item = ContentItem.of(new byte[100], later);
    for (DhtConfig.Builder tight :
        new DhtConfig.Builder[] {
          DhtConfig.builder().maxItems(1), DhtConfig.builder().maxBytes(200)
        }) {
      ItemStore store = habitat.store(item.key(), tight.build());
      assertThat(store.put(item)).isInstanceOf(PutOutcome.Stored.class);
      assertThat(store.put(ContentItem.of(new byte[101], later)))
          .isInstanceOf(PutOutcome.Full.class);
    }
  }
}
