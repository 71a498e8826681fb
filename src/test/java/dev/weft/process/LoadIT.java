package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.item.Identity;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.process.Running.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Many values at once, and nodes that die. {@code -Dweft.load.lines=10000} makes the load as large
 * as that.
 */
class LoadIT extends ProgramsFixture {

  private static final int LINES = Integer.getInteger("weft.load.lines", 300);
  private static final int NODES = 6;

  @Test
  void whatIsLoadedOutlivesAThirdOfTheNodes() throws Exception {
    Network network = Network.start(programs, root, NODES);
    Map<String, String> items = new TreeMap<>();
    Path file = write(items);

    Ended load = load(network.address(1), file).end();
    // Two lines were bad; all others are stored, and there is nothing to load again.
    assertThat(load.code()).as(load.toString()).isEqualTo(4);
    assertThat(load.err().lines())
        .as(load.toString())
        .containsExactly(
            file + ": line 2: there is no tab between name and value; skipped",
            file + ": line 3: the line is not UTF-8; skipped");
    assertThat(load.text()).contains(" 0 refused, 0 without answer, 2 bad");
    assertThat(failed(file)).doesNotExist();

    readBack(network.address(2), items);
    for (int node = 0; node < NODES; node += 3) {
      network.member(node).process().kill();
    }
    readBack(network.address(4), items);
  }

  @Test
  void linesThatNobodyTookAreKeptToBeLoadedAgain() throws Exception {
    Network doomed = Network.start(programs, root.resolve("doomed"), 1);
    int lines = 5_000;
    Path file = writeWithBadLine(300, lines);

    Running load = load(doomed.address(0), file);
    load.complaint("line 300: ");
    doomed.member(0).process().kill();
    Ended ended = load.end();

    assertThat(ended.code()).as(ended.toString()).isEqualTo(4);
    assertThat(ended.err())
        .contains("gave up after 100 sets in a row", "to load what failed again")
        .doesNotContain("at dev.weft");
    // Twenty failures are told of, and not thousands.
    assertThat(ended.err().lines().count()).isLessThan(25);
    List<String> kept = Files.readAllLines(failed(file));
    String stored = ended.text().replaceAll("(?s).*: ([\\d,]+) stored.*", "$1").replace(",", "");
    assertThat(kept).doesNotHaveDuplicates().doesNotContain("bad");
    assertThat(kept.size() + Integer.parseInt(stored)).isEqualTo(lines - 1);

    Network next = Network.start(programs, root.resolve("next"), 1);
    List<String> some = kept.subList(kept.size() - 200, kept.size());
    Path again = Files.write(root.resolve("again.tsv"), some);
    assertThat(load(next.address(0), again).end().done().text()).contains("200 stored");
    try (Dht dht = open(next.address(0))) {
      for (String line : some) {
        String[] parts = line.split("\t");
        assertThat(dht.get(owner(), parts[0])).map(OwnedItem::text).contains(parts[1]);
      }
    }
  }

  @Test
  void aLoadThatIsInterruptedKeepsEveryLineThatItDidNotStore() throws Exception {
    Network network = Network.start(programs, root, 1);
    Path file = writeWithBadLine(300, 5_000);

    Running load = load(network.address(0), file);
    load.complaint("line 300: ");
    load.terminate();
    Ended ended = load.end(Running.ORDERLY);

    assertThat(ended.code()).as(ended.toString()).isEqualTo(143);
    assertThat(ended.text()).isEmpty();
    assertThat(ended.err().lines()).last().isEqualTo("weft: interrupted");
    Set<String> kept = new HashSet<>(Files.readAllLines(failed(file)));
    List<String> stored = new ArrayList<>(Files.readAllLines(file));
    stored.removeIf(line -> line.equals("bad") || kept.contains(line));
    assertThat(kept).isNotEmpty();
    assertThat(stored).hasSizeGreaterThan(200);
    try (Dht dht = open(network.address(0))) {
      for (String line : stored) {
        String[] parts = line.split("\t");
        assertThat(dht.get(owner(), parts[0])).map(OwnedItem::text).contains(parts[1]);
      }
    }
  }

  /** Writes lines of which this one is bad: it tells when the load is under way. */
  private Path writeWithBadLine(int bad, int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      text.append(i == bad ? "bad\n" : "name" + i + "\tvalue" + i + "\n");
    }
    return Files.writeString(root.resolve("values.tsv"), text);
  }

  /** Writes the lines to be loaded, two of them bad, and notes the others. */
  private Path write(Map<String, String> items) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 1; i <= LINES; i++) {
      switch (i) {
        case 2 -> bytes.write("no tab\n".getBytes(UTF_8));
        case 3 -> bytes.write(new byte[] {'a', '\t', (byte) 0xC3, '\n'});
        default -> {
          String name = "people/" + i;
          String value = "value\tof \u2116 " + i;
          items.put(name, value);
          bytes.write((name + "\t" + value + (i % 2 == 0 ? "\r\n" : "\n")).getBytes(UTF_8));
        }
      }
    }
    return Files.write(root.resolve("people.tsv"), bytes.toByteArray());
  }

  /** Gets every item through this node, with a client in this process. */
  private void readBack(String node, Map<String, String> items) throws Exception {
    Key owner = owner();
    try (Dht dht = open(node)) {
      for (Map.Entry<String, String> item : items.entrySet()) {
        assertThat(dht.get(owner, item.getKey()))
            .as(item.getKey())
            .map(OwnedItem::text)
            .contains(item.getValue());
      }
    }
  }

  private static Dht open(String node) throws InterruptedException {
    return Dht.open(DhtConfig.builder().client(true).seed(node).build());
  }

  private Running load(String node, Path file) throws IOException {
    return programs.weft("load", file.toString(), "--seed", node, "--data", loader().toString());
  }

  private Key owner() throws IOException {
    return Identity.loadOrCreate(loader().resolve("identity")).key();
  }

  private Path loader() {
    return root.resolve("loader");
  }

  private static Path failed(Path file) {
    return Path.of(file + ".failed");
  }
}
