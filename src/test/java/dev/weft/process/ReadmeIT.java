package dev.weft.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.weft.Dht;
import dev.weft.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.tls.TlsProtocol;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;

/** What the README shows is what works. */
class ReadmeIT extends ProgramsFixture {

  private static final Path README = Path.of("README.md");
  private static final Path CONTRIBUTING = Path.of(".github", "CONTRIBUTING.md");
  private static final Path OPERATIONS = Path.of(".github", "OPERATIONS.md");
  private static final String WEFT = "java -jar target/weft.jar ";

  @Test
  void theTwoNodesInTwoTerminalsDoWhatTheReadmeSays() throws Exception {
    Readme section = Readme.of(README).under("Find each other");
    List<String> commands =
        new ArrayList<>(Readme.of(README).under("Two nodes in two terminals").commands());
    commands.addAll(section.commands());
    assertThat(commands).hasSizeGreaterThanOrEqualTo(6).allMatch(line -> line.startsWith(WEFT));
    String[] ports = {Integer.toString(FreePort.find()), Integer.toString(FreePort.find())};
    String got = "";
    String out = "";
    List<Running> announcing = new ArrayList<>();
    for (String command : commands) {
      Running running = programs.weft(here(command.substring(WEFT.length()), ports));
      if (command.contains(" node")) {
        running.line("listening on");
      } else if (command.contains(" announce ")) {
        running.line("Ctrl-C withdraws it.");
        announcing.add(running);
      } else {
        out = running.end().done().text();
        got = command.contains(" get ") ? out : got;
      }
    }
    assertThat(got).isEqualTo("Towcester");
    assertThat(shape(out)).isEqualTo(shape(section.blocks("text").getLast()));
    announcing.getFirst().terminate();
    assertThat(shape(announcing.getFirst().end().text()))
        .isEqualTo(shape(section.blocks("text").getFirst()));
  }

  /** Text without what differs from run to run: keys, and how long things took. */
  private static String shape(String text) {
    return text.replaceAll("\\b[0-9a-f]{8,}\\b", "KEY").replaceAll("\\b[0-9.]+ m?s\\b", "TIME");
  }

  @Test
  void theOldNetworkComesToLifeByWhatTheReadmeSays() throws Exception {
    key(0, "share/weft", "drogulus.pem");
    key(1, "weft-b", "drogulus.pem");
    key(2, "share/weft", "drogulus-client.pem");
    Readme section = Readme.of(README).under("An old network brought to life");
    String[] ports = {Integer.toString(FreePort.find()), Integer.toString(FreePort.find())};
    String got = "";
    for (String command : section.commands()) {
      String[] parts = command.substring(WEFT.length()).split(" > ");
      Running running = programs.weft(here(parts[0], ports));
      if (command.contains(" node")) {
        running.line("listening on");
      } else {
        got = running.end().done().text();
      }
      if (parts.length > 1) {
        Files.writeString(root.resolve(parts[1]), got);
      }
    }
    assertThat(got).isEqualTo("{\"since\":2015,\"town\":\"Towcester\"}");

    String seed = "127.0.0.1:" + ports[1];
    String body = section.blocks("java").getFirst().strip().replace("localhost:1908", seed);
    assertThat(body).contains(seed).endsWith("}");
    String program =
        """
        import dev.weft.*;
        import dev.weft.drogulus.*;

        public class Old {
          public static void main(String[] args) throws Exception {
            %s
              System.out.println(item.json().toJson());
            }
          }
        }
        """
            .formatted(body.substring(0, body.length() - 1));
    assertThat(run("Old", program, embedded() + File.pathSeparator + paths(JsonParser.class)))
        .isEqualTo("{\"since\":2015,\"town\":\"Coventry\"}");
    Pattern version = Pattern.compile("<version>(.*)</version>");
    var named = version.matcher(section.blocks("xml").getFirst());
    assertThat(named.find()).isTrue();
    assertThat(paths(JsonParser.class)).endsWith("jackson-core-" + named.group(1) + ".jar");
  }

