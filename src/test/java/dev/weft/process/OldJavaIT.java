package dev.weft.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.process.Running.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on a Java that is too old for it, where there is one; {@code weft.oldJava} names one. */
class OldJavaIT {

  private static final int NEEDED = 25;

  @TempDir private Path home;

  @Test
  void anOldJavaIsToldWhichOneIsNeededAndWhereThereIsOne() throws Exception {
    Map<Integer, Path> olds = olds();
    assumeTrue(!olds.isEmpty(), "there is no Java older than 25 here");
    try (var programs = new Programs(home)) {
      for (Map.Entry<Integer, Path> old : olds.entrySet()) {
        String java = old.getValue().resolve("bin/java").toString();
        var builder = new ProcessBuilder(java, "-jar", Programs.JAR.toString(), "whoami");
        // Where the build found the JDK that it tests with, the jar must find one, too.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Ended ended = programs.start(builder, new byte[0]).end();

        assertThat(ended.code()).as(ended.toString()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).as(ended.toString()).hasSize(1);
        assertThat(ended.err())
            .startsWith("This is Java " + (old.getKey() == 8 ? "1.8" : old.getKey()))
            .contains("needs Java 25 or newer")
            .contains("one is here: ");
        Path found = Path.of(ended.err().replaceAll("(?s).*one is here: (.*?)\\R?$", "$1"));
        assertThat(found).isExecutable();
        assertThat(feature(found.getParent().getParent())).isGreaterThanOrEqualTo(NEEDED);
      }
    }
  }

  /** One of each version. */
  private static Map<Integer, Path> olds() throws IOException {
    List<Path> homes = new ArrayList<>();
    for (String named :
        List.of(
            System.getProperty("weft.oldJava", ""),
            System.getenv().getOrDefault("JAVA_HOME", ""))) {
      homes.add(Path.of(named));
    }
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> inside = Files.list(usual)) {
        inside.sorted().forEach(homes::add);
      }
    }
    Map<Integer, Path> olds = new TreeMap<>();
    for (Path home : homes) {
      int feature = feature(home);
      if (feature > 0 && feature < NEEDED && Files.isExecutable(home.resolve("bin/java"))) {
        olds.putIfAbsent(feature, home);
      }
    }
    return olds;
  }

  /** The version of a JDK; 0 if it is none. */
  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    var properties = new Properties();
    try (InputStream in = Files.newInputStream(release)) {
      properties.load(in);
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.replaceFirst("^1\\.", "").replaceAll("[^0-9].*", ""));
  }
}
