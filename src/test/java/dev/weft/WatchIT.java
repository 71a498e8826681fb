package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.OwnedItem;
import dev.weft.item.Provider;
import dev.weft.runtime.Background;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches over TCP. */
class WatchIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Network network = new Network();

  @AfterEach
  void closingLeavesNoThread() throws Exception {
    network.close();
  }

  private static Optional<String> next(Subscription<Update<OwnedItem>> watch)
      throws InterruptedException {
    return watch.poll(LIMIT).map(update -> update.value().text());
  }

  private static Optional<String> nextUnder(Subscription<Update<Provider>> watch)
      throws InterruptedException {
    return watch.poll(LIMIT).map(update -> update.value().text());
  }

  @Test
  void whatOneNodeSetsAndAnnouncesANodeAndAClientThatWatchSeeAtOnce() throws Exception {
    network.join(3);
    Dht owner = network.nodes.get(1);
    Dht node = network.nodes.get(2);
    Dht client = network.open(network.joining().client(true));
    owner.set("name", "0");
    try (var atNode = node.watch(owner.owner(), "name");
        var atClient = client.watch(owner.owner(), "name");
        var topic = client.watchProviders("room")) {
      assertThat(next(atNode)).contains("0");
      assertThat(next(atClient)).contains("0");
      for (int i = 1; i <= 5; i++) {
        String text = String.valueOf(i);
        owner.set("name", text);
        assertThat(next(atNode)).contains(text);
        assertThat(next(atClient)).contains(text);
        owner.announce("room", text.getBytes(UTF_8));
        assertThat(nextUnder(topic)).contains(text);
      }
      assertThat(atNode.poll(Duration.ofMillis(300))).as("none twice").isEmpty();
      assertThat(atClient.poll(Duration.ZERO)).isEmpty();
      assertThat(topic.poll(Duration.ZERO)).isEmpty();
    }
    Background.until(() -> network.environment.alive().stream().noneMatch("weft-watch"::equals));
  }

  @Test
  void aWatchGoesOnWhenThoseItWatchesAreCutOffOneAfterTheOther() throws Exception {
    network.join(4);
    Dht owner = network.nodes.get(0);
    try (var watch = network.nodes.get(3).watch(owner.owner(), "name")) {
      owner.set("name", "before");
      assertThat(next(watch)).contains("before");
      network.nodes.get(1).abort(); // and its connections with it
      owner.set("name", "without one");
      assertThat(next(watch)).contains("without one");
      network.nodes.get(2).abort();
      owner.set("name", "without two");
      assertThat(next(watch)).contains("without two");
    }
  }

  @Test
  void theEndOfANodeEndsItsWatchesAndThoseThatWaitAtIt() throws Exception {
    network.join(2);
    Dht watcher = network.nodes.get(1);
    var watch = watcher.watch(network.nodes.get(0).owner(), "name");
    var topic = watcher.watchProviders("room");
    Background.until(
        () -> network.environment.alive().stream().filter("watch"::equals).count() == 4);
    watcher.close();
    assertThat(watch.take()).isEmpty();
    assertThat(topic.take()).isEmpty();
    network.nodes.get(0).close();
    Background.until(() -> network.environment.alive().isEmpty());
  }
}
