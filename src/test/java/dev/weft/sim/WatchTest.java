package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.Subscription;
import dev.weft.Update;
import dev.weft.item.OwnedItem;
import dev.weft.item.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Those who watch what others set, in a simulated network. */
class WatchTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static SimNetwork network(int nodes) throws InterruptedException {
    return SimNetwork.open(SimOptions.of(7, nodes).withConfig(config -> config.k(8)));
  }

  private static String text(Optional<Update<OwnedItem>> update) {
    return update.map(one -> one.value().isTombstone() ? "deleted" : one.value().text()).orElse("");
  }

  @Test
  void aWatcherSeesWhatIsThereAndEachVersionThatFollowsOnceAndInOrder() throws Exception {
    try (SimNetwork network = network(40)) {
      network.run(
          () -> {
            Dht owner = network.dht(1);
            owner.set("name", "0");
            try (var watch = network.dht(20).watch(owner.owner(), "name")) {
              assertThat(text(watch.poll(SOON))).isEqualTo("0");
              for (int i = 1; i < 20; i++) {
                owner.set("name", String.valueOf(i));
                Update<OwnedItem> update = watch.poll(SOON).orElseThrow();
                assertThat(update.value().text()).isEqualTo(String.valueOf(i));
                assertThat(update.skipped()).isZero();
              }
              assertThat(watch.poll(MINUTE)).as("none twice").isEmpty();
              owner.delete("name");
              assertThat(text(watch.poll(SOON))).isEqualTo("deleted");
              assertThat(watch.poll(MINUTE.multipliedBy(15))).isEmpty();
            }
          });
    }
  }

  @Test
  void whatIsNotThereYetIsSeenWhenItComes() throws Exception {
    try (SimNetwork network = network(40)) {
      network.run(
          () -> {
            Dht owner = network.dht(1);
            SimNode client = network.client();
            try (var watch = client.dht().watch(owner.owner(), "name")) {
              assertThat(watch.poll(MINUTE)).isEmpty();
              owner.set("name", "value");
              assertThat(text(watch.poll(SOON))).isEqualTo("value");
            }
          });
    }
  }

  @Test
  void whoTakesTooSlowlyGetsTheNewestAndIsToldWhatItSkipped() throws Exception {
    try (SimNetwork network = network(40)) {
      network.run(
          () -> {
            Dht owner = network.dht(1);
            try (var watch = network.dht(20).watch(owner.owner(), "name")) {
              for (int i = 0; i < 5; i++) {
                owner.set("name", String.valueOf(i));
                network.sleep(SOON);
              }
              Update<OwnedItem> update = watch.take().orElseThrow();
              assertThat(update.value().text()).isEqualTo("4");
              assertThat(update.skipped()).isEqualTo(4);
            }
          });
    }
  }

  @Test
  void aWatchOutlivesAllWhoHeldTheItem() throws Exception {
    try (SimNetwork network = network(60)) {
      network.run(
          () -> {
            Dht owner = network.dht(1);
            owner.set("name", "0");
            try (var watch = network.dht(2).watch(owner.owner(), "name")) {
              assertThat(text(watch.poll(SOON))).isEqualTo("0");
              for (int i = 3; i < 50; i++) {
                network
                    .nodes()
                    .get(i)
                    .crash(i % 2 == 0 ? SimNode.Crash.PROCESS : SimNode.Crash.MACHINE);
                network.add();
                network.sleep(MINUTE.multipliedBy(2));
                if (i % 5 == 0) {
                  String value = String.valueOf(i);
                  owner.set("name", value);
                  assertThat(text(watch.poll(SOON))).isEqualTo(value);
                }
              }
              assertThat(watch.poll(MINUTE)).isEmpty();
            }
          });
    }
  }

  @Test
  void whoWasCutOffGetsTheNewestThatItMissed() throws Exception {
    try (SimNetwork network = network(40)) {
      network.run(
          () -> {
            Dht owner = network.dht(1);
            SimNode watcher = network.nodes().get(20);
            owner.set("name", "before");
            try (var watch = watcher.dht().watch(owner.owner(), "name")) {
              assertThat(text(watch.poll(SOON))).isEqualTo("before");
              watcher.freeze();
              owner.set("name", "meanwhile");
              network.sleep(MINUTE.multipliedBy(3));
              owner.set("name", "at last");
              network.sleep(MINUTE.multipliedBy(3));
              watcher.thaw();
              List<String> seen = new ArrayList<>();
              for (var next = watch.poll(MINUTE); next.isPresent(); next = watch.poll(MINUTE)) {
                seen.add(next.get().value().text());
              }
              assertThat(seen).last().isEqualTo("at last");
            }
          });
    }
  }

  @Test
  void whoComesAndGoesUnderATopicIsSeen() throws Exception {
    try (SimNetwork network = network(40)) {
      network.run(
          () -> {
            network.dht(1).announce("room", new byte[] {1});
            try (Subscription<Update<Provider>> watch = network.dht(20).watchProviders("room")) {
              assertThat(payload(watch.poll(SOON))).containsExactly(1);
              network.dht(2).announce("room", new byte[] {2});
              assertThat(payload(watch.poll(SOON))).containsExactly(2);
              network.dht(1).announce("room", new byte[] {3});
              assertThat(payload(watch.poll(SOON))).containsExactly(3);
              assertThat(watch.poll(Duration.ofHours(2))).as("a renewal is nothing new").isEmpty();
              network.dht(2).withdraw("room");
              Update<Provider> gone = watch.poll(SOON).orElseThrow();
              assertThat(gone.value().owner()).isEqualTo(network.dht(2).owner());
              assertThat(gone.value().announcement().isWithdrawn()).isTrue();
            }
          });
    }
  }

  private static byte[] payload(Optional<Update<Provider>> update) {
    return update.orElseThrow().value().payload();
  }

  @Test
  void aWatchInANetworkOfOneSeesWhatThatOneSets() throws Exception {
    try (SimNetwork network = network(1)) {
      network.run(
          () -> {
            Dht dht = network.dht(0);
            try (var watch = dht.watch(dht.owner(), "name");
                var topic = dht.watchProviders("room")) {
              dht.set("name", "value");
              assertThat(text(watch.poll(SOON))).isEqualTo("value");
              dht.announce("room", new byte[] {1});
              assertThat(payload(topic.poll(SOON))).containsExactly(1);
            }
          });
    }
  }

  @Test
  void aWatchThatIsClosedLeavesNobodyWaiting() throws Exception {
    try (SimNetwork network = network(20)) {
      network.run(
          () -> {
            Dht owner = network.dht(1);
            var watch = network.dht(9).watch(owner.owner(), "name");
            network.sleep(SOON);
            watch.close();
            assertThat(watch.take()).isEmpty();
            assertThat(watch.isOver()).isTrue();
            var ended = network.dht(9).watch(owner.owner(), "name");
            network.dht(9).close();
            assertThat(ended.take()).isEmpty();
          });
    }
  }
}