  /** Compiles and runs a program, and returns the line that it prints. */
  private String run(String name, String program, String library) throws Exception {
    Path source = Files.writeString(root.resolve(name + ".java"), program);
    String classPath = library + File.pathSeparator + root;
    compile(source, classPath);
    return programs.java(new byte[0], List.of("-cp", classPath, name)).end().done().line();
  }

  /**
   * The README's arguments, with ports and directories that are free in place of its own; also
   * where those are the defaults.
   */
  private String[] here(String arguments, String[] ports) {
    String said =
        arguments
            .replace("/tmp/weft-b", root.resolve("weft-b").toString())
            .replace("peers.json", root.resolve("peers.json").toString())
            .replace("'", "")
            .replaceAll("\\b1908\\b", ports[0])
            .replaceAll("\\b1909\\b", ports[1]);
    List<String> words = new ArrayList<>(List.of(said.split("\\s+")));
    if (words.getFirst().equals("node")) {
      words.add("--no-lan"); // the machine's neighbours are none of a test's business
      words.addAll(said.contains("--port") ? List.of() : List.of("--port", ports[0]));
    } else if (!said.contains("--seed") && !words.getFirst().equals("whoami")) {
      words.addAll(List.of("--seed", "127.0.0.1:" + ports[0]));
    }
    return words.toArray(String[]::new);
  }

  @Test
  void theJavaSnippetCompilesAndRunsWithWhatAnEmbedderGets() throws Exception {
    List<String> snippets = Readme.of(README).under("Use it from Java").blocks("java");
    assertThat(snippets).hasSize(1);
    String port = Integer.toString(FreePort.find());
    Running node =
        programs.weft("node", "--port", port, "--bind", "127.0.0.1", "--data", "" + root);
    String body = snippets.getFirst().strip().replace("localhost:1908", "127.0.0.1:" + port);
    assertThat(body).contains("127.0.0.1:" + port).endsWith("}");
    String meeting =
        Readme.of(README)
            .under("Find each other")
            .blocks("java")
            .getFirst()
            .replace("localhost:1908", "127.0.0.1:" + port);
    String program =
        """
        import dev.weft.*;
        import dev.weft.item.*;
        import dev.weft.kademlia.*;
        import dev.weft.lookup.*;
        import java.net.*;
        import java.time.*;

        public class Snippet {
          public static void main(String[] args) throws Exception {
            byte[] bytes = "any bytes".getBytes();
            %s
            %s
              System.out.println(item.text() + ", " + doc.text() + ", " + report.copies()
                  + ", " + near.closest().size());
            }
          }
        }
        """
            .formatted(meeting, body.substring(0, body.length() - 1));
    node.line("listening on");
    assertThat(run("Snippet", program, embedded()).lines())
        .containsExactly("/127.0.0.1:8443, checked", "Towcester, any bytes, 2, 1");
  }

