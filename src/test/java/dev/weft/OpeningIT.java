package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Background;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node is opened over TCP and closed again, and what becomes of it where that fails. */
class OpeningIT {

  private static final Duration BRIEF = Duration.ofMillis(300);

  @TempDir Path folder;
  private final Network network = new Network();

  @AfterEach
  void closingLeavesNothing() throws Exception {
    network.close();
  }

  @Test
  void oneSeedThatAnswersIsEnough() throws Exception {
    Dht good = network.join();
    ServerSocket silent = network.socket();
    Dht node =
        network.open(
            Network.alone()
                .seed("127.0.0.1:" + FreePort.find())
                .seed("127.0.0.1:" + silent.getLocalPort())
                .seed(Key.of("somebody else") + "@" + Network.address(good))
                .seed(good.owner() + "@" + Network.address(good)));
    assertThat(node.contacts()).isEqualTo(1);
  }

  @Test
  void whereNoSeedAnswersTheReasonOfEachIsTold() throws Exception {
    Dht known = network.join();
    Dht other = network.open(Network.alone().network("another"));
    int dead = FreePort.find();
    int silent = network.socket().getLocalPort();
    Key wrong = Key.of("somebody else");
    Instant before = Instant.now();

    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(
            () ->
                network.open(
                    Network.alone()
                        .joinTimeout(Duration.ofMillis(1500))
                        .callTimeout(Duration.ofSeconds(1))
                        .seed("127.0.0.1:" + dead)
                        .seed("127.0.0.1:" + silent)
                        .seed("1:2:3")
                        .seed(Network.address(other))
                        .seed(wrong + "@" + Network.address(known))))
        .withMessageStartingWith("no seed answered within 1.5 s: 127.0.0.1:" + dead + " (")
        .withMessageContaining("127.0.0.1:" + silent + " (")
        .withMessageContaining("1:2:3]:1908 (there is no host of this name)")
        .withMessageContaining("the network \"another\", and not to \"weft\"")
        .withMessageContaining("(the node there has another key, " + known.owner() + ")")
        .withMessageEndingWith("; name one that runs");

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
    assertThat(network.nodes).hasSize(2);
  }

