package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.Freshness;
import dev.weft.Wire;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.FanOut;
import dev.weft.sim.SimNode.Crash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node knows when it is started again, and that it tells nothing that has been replaced. */
class RestartTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How many keep an item, where it is not said otherwise. */
  private static final int K = 5;

  interface Play {
    void in(SimNetwork network) throws InterruptedException;
  }

  static void play(SimOptions options, Play play) throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(() -> play.in(network));
    }
  }

  private static SimOptions few(long seed, Wire wire) {
    return SimOptions.of(seed, 30).withConfig(config -> config.k(K).wire(wire));
  }

  static SimOptions few(long seed) {
    return few(seed, Wire.WEFT);
  }

  /** The node that is closest to a key first, and those that are down among them. */
  private static List<SimNode> byDistance(SimNetwork network, Key key) {
    return network.nodes().stream()
        .sorted((a, b) -> key.compareDistance(a.contact().key(), b.contact().key()))
        .toList();
  }

  /** Asks single nodes, and is nobody to them. */
  private static final class Stranger {
    private final SimTransport transport;

    Stranger(SimNetwork network) {
      Endpoint endpoint = new Endpoint(9_999, "stranger");
      network.fabric().plug(endpoint);
      transport =
          new SimTransport(
              network.environment().host(endpoint.name),
              network.fabric(),
              endpoint,
              Caller.client(Key.of("stranger")),
              handler -> handler);
    }

    /** What a node says that it holds; nothing where it does not say. */
    Optional<String> ask(SimNode node, Key key) throws InterruptedException {
      try {
        Request request = new Request.FindValue(key);
        return transport.call(node.contact(), request, PATIENCE) instanceof Response.Values values
            ? Optional.of(values.items().getFirst().text())
            : Optional.empty();
      } catch (RpcException e) {
        return Optional.empty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  void aNodeThatWasAwayForAMinuteHasItsTableBackInTwoSecondsThoughItIsToldNoSeed(long seed)
      throws InterruptedException {
    play(
        SimOptions.of(seed, 200),
        network -> {
          network.sleep(MINUTE.multipliedBy(30));
          SimNode node = network.nodes().get(77);
          List<Contact> before = node.dht().routing().contacts();
          node.crash(Crash.PROCESS);
          network.sleep(MINUTE);
          Duration began = network.environment().elapsed();
          network.restart(node);
          assertThat(network.environment().elapsed().minus(began)).isLessThan(TWO_SECONDS);
          Set<Contact> back = new HashSet<>(before);
          back.retainAll(node.dht().routing().contacts());
          assertThat(back).hasSizeGreaterThanOrEqualTo(before.size() * 9 / 10);
          assertThat(before).hasSizeGreaterThan(60);
        });
  }

  @Test
  void whoeverLostTheDiskKnowsNobody() throws InterruptedException {
    play(
        few(1),
        network -> {
          SimNode node = network.nodes().get(7);
          node.crash(Crash.PROCESS);
          node.loseDisk();
          network.restart(node);
          assertThat(node.dht().contacts()).isZero();
        });
  }

  @Test
  void aNodeThatWasAwayDoesNotTellAVersionThatWasReplaced() throws InterruptedException {
    play(
        few(4),
        network -> {
          Dht owner = network.client().dht();
          SimNode reader = network.client();
          Key key = owner.set("name", "first").item().key();
          SimNode node = byDistance(network, key).getFirst();
          assertThat(node.held(key)).map(Item::text).contains("first");
          node.crash(Crash.PROCESS);
          network.sleep(MINUTE);
          owner.set("name", "second");
          network.restart(node);
          List<SimNode> others = new ArrayList<>(network.nodes());
          others.remove(node);
          network.faults().cut(List.of(reader), others);
          Optional<OwnedItem> got = reader.dht().get(owner.owner(), "name");
          assertThat(got).map(Item::text).contains("second");
          assertThat(node.held(key)).map(Item::text).contains("second");
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void noStrangerIsToldItBeforeTheNodeHasJoinedEither(long seed) throws InterruptedException {
    play(
        few(seed),
        network -> {
          Stranger stranger = new Stranger(network);
          Dht owner = network.client().dht();
          Key key = owner.set("name", "first").item().key();
          SimNode node = byDistance(network, key).getFirst();
          node.crash(Crash.PROCESS);
          network.sleep(MINUTE);
          owner.set("name", "second");
          network.environment().start("restart", () -> restart(network, node));
          Optional<String> told = Optional.empty();
          for (int i = 0; i < 1_000 && told.isEmpty(); i++) {
            told = stranger.ask(node, key);
            network.sleep(Duration.ofMillis(1));
          }
          assertThat(told).contains("second");
        });
  }

  private static void restart(SimNetwork network, SimNode node) {
    try {
      network.restart(node);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void norDoesItsOwnUserGetIt(Wire wire) throws InterruptedException {
    play(
        few(9, wire),
        network -> {
          Dht owner = network.client().dht();
          Key key = owner.set("name", "first").item().key();
          SimNode node = byDistance(network, key).getFirst();
          node.crash(Crash.PROCESS);
          owner.set("name", "second");
          network.restart(node);
          assertThat(node.dht().get(owner.owner(), "name")).map(Item::text).contains("second");
        });
  }

  @Test
  void twoThatComeBackAtOnceDoNotWaitForEachOther() throws InterruptedException {
    play(
        few(10),
        network -> {
          Stranger stranger = new Stranger(network);
          Dht owner = network.client().dht();
          Key key = owner.set("name", "first").item().key();
          List<SimNode> two = byDistance(network, key).subList(0, 2);
          two.forEach(node -> node.crash(Crash.PROCESS));
          network.sleep(MINUTE);
          owner.set("name", "second");
          FanOut.map(network.environment().threads("restart"), two, node -> back(network, node));
          Duration began = network.environment().elapsed();
          List<Optional<String>> told =
              FanOut.map(
                  network.environment().threads("ask"), two, node -> stranger.ask(node, key));
          assertThat(told).allMatch(Optional.of("second")::equals);
          assertThat(network.environment().elapsed().minus(began)).isLessThan(TWO_SECONDS);
        });
  }

  private static SimNode back(SimNetwork network, SimNode node) throws InterruptedException {
    network.restart(node);
    return node;
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void aNetworkThatComesBackAsAWholeServesAllThatItHeld(long seed) throws InterruptedException {
    play(
        few(seed),
        network -> {
          List<Item> items = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            items.add(network.dht(i).set("name", "value " + i).item());
          }
          List<SimNode> all = List.copyOf(network.nodes());
          all.forEach(node -> node.crash(Crash.PROCESS));
          network.sleep(MINUTE);
          FanOut.map(network.environment().threads("restart"), all, node -> back(network, node));
          Dht client = network.client().dht();
          for (Item item : items) {
            for (Freshness freshness : Freshness.values()) {
              assertThat(client.find(item.key(), freshness, Duration.ofSeconds(30))).contains(item);
            }
          }
        });
  }

  @Test
  void whatNobodyAsksForIsCurrentWithinAnHourAndAQuarter() throws InterruptedException {
    play(
        few(13),
        network -> {
          Key key = network.dht(3).set("name", "value").item().key();
          SimNode node = byDistance(network, key).getFirst();
          node.crash(Crash.PROCESS);
          network.sleep(MINUTE);
          network.restart(node);
          assertThat(node.disk().content().isOld(key)).isTrue();
          network.sleep(MINUTE.multipliedBy(75));
          assertThat(node.disk().content().isOld(key)).isFalse();
        });
  }

  @Test
  void aLiarStaysIgnoredForTheRestOfItsHour() throws InterruptedException {
    play(
        SimOptions.of(17, 8),
        network -> {
          SimNode node = network.nodes().get(2);
          SimNode liar = network.nodes().get(5);
          Key key = network.dht(3).set("name", "value").item().key();
          liar.lie(Lie.FORGED_ITEMS);
          node.dht().find(key, Freshness.NEWEST, PATIENCE);
          network.sleep(MINUTE);
          assertThat(node.dht().routing().contacts()).doesNotContain(liar.contact());
          liar.beHonest();
          node.crash(Crash.PROCESS);
          network.sleep(MINUTE.multipliedBy(10));
          network.start(node);
          network.sleep(MINUTE.multipliedBy(40));
          liar.dht().lookup(node.contact().key());
          assertThat(node.dht().routing().contacts()).hasSize(6).doesNotContain(liar.contact());
          network.sleep(MINUTE.multipliedBy(30));
          liar.dht().lookup(node.contact().key());
          network.sleep(MINUTE);
          assertThat(node.dht().routing().contacts()).contains(liar.contact());
        });
  }
}
