package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Nodes that speak Weft's own wire over TCP. */
class DhtIT extends DhtContract {

  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  DhtIT() {
    super(Wire.WEFT, 2_000);
  }

  @Test
  void anOlderVersionIsNotStoredAndTheNewerIsTold() throws Exception {
    network.join(3);
    Identity owner = Identity.generate();
    Instant later = Instant.now().plusSeconds(3600);
    NamedItem newer = NamedItem.sign(owner, "name", new byte[] {2}, 2, later);
    network.nodes.get(0).store(newer, LIMIT);
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(
            () ->
                network
                    .nodes
                    .get(1)
                    .store(NamedItem.sign(owner, "name", new byte[] {1}, 1, later), LIMIT))
        .satisfies(e -> assertThat(e.report().newer()).contains(newer));
  }

  @Test
  void contentIsReadByItsKeyFromAnyNode() throws Exception {
    network.join(4);
    Key key = network.nodes.get(1).put(CONTENT);
    assertThat(key).isEqualTo(ContentItem.keyOf(CONTENT));
    for (Dht node : network.nodes) {
      assertThat(node.get(key)).map(Item::text).contains("content");
    }
  }
}