  @Test
  void aClientNeedsASeed() {
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(Network.alone().client(true)))
        .withMessage("a client needs a seed: name a node of the network");
  }

  @Test
  void aPortInUseIsToldWithTheRemedy() throws Exception {
    int port = network.socket().getLocalPort();
    DhtConfig.Builder config = Network.alone().port(port).data(folder);
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(config))
        .withMessageContaining("127.0.0.1:" + port)
        .withMessageContaining("choose another port than " + port + ", or 0 for any free one");
    network.open(config.port(0)); // the data directory is free again
  }

  @Test
  void twoNodesCannotShareADataDirectory() throws Exception {
    network.open(Network.alone().data(folder));
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(Network.alone().data(folder)))
        .withMessageContaining("another node runs on the data directory " + folder);
  }

  @Test
  void aFileInThePlaceOfTheDataDirectoryIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(Network.alone().data(file)))
        .withMessageContaining("the data directory " + file + " cannot be used");
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(Network.alone().data(file).client(true).seed("127.0.0.1")))
        .withMessage(file + " is not a directory");
  }

  @Test
  void aNodeThatStartsAgainHasItsKeyAndFindsTheNetworkWithoutASeed() throws Exception {
    network.join(3);
    Dht before = network.open(network.joining().data(folder));
    before.set("name", "value");
    before.close();

    Dht after = network.open(Network.alone().data(folder));

    assertThat(after.owner()).isEqualTo(before.owner());
    assertThat(after.contacts()).isEqualTo(3);
    assertThat(after.get(after.owner(), "name")).map(Item::text).contains("value");
  }

  @Test
  void whereNobodyFromTheLastTimeIsLeftANodeWaitsForOthers() throws Exception {
    network.join();
    Dht before = network.open(network.joining().data(folder));
    before.close();
    network.nodes.getFirst().abort();

    Dht after = network.open(Network.alone().data(folder).callTimeout(BRIEF));

    assertThat(after.contacts()).isZero();
    assertThat(network.open(Network.alone().seed(Network.address(after))).contacts()).isEqualTo(1);
  }

  @Test
  void whoANodeIsMayBeGivenOrReadOrNew() throws Exception {
    Identity identity = Identity.generate();
    Dht given = network.open(Network.alone().identity(identity).data(folder));
    assertThat(given.owner()).isEqualTo(identity.key());
    given.abort();
    Dht read = network.open(Network.alone().data(folder));
    String seed = Network.address(network.open(Network.alone()));
    Dht client = network.open(Network.alone().client(true).seed(seed).data(folder));
    assertThat(client.owner()).isEqualTo(read.owner()).isNotEqualTo(identity.key());
    assertThat(network.open(Network.alone()).owner()).isNotEqualTo(read.owner());
  }

  @Test
  void aClientMayShareTheIdentityOfTheNodeThatItJoinsThrough() throws Exception {
    Dht node = network.open(Network.alone().data(folder));
    DhtConfig.Builder sharing =
        Network.alone().client(true).data(folder).seed(Network.address(node));
    Dht client = network.open(sharing);
    Dht another = network.open(sharing);

    client.set("name", "of the client");
    another.set("other name", "of the other");

    assertThat(client.owner()).isEqualTo(node.owner()).isEqualTo(another.owner());
    assertThat(List.of(client.contacts(), another.contacts())).containsExactly(1, 1);
    for (Dht reader : network.nodes) {
      assertThat(reader.get(node.owner(), "name")).map(Item::text).contains("of the client");
      assertThat(reader.get(node.owner(), "other name")).map(Item::text).contains("of the other");
    }
    assertThat(node.items()).isEqualTo(2);
    assertThat(node.contacts()).isZero();
  }

  @Test
  void aNodeMayListenOnAllAddresses() throws Exception {
    Dht node = network.open(DhtConfig.builder().port(0));
    assertThat(network.open(Network.alone().seed(Network.address(node))).contacts()).isEqualTo(1);
  }

  @Test
  void anAdvertisedAddressIsToldToOthers() throws Exception {
    assertThat(advertised("127.0.0.2:7000"))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 7000));
    InetSocketAddress own = advertised("127.0.0.2");
    assertThat(own.getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.2"));
    assertThat(own.getPort()).isEqualTo(Network.port(network.nodes.getLast())).isNotEqualTo(1908);
    assertThat(advertised("[::1]:01908"))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::1"), 1908));
  }

  private InetSocketAddress advertised(String text) throws InterruptedException {
    return network.open(Network.alone().advertise(text)).self().map(Contact::address).orElseThrow();
  }

  @Test
  void addressesThatAreNoneAreTold() {
    cannotOpen(Network.alone().bind("[::"), "there is no host named [::");
    cannotOpen(Network.alone().advertise("1:2:3"), "there is no host named 1:2:3");
    cannotOpen(
        Network.alone().advertise("0.0.0.0:1908"),
        "nobody can reach the advertised address 0.0.0.0:1908; name one that others can dial");
  }

  private void cannotOpen(DhtConfig.Builder config, String message) {
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> network.open(config))
        .withMessageStartingWith(message);
  }

  @Test
  void anInterruptEndsOpeningAtOnceAndNothingStaysOpen() throws Exception {
    int silent = network.socket().getLocalPort();
    DhtConfig.Builder config = Network.alone().data(folder).seed("127.0.0.1:" + silent);
    Background<Dht> opening = Background.of(() -> network.open(config));
    Background.until(() -> network.environment.alive().contains("join"));
    Instant before = Instant.now();

    opening.interrupt();

    assertThat(opening.failure()).isInstanceOf(InterruptedException.class);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
    Background.until(() -> network.environment.alive().isEmpty());
    network.open(Network.alone().data(folder));
  }

  @Test
  void aNodeThatDoesNotStartLeavesNoPortAndNoLock() throws Exception {
    int port = FreePort.find();
    DhtConfig.Builder config = Network.alone().port(port).data(folder);
    network.environment.forbid("weft-routing");
    assertThatIllegalStateException().isThrownBy(() -> network.open(config));
    network.environment.forbid("nothing");
    FreePort.awaitFree(port);
    network.open(config);
  }

  @Test
  void closingLeavesNoThreadPortOrLockAndMayBeRepeated() throws Exception {
    network.join(2);
    int port = FreePort.find();
    Dht node = network.open(network.joining().data(folder).port(port));
    node.set("name", "value");
    try (Socket stranger = new Socket("127.0.0.1", port)) {
      network.nodes.forEach(Dht::close);
      network.nodes.forEach(Dht::close);
      node.abort();
      Background.until(() -> network.environment.alive().isEmpty());
      assertThat(stranger.getInputStream().readAllBytes()).hasSizeLessThan(1000);
    }
    FreePort.awaitFree(port);
    Dht again = network.open(Network.alone().data(folder).port(port).callTimeout(BRIEF));
    assertThat(again.owner()).isEqualTo(node.owner());
  }

  @Test
  void theRealWorldIsTheDefault() throws Exception {
    try (Dht node = Dht.open(Network.alone().build())) {
      assertThat(List.of(node.contacts(), node.items())).containsExactly(0, 0);
    }
  }
}
