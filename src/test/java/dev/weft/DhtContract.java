package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Step;
import dev.weft.rpc.Request;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Background;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that talk over TCP: what networks of them do, whatever they speak. */
abstract class DhtContract {

  static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(2);

  final Network network;
  private final Wire wire;
  private final int crowd;

  /**
   * @param crowd how many get at once
   */
  DhtContract(Wire wire, int crowd) {
    this.wire = wire;
    this.crowd = crowd;
    this.network = new Network(wire);
  }

  @AfterEach
  void closingLeavesNothing() throws Exception {
    network.close();
  }

  @Test
  void inNetworksOfOneToEightNodesWhatOneSetsEveryOtherGets() throws Exception {
    for (int count = 1; count <= 8; count++) {
      int size = count;
      try (Network some = new Network(wire)) {
        some.join(size);
        // Who has joined is dialled by the others before they know it.
        Background.until(() -> some.nodes.stream().allMatch(node -> node.contacts() == size - 1));
        for (Dht node : some.nodes) {
          SetReport report = node.set("from", "me");
          assertThat(report.copies()).as("copies among %s nodes", size).isEqualTo(size);
          assertThat(report.local()).isTrue();
        }
        for (Dht reader : some.nodes) {
          for (Dht owner : some.nodes) {
            assertThat(reader.get(owner.owner(), "from")).map(OwnedItem::text).contains("me");
          }
        }
      }
    }
  }

  @Test
  void aLoneNodeStoresLocallyAndSaysSo() throws Exception {
    Dht node = network.join();

    SetReport report = node.set("name", "value");

    assertThat(report.local()).isTrue();
    assertThat(report.stored()).isEmpty();
    assertThat(report.succeeded()).isTrue();
    assertThat(node.items()).isEqualTo(1);
    assertThat(node.contacts()).isZero();
    assertThat(node.get(node.owner(), "name")).map(Item::text).contains("value");
    assertThat(node.get(node.owner(), "another")).isEmpty();
    assertThat(node.lookup(Key.of("x")).closest()).isEmpty();
  }

  @Test
  void whatIsSetAmong25NodesIsReadWhenAFifthOfThemAreGone() throws Exception {
    for (int i = 0; i < 25; i++) {
      // On a busy machine all are slow, and nobody is dead who has not refused.
      network.open(network.joining().k(8).callTimeout(LIMIT).operationTimeout(LONG));
    }
    Map<Integer, Key> owners = new ConcurrentHashMap<>();
    atOnce(Math.min(200, crowd / 2), i -> owners.put(i, set(i)));
    readAll(owners);

    for (int i = 0; i < 5; i++) {
      network.nodes.remove(i * 4 + 1).abort();
    }

    readAll(owners);
  }

  private Key set(int i) throws Exception {
    node(i).set("name " + i, "value " + i);
    return node(i).owner();
  }

  private void readAll(Map<Integer, Key> owners) throws Exception {
    atOnce(
        owners.size(),
        i ->
            assertThat(node(i + 7).get(owners.get(i), "name " + i).orElseThrow().text())
                .isEqualTo("value " + i));
  }

  private Dht node(int i) {
    return network.nodes.get(i % network.nodes.size());
  }

  /** Work that is done many times. */
  private interface Work {
    void run(int index) throws Exception;
  }

