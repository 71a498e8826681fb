package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.ContentItem;
import dev.weft.lan.JmdnsLan;
import dev.weft.lan.Lan;
import dev.weft.sim.SimEnvironment;
import dev.weft.store.ItemStore;
import dev.weft.store.PutOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real world offers beside TCP, of which {@link OpeningIT} tells. */
class RealHabitatTest {

  private static final double START_SECONDS = SimEnvironment.START.getEpochSecond();

  private final RealHabitat habitat = new RealHabitat(new SimEnvironment(1));

  @Test
  void newIdentitiesDiffer() throws IOException {
    DhtConfig config = DhtConfig.builder().build();
    assertThat(habitat.newIdentity(config).key()).isNotEqualTo(habitat.newIdentity(config).key());
  }

  @Test
  void neighboursAreMetOnlyWhereThatIsWanted() throws IOException {
    assertThat(habitat.lan(DhtConfig.builder().build())).isSameAs(Lan.NONE);
    assertThat(habitat.lan(DhtConfig.builder().lan(true).build())).isInstanceOf(JmdnsLan.class);
    assertThatIOException()
        .isThrownBy(() -> Library.JMDNS.require("javax.jmdns.NoSuchClass"))
        .withMessageContaining("org.jmdns:jmdns")
        .withMessageEndingWith("say lan(false)");
  }

  @Test
  void aStoreHasTheLimitsThatAreConfigured() throws Exception {
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

  /** Whether an item that was put is there again when the same store is opened anew. */
  private boolean outlives(DhtConfig.Builder builder) throws Exception {
    DhtConfig config = builder.build();
    ContentItem item = ContentItem.of(new byte[100], SimEnvironment.START.plusSeconds(60));
    try (ItemStore store = habitat.store(item.key(), config)) {
      store.put(item);
    }
    try (ItemStore store = habitat.store(item.key(), config)) {
      return store.get(item.key()).isPresent();
    }
  }

  @Test
  void itemsAreKeptInTheDataDirectoryUnlessThatIsNotWanted(@TempDir Path data) throws Exception {
    assertThat(outlives(DhtConfig.builder())).isFalse();
    assertThat(outlives(DhtConfig.builder().data(data).durable(false))).isFalse();
    assertThat(outlives(DhtConfig.builder().data(data).client(true))).isFalse();
    assertThat(data).isEmptyDirectory();
    assertThat(outlives(DhtConfig.builder().data(data))).isTrue();
    assertThat(data).isDirectoryContaining(file -> file.endsWith("items.db"));
  }

  @Test
  void eachWireHasItemsOfItsOwn(@TempDir Path data) throws Exception {
    DhtConfig config = DhtConfig.builder().wire(Wire.DROGULUS).data(data).build();
    RsaIdentity owner = RsaIdentity.generate(1024);
    DrogulusItem item =
        DrogulusItem.sign(
            owner, "name", new JsonValue.Text("value"), START_SECONDS, START_SECONDS + 60);
    try (ItemStore store = habitat.store(item.key(), config)) {
      store.put(item);
    }
    try (ItemStore store = habitat.store(item.key(), config)) {
      assertThat(store.get(item.key())).contains(item);
    }
    assertThat(data).isDirectoryContaining(file -> file.endsWith("drogulus-items.db"));
  }
}
