package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.DhtException;
import dev.weft.item.ContentItem;
import dev.weft.kademlia.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A node that is killed while others store, again and again. {@code -Dweft.crashes=50} kills it as
 * often as that.
 */
class CrashIT extends ProgramsFixture {

  private static final int CRASHES = Integer.getInteger("weft.crashes", 2);
  private static final int WRITERS = 8;

  private final Random random = new Random(1);
  private final Map<Key, String> acknowledged = new ConcurrentHashMap<>();

  private Running node(String name, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("node", "--bind", "127.0.0.1", "--port", "0"));
    args.addAll(List.of("--data", root.resolve(name).toString()));
    args.addAll(List.of(more));
    return programs.weft(args.toArray(String[]::new));
  }

  private Dht client(Running node) throws Exception {
    return Dht.open(
        DhtConfig.builder()
            .client(true)
            .seed(Network.address(node))
            .operationTimeout(Duration.ofSeconds(10))
            .build());
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void whatWasAcknowledgedIsThereHoweverOftenTheNodeIsKilled() throws Exception {
    for (int crash = 0; crash < CRASHES; crash++) {
      Running node = node("node");
      try (Dht client = client(node)) {
        assertAllThere(client);
        writeUntilKilled(node, client, "crash " + crash);
      }
    }
    try (Dht client = client(node("node"))) {
      assertAllThere(client);
    }
  }

  @Test
  void whoIsKilledJustAfterItHasJoinedFindsBackWithoutASeed() throws Exception {
    String seed = Network.address(node("first"));
    Running second = node("second", "--seed", seed);
    second.line("listening on");
    second.kill();
    assertThat(node("second").line("listening on")).endsWith("1 contact");
  }

  @Test
  void whatANodeRenewsIsKnownAfterItWasKilledAsSoonAsItHadSetIt() throws Exception {
    Path data = root.resolve("setter");
    String seed = Network.address(node("first"));
    Path tests = Path.of(Setter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String path = Programs.JAR + System.getProperty("path.separator") + tests;
    Running setter =
        programs.java(
            new byte[0], List.of("-cp", path, Setter.class.getName(), data.toString(), seed));
    setter.line("set");
    setter.kill();
    try (Dht again = Dht.open(DhtConfig.builder().bind("127.0.0.1").port(0).data(data).build())) {
      assertThat(again.statistics().renewing()).isEqualTo(Setter.ITEMS);
      assertThat(again.contacts()).isOne();
    }
  }

  private void writeUntilKilled(Running node, Dht client, String name) throws Exception {
    int before = acknowledged.size();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String values = name + ", writer " + i + ", value ";
      writers.add(Thread.startVirtualThread(() -> write(client, values)));
    }
    while (acknowledged.size() == before) {
      Thread.sleep(1);
    }
    Thread.sleep(random.nextInt(300));
    node.kill();
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private void write(Dht client, String values) {
    try {
      for (int i = 0; true; i++) {
        String value = values + i;
        acknowledged.put(client.put(value.getBytes(UTF_8)), value);
      }
    } catch (DhtException e) {
      // as the node was killed
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertAllThere(Dht client) throws InterruptedException {
    for (Map.Entry<Key, String> each : acknowledged.entrySet()) {
      assertThat(client.get(each.getKey()).map(ContentItem::value))
          .as(each.getValue())
          .contains(each.getValue().getBytes(UTF_8));
    }
  }
}
