package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.drogulus.NetworkKeys;
import dev.weft.drogulus.Whoami;
import dev.weft.item.Item;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on the drogulus's wire over TCP, opened as an application opens them. */
class DrogulusWireIT {

  @TempDir Path folder;
  private final Network network = new Network();

  @AfterEach
  void closingLeavesNothing() throws Exception {
    network.close();
  }

  private static DhtConfig.Builder node(int key) {
    return Network.alone().wire(Wire.DROGULUS).identity(NetworkKeys.identity(key));
  }

  @Test
  void whatOneNodeSetsAClientAndAnotherNodeGet() throws Exception {
    Dht first = network.open(node(0));
    String seed = Network.address(first);
    Dht second = network.open(node(1).seed(seed));
    Dht client =
        network.open(
            DhtConfig.builder()
                .wire(Wire.DROGULUS)
                .client(true)
                .identity(NetworkKeys.identity(2))
                .data(folder)
                .seed(seed));

    assertThat(client.set("name", "value").copies()).isEqualTo(2);
    assertThat(second.get(client.owner(), "name")).map(Item::text).contains("value");
    assertThat(client.find(Whoami.keyOf(second.owner()), Freshness.FIRST, Duration.ofSeconds(10)))
        .isPresent();
    assertThat(first.contacts()).isEqualTo(1);
  }

  @Test
  void anAddressIsAdvertisedWithThePortThatIsListenedOn() throws Exception {
    int port = FreePort.find();
    for (String advertised : new String[] {"192.0.2.7", "192.0.2.7:" + port}) {
      try (Dht dht = network.open(node(0).port(port).advertise(advertised))) {
        assertThat(dht.self().orElseThrow().address())
            .isEqualTo(new InetSocketAddress(InetAddress.getByName("192.0.2.7"), port));
      }
      FreePort.awaitFree(port);
    }
  }

  @Test
  void anotherPortOrAnIdentityOfTheOtherWireCannotBeOpened() {
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(node(0).advertise("192.0.2.7:4000")))
        .withMessageContaining("advertise a host without a port");
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(node(0).wire(Wire.WEFT)))
        .withMessageContaining("is an identity for another wire");
  }
}