  @Test
  void theTestInASimulatedNetworkPassesWithTheFlagThatTheReadmeNames() throws Exception {
    Readme section = Readme.of(README).under("Test your application against a simulated network");
    Path source = root.resolve("MyTest.java");
    Files.writeString(
        source,
        """
        import static org.junit.jupiter.api.Assertions.assertEquals;

        import dev.weft.*;
        import dev.weft.sim.*;
        import dev.weft.sim.junit.*;
        import java.time.*;
        import org.junit.jupiter.api.*;

        """
            + section.blocks("java").getFirst());
    compile(source, embedded() + File.pathSeparator + paths(Test.class));
    try (var loader = new URLClassLoader(new URL[] {root.toUri().toURL()})) {
      EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(loader.loadClass("MyTest")))
          .execute()
          .testEvents()
          .assertStatistics(tests -> tests.succeeded(1).failed(0));
    }
    String flag = section.blocks("xml").getFirst().replaceFirst("(?s).*<argLine>(.*)</arg.*", "$1");
    assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
        .contains(flag.replace(' ', '='));
  }

  /** The library and its dependencies, and nothing else. */
  private static String embedded() throws URISyntaxException {
    return paths(
        Dht.class,
        Logger.class,
        Ed25519Signer.class,
        TlsProtocol.class,
        EdECObjectIdentifiers.class);
  }

  private static String paths(Class<?>... types) throws URISyntaxException {
    List<String> paths = new ArrayList<>();
    for (Class<?> type : types) {
      paths.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, paths);
  }

  private void compile(Path source, String classPath) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var messages = new StringWriter();
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-proc:none", "-cp", classPath, "-d", root.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  @Test
  void everyCommandInTheTableHasAHelpThatKnowsItsOptions() throws Exception {
    Map<String, String> rows = new LinkedHashMap<>();
    for (List<String> row : Readme.of(README).under("Two nodes in two terminals").rows()) {
      String command = row.getFirst().replaceFirst("^`([\\w-]+).*", "$1");
      rows.put(command, String.join(" ", row));
    }
    Running all = programs.weft("--help");
    Map<String, Running> helps = new LinkedHashMap<>();
    for (String command : rows.keySet()) {
      helps.put(command, programs.weft(command, "--help"));
    }
    for (Map.Entry<String, Running> help : helps.entrySet()) {
      String text = help.getValue().end().done().text();
      assertThat(text).contains("weft " + help.getKey());
      assertThat(all.end().done().text()).containsPattern("(?m)^ +" + help.getKey() + " ");
      assertThat(options(rows.get(help.getKey()))).as(help.getKey()).allMatch(text::contains);
    }
    List<String> real =
        Pattern.compile("(?m)^  ([\\w-]+) ")
            .matcher(
                all.end()
                    .text()
                    .replaceFirst("(?s).*\nCommands:", "")
                    .replaceFirst("(?s)\nExit codes:.*", ""))
            .results()
            .map(command -> command.group(1))
            .toList();
    assertThat(real).containsExactlyInAnyOrderElementsOf(rows.keySet());
  }

  private static List<String> options(String text) {
    return Pattern.compile("--[a-z-]+").matcher(text).results().map(MatchResult::group).toList();
  }

  @Test
  void theSimulationPrintsWhatTheReadmeShows() throws Exception {
    Readme section = Readme.of(README).under("Simulate a network");
    assertThat(section.commands()).singleElement().asString().startsWith(WEFT + "simulate ");
    String report = root.resolve("simulation.html").toString();
    String command = section.commands().getFirst().replace("simulation.html", report);
    String out = programs.weft(command.substring(WEFT.length()).split(" ")).end().done().text();
    assertThat(labels(out)).containsExactlyElementsOf(labels(section.blocks("text").getFirst()));
    assertThat(out).startsWith(section.blocks("text").getFirst().lines().findFirst().orElse("?"));
    assertThat(Path.of(report)).isNotEmptyFile();
  }

  /** The words at the beginnings of lines, but of those that tell of what went wrong, and when. */
  private static List<String> labels(String text) {
    return text.lines()
        .filter(line -> !line.matches(" +\\d+:.*"))
        .map(line -> line.replaceFirst("^( *\\S+).*", "$1").replaceAll("[\\d,]+", "1"))
        .toList();
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    for (Path file : List.of(README, CONTRIBUTING, OPERATIONS)) {
      Readme readme = Readme.of(file);
      for (String link : readme.links()) {
        if (link.startsWith("#")) {
          assertThat(readme.anchors()).as(file + ": " + link).contains(link.substring(1));
        } else if (!link.contains("://")) {
          Path folder = file.toAbsolutePath().getParent();
          assertThat(folder.resolve(link.replaceFirst("#.*", ""))).exists();
        }
      }
    }
    assertThat(Readme.of(README).links()).contains(".github/CONTRIBUTING.md", "LICENSE");
  }

  @Test
  void whatTheReadmeBuildsWithIsWhatCiRuns() throws IOException {
    List<String> commands = Readme.of(README).under("Run it").commands();
    assertThat(commands).containsExactly("mvn -q compile exec:exec", "mvn verify");
    assertThat(Files.readAllLines(Path.of(".ci", "run"))).contains(commands.getLast());
    assertThat(Files.readString(CONTRIBUTING)).contains("| `" + commands.getLast() + "` |");
    assertThat(Files.readAllLines(Path.of(".github", "workflows", "ci.yml")))
        .map(String::strip)
        .contains("- run: .ci/run", "- run: " + commands.getFirst());
  }
}
