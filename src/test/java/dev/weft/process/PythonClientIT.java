package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/**
 * A client in Python, which was written from the description of the wire and nothing else, and a
 * node understand each other; so the description is true.
 */
class PythonClientIT {

  private static final Path CLIENT = Path.of("src/test/python/weft_client.py");

  @TempDir private static Path home;

  @BeforeAll
  static void requirePython() {
    Programs.require("python3", "--version");
  }

  private static DhtConfig.Builder node() {
    return DhtConfig.builder().port(0).bind("127.0.0.1");
  }

  @Test
  void aClientInPythonAndANodeUnderstandEachOther() throws Exception {
    Identity identity = Identity.generate();
    try (var programs = new Programs(home);
        Dht node = Dht.open(node().identity(identity).build())) {
      Contact self = node.self().orElseThrow();
      int port = self.address().getPort();
      try (Dht neighbour = Dht.open(node().seed("127.0.0.1:" + port).build())) {
        node.set("snake", "Pinner");
        Map<String, Object> report = ask(programs, port, identity);

        assertThat(report)
            .containsEntry("proved", HexFormat.of().formatHex(identity.publicKey()))
            .containsEntry("key", identity.key().toString())
            .containsEntry("hello", HexFormat.of().formatHex(identity.publicKey()))
            .containsEntry("network", "weft")
            .containsEntry("port", port)
            .containsEntry("ping", "130 with 0 bytes")
            .containsEntry("nodes", List.of(written(neighbour.self().orElseThrow())))
            .containsEntry("nothing", report.get("nodes"));
        Key us = Key.parse((String) report.get("us"));
        assertThat(report)
            .containsEntry("theirs", item(NamedItem.keyOf(identity.key(), "snake"), 1, "Pinner"))
            .containsEntry("store", "133 with 0 bytes")
            .containsEntry("ours", item(NamedItem.keyOf(us, "snake"), 1, "K\u00e4a"))
            .containsEntry("forged", "REFUSED 2")
            .containsEntry("forger", "closed")
            .containsEntry("stale", "REFUSED 3")
            .containsEntry("future", "REFUSED 5")
            .containsEntry("store_gone", "133 with 0 bytes")
            .containsEntry("delete", "133 with 0 bytes")
            .containsEntry("gone", item(NamedItem.keyOf(us, "gone"), 3, ""))
            .containsEntry("store_content", "133 with 0 bytes")
            .containsEntry("content", item(content(), 2, "by its hash"))
            .containsEntry("expired", "REFUSED 4")
            .containsEntry("unknown", "REFUSED 0")
            .containsEntry("malformed_frame", "closed")
            .containsEntry("malformed_message", "closed")
            .containsEntry("another_key", "closed");

        assertThat(neighbour.get(us, "snake").orElseThrow().text()).isEqualTo("K\u00e4a");
        assertThat(neighbour.get(us, "gone")).isEmpty();
        assertThat(neighbour.get(content()).orElseThrow().text()).isEqualTo("by its hash");
      }
    }
  }

  private static Map<String, Object> ask(Programs programs, int port, Identity owner)
      throws Exception {
    var command =
        new ProcessBuilder(
            "python3",
            "-B",
            CLIENT.toString(),
            "127.0.0.1",
            String.valueOf(port),
            owner.key().toString(),
            "snake");
    return JSON.std.mapFrom(programs.start(command, new byte[0]).end().done().text());
  }

  private static Key content() {
    return ContentItem.keyOf("by its hash".getBytes(UTF_8));
  }

  private static String written(Contact contact) {
    return contact.key() + "@127.0.0.1:" + contact.address().getPort();
  }

  private static List<Map<String, Object>> item(Key key, int kind, String value) {
    return List.of(Map.of("key", key.toString(), "kind", kind, "value", value));
  }
}
