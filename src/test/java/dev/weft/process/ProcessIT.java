package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.FreePort;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.process.Running.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** The commands, each a process, over a network of five nodes, each a process, too. */
class ProcessIT {

  private static final int NODES = 5;
  private static final String FRAME = "at dev.weft"; // of a stack trace

  @TempDir private static Path root;

  private static Programs programs;
  private static Network network;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    programs = new Programs(root);
    network = Network.start(programs, root, NODES);
  }

  @AfterAll
  static void stop() {
    programs.close();
  }

  @Test
  void whatIsSetThroughOneNodeIsGotThroughAnotherToTheByte() throws Exception {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    byte[] largest = new byte[64 << 10];
    new Random(1).nextBytes(largest);
    Path file = Files.write(root.resolve("largest"), largest);

    Running text = as("ann", 1, "set", "text", "Towcester, caf\u00e9");
    Running empty = as("ann", 2, "set", "empty", "");
    Running input = as(everyByte, "ann", 3, "set", "input", "-");
    Running big = as("ann", 4, "set", "big", "--file", file.toString());
    Running content = as("ann", 0, "set", "--content", file.toString());
    for (Running set : List.of(text, empty, input, big)) {
      // A set may end without a node that is slow, and on a busy machine any may be.
      assertThat(set.end().done().line()).containsPattern("stored on [3-5] nodes");
    }
    String key = content.end().done().line();
    assertThat(key).isEqualTo(ContentItem.of(largest, Instant.EPOCH).key().toString());

    text = as("ann", 4, "get", "text");
    empty = as("ann", 3, "get", "empty");
    input = as("ann", 2, "get", "input");
    big = as("ann", 0, "get", "big");
    content = as("bob", 1, "get", key);
    assertThat(text.end().done().out()).isEqualTo("Towcester, caf\u00e9".getBytes(UTF_8));
    assertThat(empty.end().done().out()).isEmpty();
    assertThat(input.end().done().out()).isEqualTo(everyByte);
    assertThat(big.end().done().out()).isEqualTo(largest);
    assertThat(content.end().done().out()).isEqualTo(largest);
  }

  @Test
  void anItemIsFoundByItsOwnerOrItsKey() throws Exception {
    Identity cat = Identity.loadOrCreate(data("cat").resolve("identity"));
    as("cat", 0, "set", "home", "Towcester").end().done();

    Running byOwner = as("dan", 3, "get", "home", "--owner", cat.key().toString());
    Running byKey = as("dan", 4, "get", NamedItem.keyOf(cat.key(), "home").toString());
    Running own = as("dan", 2, "get", "home");
    assertThat(byOwner.end().done().text()).isEqualTo("Towcester");
    assertThat(byKey.end().done().text()).isEqualTo("Towcester");
    assertThat(failedInOneLine(own, 1)).isEqualTo("weft: not found: home");
  }

  @Test
  void afterAnUpdateTheNewestIsToldEverywhere() throws Exception {
    as("eve", 0, "set", "home", "Towcester").end().done();
    as("eve", 1, "set", "home", "Pinner").end().done();

    List<Running> gets = new ArrayList<>();
    for (int node = 2; node < 5; node++) {
      gets.add(as("eve", node, "get", "home", "--newest"));
    }
    for (Running get : gets) {
      assertThat(get.end().done().text()).isEqualTo("Pinner");
    }
  }

  @Test
  void whatIsDeletedIsNotFoundUntilItIsSetAgain() throws Exception {
    Running nothing = as("gus", 0, "delete", "home");
    assertThat(failedInOneLine(nothing, 1)).isEqualTo("weft: not found: home");
    as("gus", 0, "set", "home", "Towcester").end().done();

    assertThat(as("gus", 1, "delete", "home").end().done().line())
        .containsPattern("home: deleted on [3-5] nodes");

    Running get = as("gus", 2, "get", "home", "--newest");
    Running health = as("gus", 3, "health", "home", "--json");
    assertThat(failedInOneLine(get, 1)).isEqualTo("weft: not found: home");
    assertThat(JSON.std.mapFrom(health.end().done().text())).containsEntry("deleted", true);

    as("gus", 4, "set", "home", "Pinner", "--if-version=none").end().done();
    assertThat(as("gus", 1, "get", "home", "--newest").end().done().text()).isEqualTo("Pinner");
  }

  @Test
  void aLookupShowsWhomItAskedAndWhoIsClosest() throws Exception {
    Running lookup = as("ann", 2, "lookup", "home");
    Running json = as("ann", 3, "lookup", "home", "--json");

    List<String> lines = lookup.end().done().text().lines().toList();
    assertThat(lines.getFirst()).startsWith("looking for ");
    assertThat(lines).anyMatch(line -> line.matches("the [3-5] closest nodes.*"));
    // Each of them was asked, and is told again at the end.
    assertThat(lines).filteredOn(line -> line.contains("@127.0.0.1:")).hasSizeGreaterThan(5);

    List<String> documents = json.end().done().text().lines().toList();
    for (String document : documents) {
      assertThat(JSON.std.mapFrom(document).keySet()).containsAnyOf("step", "result");
    }
    assertThat(documents.getLast()).startsWith("{\"result\":");
  }

  @Test
  void everyCommandSpeaksJson() throws Exception {
    String owner = Identity.loadOrCreate(data("fay").resolve("identity")).key().toString();
    Running whoami = programs.weft("whoami", "--json", "--data", data("fay").toString());
    Running set = as("fay", 1, "set", "json", "{}", "--json");
    assertThat(JSON.std.mapFrom(whoami.end().done().text()))
        .containsEntry("key", owner)
        .containsEntry("data", data("fay").toString());
    assertThat(JSON.std.mapFrom(set.end().done().text()))
        .containsEntry("name", "json")
        .containsEntry("succeeded", true);

    Running get = as("fay", 2, "get", "json", "--json");
    Path file = Files.writeString(root.resolve("json.tsv"), "a\t1\nb\t2\n");
    Running load = as("fay", 3, "load", file.toString(), "--json");
    assertThat(JSON.std.mapFrom(get.end().done().text()))
        .containsEntry("owner", owner)
        .containsEntry("text", "{}");
    assertThat(JSON.std.mapFrom(load.end().done().text()))
        .containsEntry("lines", 2)
        .containsEntry("stored", 2);
  }

  @Test
  void whoamiTellsTheSameEachTimeAndKeepsTheSecretFromOthers() throws Exception {
    Ended first = programs.weft("whoami", "--data", data("gil").toString()).end().done();
    Ended second = programs.weft("whoami", "--data", data("gil").toString()).end().done();
    assertThat(second.text()).isEqualTo(first.text()).contains(data("gil").toString());
    Path file = data("gil").resolve("identity");
    assertThat(first.text())
        .contains(Identity.loadOrCreate(file).key().toString())
        .doesNotContain(Files.readString(file).strip().split(" ")[1]);
  }

  @Test
  void aFailureIsOneLineAndAnExitCode() throws Exception {
    int closed = FreePort.find();
    String nobody = "127.0.0.1:" + closed;
    Running notFound = as("ann", 1, "get", "no such name");
    Running noCommand = programs.weft("fetch", "it");
    Running noValue = as("ann", 1, "set", "name");
    Running tooLarge = as(new byte[(64 << 10) + 1], "ann", 1, "set", "name", "-");
    Running noFile = as("ann", 1, "set", "name", "--file", root.resolve("none").toString());
    assertThat(failedInOneLine(notFound, 1)).isEqualTo("weft: not found: no such name");
    assertThat(failedInOneLine(noCommand, 2)).contains("fetch");
    assertThat(failedInOneLine(noValue, 2)).contains("give a VALUE");
    assertThat(failedInOneLine(tooLarge, 2)).contains("65536 bytes");
    assertThat(failedInOneLine(noFile, 2)).contains("no file").contains("none");

    Running nobodyThere =
        programs.weft(
            "get", "x", "--data", data("ann").toString(), "--seed", nobody, "--join-timeout", "1s");
    Running otherNetwork =
        as("ann", 1, "get", "text", "--network", "other", "--join-timeout", "1s");
    // Far below the half minute for which a node would go on asking, and yet not hasty.
    Duration soon = Duration.ofSeconds(15);
    assertThat(failedInOneLine(nobodyThere.end(soon), 3)).contains("no seed").contains(nobody);
    assertThat(failedInOneLine(otherNetwork.end(soon), 3)).contains(network.address(1));
  }

  @Test
  void aNodeThatCannotStartSaysWhyInOneLine() throws Exception {
    String port = network.address(1).replaceAll(".*:", "");
    Path used = network.member(1).data();
    Path file = Files.writeString(root.resolve("file"), "not a directory");
    Running samePort = node("--port", port, "--data", data("hal").toString());
    Running sameData = node("--port", "0", "--data", used.toString());
    Running fileAsData = node("--port", "0", "--data", file.toString());
    Running clientsFile =
        programs.weft("get", "x", "--seed", network.address(1), "--data", file.toString());
    assertThat(failedInOneLine(samePort, 2)).contains(port).contains("in use");
    assertThat(failedInOneLine(sameData, 2))
        .contains("another node runs")
        .contains(used.toString());
    assertThat(failedInOneLine(fileAsData, 2)).contains("data directory").contains(file.toString());
    assertThat(failedInOneLine(clientsFile, 2)).contains(file + " is not a directory");
    assertThat(network.member(1).process().alive()).isTrue();
  }

  @Test
  void aNodeLeavesInOrderWhenItIsTold() throws Exception {
    Running node = node("--port", "0", "--data", data("ivy").toString(), "--seed", seed(0));
    assertThat(node.line("listening on")).doesNotContain(" 0 contacts");
    node.terminate();
    Ended ended = node.end(Running.ORDERLY);
    // The JVM says so of every program that SIGTERM has ended, in order or not.
    assertThat(ended.code()).isEqualTo(143);
    assertThat(ended.err()).isEmpty();
    // What shows that it was in order: it has written down whom it knew, and can start again.
    assertThat(data("ivy").resolve("contacts")).isNotEmptyFile();
    Running again = node("--port", "0", "--data", data("ivy").toString());
    assertThat(again.line("listening on")).doesNotContain(" 0 contacts");
    again.terminate();
    assertThat(again.end(Running.ORDERLY).code()).isEqualTo(143);
  }

  @Test
  void whatWaitsForTheNetworkEndsWhenItIsTold() throws Exception {
    String nobody = "127.0.0.1:" + FreePort.find();
    Running get =
        programs.weft(
            "get", "x", "-v", "--join-timeout", "1m", "--seed", nobody, "--data", "" + data("jo"));
    Running node = node("-v", "--port", "0", "--seed", nobody, "--data", data("kim").toString());
    for (Running waiting : List.of(get, node)) {
      waiting.complaint("does not answer");
      waiting.terminate();
      Ended ended = waiting.end(Running.ORDERLY);
      assertThat(ended.code()).as(ended.toString()).isEqualTo(143);
      assertThat(ended.err()).contains("weft: interrupted");
      assertThat(ended.out()).isEmpty();
    }
  }

  private static Running node(String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of("node", "--bind", "127.0.0.1"));
    words.addAll(List.of(args));
    return programs.weft(words.toArray(String[]::new));
  }

  /** Starts a client command as somebody, through the node with this number. */
  private static Running as(String who, int node, String... args) throws IOException {
    return as(new byte[0], who, node, args);
  }

  private static Running as(byte[] input, String who, int node, String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    words.addAll(List.of("--seed", seed(node), "--data", data(who).toString()));
    return programs.weft(input, words.toArray(String[]::new));
  }

  private static String seed(int node) {
    return network.address(node);
  }

  private static Path data(String who) {
    return root.resolve(who);
  }

  private static String failedInOneLine(Running running, int code) throws InterruptedException {
    return failedInOneLine(running.end(), code);
  }

  /** Expects a failure as it should be, and returns its line. */
  private static String failedInOneLine(Ended ended, int code) {
    assertThat(ended.code()).as(ended.toString()).isEqualTo(code);
    assertThat(ended.out()).as(ended.toString()).isEmpty();
    assertThat(ended.err()).as(ended.toString()).doesNotContain(FRAME);
    assertThat(ended.err().lines()).as(ended.toString()).hasSize(1);
    return ended.err().strip();
  }
}
