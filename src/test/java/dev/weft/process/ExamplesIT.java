package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples do what they say. One is started from its source, as the README shows it; the others
 * are compiled once, which takes less time.
 */
class ExamplesIT extends ProgramsFixture {

  @TempDir private static Path compiled;

  private String seed;

  @BeforeAll
  static void compile() {
    String[] arguments = {
      "-d",
      compiled.toString(),
      "-cp",
      Programs.JAR.toString(),
      source("Chat"),
      source("Registry"),
      source("Clipboard")
    };
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
  }

  private static String source(String name) {
    return "src/examples/" + name + ".java";
  }

  @BeforeEach
  void startANode() throws Exception {
    String data = root.resolve("node").toString();
    String line =
        programs
            .weft("node", "--bind", "127.0.0.1", "--port", "0", "--memory", "--data", data)
            .line("listening on");
    seed = line.substring("listening on ".length(), line.indexOf(','));
  }

  private List<String> example(String name, String... args) {
    return run(Programs.JAR + File.pathSeparator + compiled, name, args);
  }

  private List<String> run(String classPath, String what, String... args) {
    List<String> words = new ArrayList<>(List.of("-cp", classPath, what));
    words.addAll(List.of(args));
    words.add(seed);
    return words;
  }

  private static void type(Running running, String line) throws IOException {
    running.type((line + "\n").getBytes(UTF_8));
  }

  @Test
  void whoIsInARoomHearsTheOthersThoseTooWhoComeLater() throws Exception {
    Running alice = programs.java(example("Chat", "tea", "alice"));
    type(alice, "is anybody there?");
    Running bob = programs.java(example("Chat", "tea", "bob"));
    bob.line("alice@");
    assertThat(bob.line("anybody")).endsWith(": is anybody there?");
    alice.line("is here");
    type(bob, "yes, I am");
    assertThat(alice.line("yes")).startsWith("bob@").endsWith(": yes, I am");
    bob.endInput();
    bob.end().done();
    assertThat(alice.line("has left")).startsWith("* bob@");
    alice.endInput();
    alice.end().done();
  }

  @Test
  void aServiceIsFoundByItsNameAndNoMoreWhenItHasEnded() throws Exception {
    List<String> fromSource = run(Programs.JAR.toString(), source("Registry"), "serve", "greeter");
    Running service = programs.java(fromSource);
    service.line("greeter is served at");
    assertThat(programs.java(example("Registry", "call", "greeter")).end().done().line())
        .isEqualTo("hello from process " + service.pid());
    service.terminate();
    service.end();
    Running.Ended nobody = programs.java(example("Registry", "call", "greeter")).end();
    assertThat(nobody.err()).contains("nobody serves greeter");
  }

  @Test
  void whatIsCopiedHereIsPastedThereByWhoKnowsThePassphrase() throws Exception {
    Running follower = clipboard("follow", "");
    clipboard("copy", "some text").end().done();
    assertThat(follower.line("some")).isEqualTo("some text");
    assertThat(clipboard("paste", "").end().done().line()).isEqualTo("some text");
  }

  private Running clipboard(String command, String input) throws IOException {
    List<String> words = new ArrayList<>(List.of(Programs.JAVA.toString()));
    words.addAll(example("Clipboard", command));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("WEFT_CLIPBOARD", "a passphrase that is long enough");
    return programs.start(builder, input.getBytes(UTF_8));
  }
}
