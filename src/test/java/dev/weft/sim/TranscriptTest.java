package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.DhtConfig;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a join and a lookup say over the network, message by message, is what can be read in the
 * test resources. Where it changes, and should, write it anew and read what has changed:
 *
 * <pre>mvn test -Dtest=TranscriptTest -Dweft.golden=write</pre>
 */
class TranscriptTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "dev", "weft", "sim");

  private static final SimOptions OPTIONS =
      SimOptions.of(2015, 7)
          .withLatency(Latency.parse("uniform:10ms,50ms"))
          .withConfig(TranscriptTest::small);

  private static DhtConfig.Builder small(DhtConfig.Builder config) {
    return config.k(3).alpha(2);
  }

  @Test
  void aJoinIsWhatItsTranscriptShows() throws Exception {
    try (SimNetwork network = SimNetwork.open(OPTIONS)) {
      network.run(
          () -> {
            network.sleep(Duration.ofMinutes(1));
            Transcript transcript = new Transcript(network);
            SimNode node = network.add();
            transcript.title("%s joins a network of seven, where k is 3", node);
            transcript.nodes(node.identity().key());
            transcript.end(
                "After %s ms it knows %d nodes.", transcript.elapsed(), node.dht().contacts());
            compare("join.txt", transcript.text());
          });
    }
  }

  @Test
  void aLookupIsWhatItsTranscriptShows() throws Exception {
    try (SimNetwork network = SimNetwork.open(OPTIONS)) {
      network.run(
          () -> {
            network.sleep(Duration.ofMinutes(1));
            Key target = Key.of("home/ntoll");
            Transcript transcript = new Transcript(network);
            LookupResult result = network.dht(1).lookup(target);
            transcript.title(
                "node-1 looks up %s in a network of seven, where k is 3", target.abbreviated());
            transcript.nodes(target);
            transcript.end(
                "After %s ms the closest are %s. Hops: %d.",
                transcript.elapsed(),
                result.closest().stream().map(transcript::name).collect(Collectors.joining(", ")),
                result.hops());
            compare("lookup.txt", transcript.text());
          });
    }
  }

  private static void compare(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name);
    if (System.getProperty("weft.golden", "").equals("write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(text)
        .as("%s, to be written anew if that is as it should be: -Dweft.golden=write", file)
        .isEqualTo(Files.readString(file));
  }

  /** What is sent from now on, as text. */
  private static final class Transcript {
    private final SimNetwork network;
    private final Duration start;
    private final List<String> lines = new ArrayList<>();
    private String head = "";

    Transcript(SimNetwork network) {
      this.network = network;
      this.start = network.environment().elapsed();
      network.watch(this::add);
    }

    private void add(Passage passage) {
      assertThat(passage.lost()).isFalse();
      lines.add(
          "%8s  %-6s  ->  %-6s  %s\n"
              .formatted(
                  millis(passage.at().minus(start)), passage.from(), passage.to(), passage.what()));
    }

    private static String millis(Duration time) {
      return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }

    String elapsed() {
      return millis(network.environment().elapsed().minus(start));
    }

    void title(String format, Object... values) {
      head += format.formatted(values) + "\n\n";
    }

    /** All nodes, and how far their keys are from this one. */
    void nodes(Key target) {
      head +=
          network.nodes().stream()
              .sorted(Comparator.comparing(node -> node.contact().key(), target.byDistance()))
              .map(
                  node ->
                      "          %-6s  %s  %3d bits in common with %s"
                          .formatted(
                              node,
                              node.contact().key().abbreviated(),
                              node.contact().key().commonPrefix(target),
                              target.abbreviated()))
              .collect(Collectors.joining("\n", "", "\n\n"));
    }

    String name(Contact contact) {
      return network.nodes().stream()
          .filter(node -> node.contact().equals(contact))
          .map(SimNode::name)
          .findFirst()
          .orElseThrow();
    }

    void end(String format, Object... values) {
      network.unwatch();
      lines.add("\n" + format.formatted(values) + "\n");
    }

    String text() {
      return head + String.join("", lines);
    }
  }
}
