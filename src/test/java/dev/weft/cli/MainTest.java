package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entry point starts the command on Java 25, and on an older one says in a line what to do. */
@Isolated("replaces System.err and what the entry point starts")
class MainTest {
  private static final List<String> RECEIVED = new ArrayList<>();

  @TempDir private Path root;

  /** Stands for the command. */
  public static final class Recorder {
    private Recorder() {}

    public static void main(String[] args) {
      RECEIVED.addAll(List.of(args));
    }
  }

  /** Stands for a command that fails. */
  public static final class Failing {
    private Failing() {}

    public static void main(String[] args) throws IOException {
      throw new IOException("failed");
    }
  }

  @AfterEach
  void restore() {
    Main.command = "dev.weft.cli.WeftCommand";
    Main.exit = System::exit;
    RECEIVED.clear();
  }

  @Test
  void newEnoughJavaStartsTheCommandWithItsArguments() throws Throwable {
    Main.command = Recorder.class.getName();
    Main.main(new String[] {"lookup", "a key"});
    assertThat(RECEIVED).containsExactly("lookup", "a key");
  }

  @Test
  void whatTheCommandThrowsIsThrownAsItIs() {
    Main.command = Failing.class.getName();
    assertThat(catchThrowable(() -> Main.main(new String[0])))
        .isInstanceOf(IOException.class)
        .hasMessage("failed");
  }

  @Test
  void tooOldJavaPrintsOneLineAndExitsWithOne() throws Throwable {
    var exits = new ArrayList<Integer>();
    Main.exit = exits::add;
    Main.command = Failing.class.getName();
    var printed = new ByteArrayOutputStream();
    PrintStream stderr = System.err;
    System.setErr(new PrintStream(printed, true));
    try {
      Main.run("17.0.15", List.of(), new String[0]);
    } finally {
      System.setErr(stderr);
    }
    assertThat(exits).containsExactly(1);
    assertThat(printed.toString())
        .isEqualTo("This is Java 17.0.15, and Weft needs Java 25 or newer.%n".formatted());
  }

  @Test
  void namesTheOldestJdkThatWillDo() throws IOException {
    jdk("a-21", "JAVA_VERSION=\"21.0.7\"");
    jdk("b-26", "JAVA_VERSION=\"26.0.2\"");
    jdk("c-25", "JAVA_VERSION=\"25.0.3\"");
    jdk("d-25", "JAVA_VERSION=\"25\"");
    jdk("e-empty", "");
    assertThat(complaintAbout(Map.of()))
        .isEqualTo(
            "This is Java 1.8.0_442, and Weft needs Java 25 or newer; one is here: "
                + root.resolve("c-25").resolve("bin").resolve("java"));
  }

  @Test
  void javaHomeComesFirst() throws IOException {
    jdk("a-25", "JAVA_VERSION=\"25.0.3\"");
    Path named = jdk("z-25", "JAVA_VERSION=\"25.0.1\"");
    assertThat(complaintAbout(Map.of("JAVA_HOME", named.toString()))).contains("z-25");
  }

  @Test
  void findsHomesInsideMacBundles() throws IOException {
    Path home = jdk("temurin.jdk/Contents/Home", "JAVA_VERSION=\"25.0.3\"");
    assertThat(complaintAbout(Map.of())).contains(home.toString());
  }

  @Test
  void namesNoneWhenThereIsNone() {
    assertThat(complaintAbout(Map.of()))
        .isEqualTo("This is Java 1.8.0_442, and Weft needs Java 25 or newer.");
  }

  @Test
  void looksWhereJavaIsUsuallyInstalled() {
    assertThat(Main.roots("/home/me"))
        .hasSize(6)
        .contains(new File("/usr/lib/jvm"), new File("/home/me/.jdks"));
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_442, 8", "9, 9", "11.0.2, 11", "25, 25", "26-ea, 26", "'', 0", "none, 0"})
  void readsTheFeatureVersion(String version, int feature) {
    assertThat(Main.feature(version)).isEqualTo(feature);
  }

  @Test
  void loadsOnJava8() throws IOException {
    try (var in = new DataInputStream(Main.class.getResourceAsStream("Main.class"))) {
      in.readInt();
      assertThat(in.readUnsignedShort()).as("minor version").isZero();
      assertThat(in.readUnsignedShort()).as("major version").isEqualTo(52);
    }
  }

  private String complaintAbout(Map<String, String> environment) {
    List<File> roots = List.of(root.resolve("missing").toFile(), root.toFile());
    return Main.complaint("1.8.0_442", Main.homes(environment, roots));
  }

  private Path jdk(String name, String release) throws IOException {
    Path home = Files.createDirectories(root.resolve(name));
    Files.writeString(home.resolve("release"), release);
    return home;
  }
}
