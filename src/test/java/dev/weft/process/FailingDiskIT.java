package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.DhtException;
import dev.weft.item.ContentItem;
import dev.weft.kademlia.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A node whose files cannot grow for a while: the system fails its writes, with another error than
 * that of a full disk.
 */
class FailingDiskIT extends ProgramsFixture {

  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  /** Enough for the contacts and the first items. */
  private static final String SMALL = "1000000:";

  private Running node() throws Exception {
    return programs.weft(
        "node", "--bind", "127.0.0.1", "--port", "0", "--data", root.resolve("node").toString());
  }

  private static Dht client(Running node) throws Exception {
    return Dht.open(DhtConfig.builder().client(true).seed(Network.address(node)).build());
  }

  private static void limitFiles(Running node, String limit) throws Exception {
    Process process =
        new ProcessBuilder(PRLIMIT.toString(), "--pid", "" + node.pid(), "--fsize=" + limit)
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static byte[] value(int number) {
    return ("value " + number + " ".repeat(4_000)).getBytes(UTF_8);
  }

  private static void assertAllThere(Dht client, List<Key> kept) throws InterruptedException {
    for (int i = 0; i < kept.size(); i++) {
      assertThat(client.get(kept.get(i)).map(ContentItem::value)).contains(value(i));
    }
  }

  @Test
  void aNodeThatCannotWriteRefusesWithTheReasonAndLosesNothingAndWritesAgainWhenItCan()
      throws Exception {
    assumeTrue(Files.isExecutable(PRLIMIT), "a running process can be given a limit");
    List<Key> kept = new ArrayList<>();
    Running node = node();
    try (Dht client = client(node)) {
      limitFiles(node, SMALL);
      DhtException.NotStored refused = null;
      while (refused == null) {
        try {
          kept.add(client.put(value(kept.size())));
        } catch (DhtException.NotStored e) {
          refused = e;
        }
      }
      assertThat(kept).isNotEmpty();
      assertThat(refused.report().toString()).contains("the disk of this node does not take it");
      node.complaint("cannot be written to; this node keeps nothing more");
      assertAllThere(client, kept);
      limitFiles(node, "unlimited:");
      kept.add(client.put(value(kept.size())));
      node.complaint("can be written to again");
    }
    node.kill();
    try (Dht client = client(node())) {
      assertAllThere(client, kept);
    }
  }
}
