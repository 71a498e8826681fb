package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.NetworkKeys;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.drogulus.Whoami;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Background;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that speak the drogulus's wire over TCP. */
class DrogulusNetworkIT extends DhtContract {

  private static final int MANY = 14;

  DrogulusNetworkIT() {
    super(Wire.DROGULUS, 60);
  }

  @Test
  void among14NodesWhatEachSetsEveryOtherGetsAndTheNewestWins() throws Exception {
    network.join(MANY);
    for (Dht node : network.nodes) {
      Key key = node.set("from", "old").item().key();
      assertThat(node.flush(LIMIT)).isTrue();
      assertThat(network.nodes).allMatch(other -> other.held(key).isPresent());
    }
    for (Dht reader : network.nodes) {
      for (Dht owner : network.nodes) {
        assertThat(reader.get(owner.owner(), "from")).map(OwnedItem::text).contains("old");
      }
    }
    Dht last = network.nodes.getLast();
    last.set("from", "new");
    for (Dht reader : network.nodes) {
      assertThat(reader.get(last.owner(), "from", Freshness.NEWEST, LIMIT))
          .map(Item::text)
          .contains("new");
    }
  }

  @Test
  void whenSixOf14NodesGoWhatTheyKeptIsStillThere() throws Exception {
    for (int i = 0; i < MANY; i++) {
      network.open(network.joining().k(8));
    }
    for (Dht node : network.nodes) {
      node.set("from", "me");
    }
    List<Key> owners = network.nodes.stream().map(Dht::owner).toList();
    for (int i = 0; i < 3; i++) {
      network.nodes.remove(2 * i).close();
      network.nodes.remove(2 * i + 1).abort();
    }
    for (Key owner : owners) {
      Dht reader = network.nodes.get(owner.toBytes()[0] & 7);
      assertThat(reader.get(owner, "from")).map(OwnedItem::text).contains("me");
    }
    assertThat(network.nodes.getFirst().set("from", "again").stored()).isNotEmpty();
  }

  @Test
  void aGetThatIsInterruptedLeavesNothingAndTheNextWorks() throws Exception {
    network.join(8);
    Dht reader = network.nodes.getLast();
    Key owner = network.nodes.getFirst().owner();
    network.nodes.getFirst().set("name", "value");
    for (int i = 0; i < 20; i++) {
      int index = i;
      Background<?> get = Background.of(() -> reader.get(owner, "absent " + index));
      get.interrupt();
      Throwable failure = get.failure();
      if (failure != null) {
        assertThat(failure).isInstanceOf(InterruptedException.class);
      }
    }
    Background.until(() -> !network.environment.alive().contains("lookup"));
    assertThat(reader.get(owner, "name")).map(OwnedItem::text).contains("value");
  }

  @Test
  void aNodeThatStartsAgainIsTheSameAtTheSamePortAndFindsTheOthersAndItsItems(@TempDir Path folder)
      throws Exception {
    network.join(4);
    int port = FreePort.find();
    DhtConfig.Builder same = Network.alone().wire(Wire.DROGULUS).data(folder).port(port);
    Dht before = network.open(same.seed(Network.address(network.nodes.getFirst())));
    before.set("name", "value");
    network.nodes.removeLast().close();
    FreePort.awaitFree(port);

    Dht after = network.open(Network.alone().wire(Wire.DROGULUS).data(folder).port(port));

    assertThat(after.owner()).isEqualTo(before.owner());
    assertThat(after.self()).isEqualTo(before.self());
    assertThat(after.contacts()).isEqualTo(4);
    for (Dht node : network.nodes) {
      assertThat(node.get(after.owner(), "name")).map(OwnedItem::text).contains("value");
    }
    assertThat(network.nodes.getFirst().get(after.owner(), "absent")).isEmpty();
  }

  @Test
  void whoHasJoinedCanBeAskedWhoItIs() throws Exception {
    network.join(3);
    Dht node = network.nodes.getLast();
    RsaIdentity self = NetworkKeys.identity(2);
    assertThat(node.owner()).isEqualTo(self.key());
    Item about =
        network
            .nodes
            .getFirst()
            .find(Whoami.keyOf(node.owner()), Freshness.FIRST, LIMIT)
            .orElseThrow();
    assertThat(((DrogulusItem) about).json())
        .isInstanceOfSatisfying(
            JsonValue.Obj.class,
            value ->
                assertThat(value.members())
                    .containsEntry("public_key", JsonValue.of(self.publicKeyText())));
    assertThat(about.expires()).isEqualTo(DrogulusItem.NEVER);
  }

  @Test
  void whatTheDrogulusCannotHashIsRefusedUpFront() throws Exception {
    Dht node = network.join();
    assertThatIllegalArgumentException().isThrownBy(() -> node.set("n\u00e4me", "value"));
    assertThatIllegalArgumentException().isThrownBy(() -> node.set("name", "v\u00e4lue"));
    assertThatIllegalArgumentException().isThrownBy(() -> node.put(new byte[1]));
    assertThat(node.items()).isZero();
  }

  @Test
  void anOlderVersionIsNotStored() throws Exception {
    network.open(network.joining().callTimeout(Duration.ofMillis(500)));
    network.open(network.joining().callTimeout(Duration.ofMillis(500)));
    RsaIdentity owner = NetworkKeys.identity(30);
    Instant later = Instant.now().plusSeconds(3600);
    DrogulusItem newer = owner.sign("name", new byte[] {'2'}, 2, later);
    network.nodes.getFirst().store(newer, LIMIT);
    DrogulusItem older = owner.sign("name", new byte[] {'1'}, 1, later);
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(() -> network.nodes.getLast().store(older, LIMIT));
    assertThat(network.nodes.getFirst().held(newer.key())).contains(newer);
  }
}