  private static void atOnce(int count, Work work) throws Exception {
    List<Background<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      all.add(
          Background.of(
              () -> {
                work.run(index);
                return true;
              }));
    }
    for (Background<Boolean> one : all) {
      one.result();
    }
  }

  @Test
  void aClientUsesTheNetworkAndIsInNobodysTable() throws Exception {
    network.join(3);
    Dht client = network.open(network.joining().client(true));

    SetReport report = client.set("name", "value");
    for (Dht node : network.nodes) {
      assertThat(node.get(client.owner(), "name")).map(Item::text).contains("value");
    }

    assertThat(report.local()).isFalse();
    assertThat(report.copies()).isEqualTo(3);
    assertThat(client.self()).isEmpty();
    assertThat(client.items()).isZero();
    assertThat(client.contacts()).isEqualTo(3);
    for (Dht node : network.nodes.subList(0, 3)) {
      assertThat(node.contacts()).isEqualTo(2);
      assertThat(node.lookup(client.owner()).closest())
          .extracting(Contact::key)
          .doesNotContain(client.owner());
    }
  }

  @Test
  void theNewestVersionIsReturnedAndThoseThatLagBehindAreMended() throws Exception {
    network.join(3);
    Owner owner = network.identity();
    Instant later = Instant.now().plusSeconds(3600);
    OwnedItem old = owner.sign("name", bytes("old"), 1, later);
    OwnedItem newest = owner.sign("name", bytes("new"), 2, later);
    Transport hand = network.client();
    hand.call(contact(0), new Request.Store(old), LIMIT);
    hand.call(contact(1), new Request.Store(newest), LIMIT);

    assertThat(network.nodes.get(0).get(owner.key(), "name")).contains(old);
    assertThat(network.nodes.get(2).get(owner.key(), "name", Freshness.NEWEST, LIMIT))
        .contains(newest);
    for (Dht node : network.nodes) {
      assertThat(node.held(newest.key())).contains(newest);
      assertThat(node.get(owner.key(), "name")).contains(newest);
    }
  }

  private Contact contact(int i) {
    return network.nodes.get(i).self().orElseThrow();
  }

  @Test
  void anInterruptEndsAGetAndASetAtOnceAndLeavesNoThread() throws Exception {
    Dht node = network.join();
    network.mute(node);
    List<Background<?>> blocked =
        List.of(
            Background.of(() -> node.get(node.owner(), "name")),
            Background.onPlatformThread(() -> node.get(node.owner(), "name")),
            Background.of(() -> node.find(node.owner(), Freshness.NEWEST, LIMIT)),
            Background.of(() -> node.set("name", "value")),
            Background.of(() -> node.lookup(node.owner())));
    for (Background<?> operation : blocked) {
      operation.awaitWaitingSomehow();
    }
    Instant before = Instant.now();

    blocked.forEach(Background::interrupt);

    assertThat(blocked)
        .allSatisfy(one -> assertThat(one.failure()).isInstanceOf(InterruptedException.class));
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
    Background.until(() -> !network.environment.alive().contains("lookup"));
    assertThat(network.environment.alive()).doesNotContain("store", "read");
  }

  @Test
  void anOperationEndsWhenItsTimeIsUp() throws Exception {
    Dht node = network.join();
    network.mute(node);
    Duration brief = Duration.ofMillis(200);
    assertThatExceptionOfType(DhtException.TimedOut.class)
        .isThrownBy(() -> node.get(node.owner(), "name", Freshness.FIRST, brief));
    assertThatExceptionOfType(DhtException.TimedOut.class)
        .isThrownBy(() -> node.set("name", new byte[1], Duration.ofHours(1), brief))
        .satisfies(
            e ->
                assertThat(e.soFar().trace())
                    .extracting(Step::outcome)
                    .containsExactly(new Step.Outcome.Abandoned()));
  }

  @Test
  void manyThreadsMayGetAtOnce() throws Exception {
    network.join(5);
    network.open(network.joining().client(true));
    Dht reader = network.nodes.getLast();
    Key owner = network.nodes.getFirst().owner();
    for (int i = 0; i < 10; i++) {
      network.nodes.getFirst().set("name " + i, "value " + i);
    }
    atOnce(
        crowd,
        i ->
            assertThat(reader.get(owner, "name " + i % 10).orElseThrow().text())
                .isEqualTo("value " + i % 10));

    List<Background<Boolean>> platform =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    Background.onPlatformThread(
                        () -> reader.get(owner, "name " + i % 10).isPresent()))
            .toList();
    for (Background<Boolean> one : platform) {
      assertThat(one.result()).isTrue();
    }
  }

  @Test
  void closingEndsAHundredOperationsThatAreUnderWay() throws Exception {
    Dht node = network.join();
    network.mute(node);
    List<Background<?>> blocked =
        IntStream.range(0, 100)
            .<Background<?>>mapToObj(
                i ->
                    Background.of(
                        () ->
                            switch (i % 4) {
                              case 0 -> node.get(node.owner(), "name " + i);
                              case 1 -> node.set("name " + i, "value");
                              case 2 -> node.lookup(Key.of("key " + i));
                              default -> node.find(Key.of("key " + i), Freshness.NEWEST, LIMIT);
                            }))
            .toList();
    blocked.forEach(Background::awaitWaitingSomehow);

    node.close();

    assertThat(blocked)
        .allSatisfy(one -> assertThat(one.failure()).isInstanceOf(DhtException.Closed.class));
  }

  @Test
  void theWatcherOfALookupSeesEachStep() throws Exception {
    network.join(4);
    ConcurrentLinkedQueue<Step> steps = new ConcurrentLinkedQueue<>();
    var result = network.nodes.getLast().lookup(Key.of("target"), LIMIT, steps::add);
    assertThat(result.closest()).hasSize(3);
    assertThat(List.copyOf(steps)).isEqualTo(result.trace());
  }

  @Test
  void aNodeSurvivesStrangersThatSendGarbage() throws Exception {
    network.join(3);
    Random random = new Random(7);
    for (byte[] garbage :
        List.of(
            bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            bytes("99999999999999999999:"),
            bytes("5:hello,"),
            bytes("0:,".repeat(1000)),
            new byte[100_000],
            random(random, 100_000))) {
      try (Socket stranger = new Socket("127.0.0.1", Network.port(network.nodes.getFirst()))) {
        send(stranger.getOutputStream(), garbage);
      }
    }
    Dht victim = network.nodes.getFirst();
    assertThat(victim.set("name", "value").copies()).isEqualTo(3);
    assertThat(network.nodes.get(2).get(victim.owner(), "name")).isPresent();
    assertThat(victim.contacts()).isEqualTo(2);
  }

  private static void send(OutputStream out, byte[] garbage) {
    try {
      out.write(garbage);
    } catch (IOException cutOff) {
      assertThat(garbage.length).isGreaterThan(3);
    }
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
