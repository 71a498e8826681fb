package dev.weft;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Polices the source: what only certain files may use, and which package may know which. */
class TidyTest {

  private static final int MOST_LINES = 350;

  /**
   * What must not be written, as a regular expression, except in files whose path below a source
   * folder begins with one of those behind the bar.
   */
  private static final List<String> FORBIDDEN =
      List.of(
          // Time, threads, waiting and chance come from the environment. There are two.
          "Thread\\.sleep | dev/weft/runtime/RealEnvironment",
          "System\\.nanoTime | dev/weft/runtime/RealEnvironment",
          "System\\.currentTimeMillis |",
          "Instant\\.now\\( | dev/weft/runtime/RealEnvironment",
          "\\b(Clock\\.system|LocalDate(Time)?\\.now\\(|ZonedDateTime\\.now\\() |",
          "ThreadLocalRandom | dev/weft/runtime/RealEnvironment",
          "\\bMath\\.random |",
          "new (Splittable)?Random\\( | dev/weft/sim/",
          "Thread\\.ofVirtual | dev/weft/runtime/RealEnvironment, dev/weft/sim/",
          "Thread\\.startVirtualThread | dev/weft/sim/",
          // A launcher needs a thread that runs when the program is told to stop, a durable store
          // one that waits for the disk, and JmDNS one whose group its own belong to.
          "Thread\\.ofPlatform | dev/weft/cli/, dev/weft/RealHabitat, dev/weft/lan/Jmdns,"
              + " dev/weft/sim/",
          "new Thread\\( | dev/weft/cli/, dev/weft/sim/",
          "\\bExecutors\\. |",
          "CompletableFuture |",
          // Waits with a limit; those without one need no seam.
          "\\.poll\\([^)] |",
          "\\.tryLock\\([^)] |",
          "\\.awaitNanos\\( |",
          "\\.await\\([^()]*, | dev/weft/runtime/RealEnvironment",
          "\\bsynchronized\\b |",
          "\\bSecureRandom\\b | dev/weft/item/Identity.java, dev/weft/drogulus/RsaIdentity.java,"
              + " dev/weft/gateway/Tokens.java,"
              + " dev/weft/sim/SeededRandom.java",
          "\\bKeyPairGenerator\\b |",
          "\\bUUID\\b |",
          // Their order differs from one run to the next, and so would what follows from it.
          "\\b(Set|Map)\\.(copyOf|ofEntries)\\( |",
          "\\b(Set|Map)\\.of\\([^)] | dev/weft/cli/",
          "\\btoUnmodifiable(Set|Map)\\( |",
          "\\b(identityHashCode|IdentityHashMap|WeakHashMap)\\b | dev/weft/sim/",
          "\\.parallel(Stream)?\\(\\) |",
          "StructuredTaskScope | dev/weft/runtime/FanOut.java");

  /** Who may know whom. Data flows down: what a package knows stands on a line above its own. */
  private static final Map<String, Set<String>> LAYERS =
      Map.ofEntries(
          entry("kademlia", Set.of()),
          entry("lan", Set.of("kademlia", "runtime")),
          entry("runtime", Set.of()),
          entry("text", Set.of()),
          entry("admission", Set.of("runtime")),
          entry("netstring", Set.of()),
          entry("socket", Set.of("runtime")),
          entry("item", Set.of("kademlia")),
          entry("rpc", Set.of("item", "kademlia", "runtime")),
          entry("store", Set.of("item", "kademlia", "runtime")),
          entry("routing", Set.of("kademlia", "admission", "runtime")),
          entry("tls", Set.of("item", "socket")),
          entry(
              "tcp",
              Set.of(
                  "tls", "rpc", "item", "kademlia", "netstring", "socket", "admission", "runtime")),
          entry("drogulus", Set.of("rpc", "item", "kademlia", "netstring", "socket", "runtime")),
          entry(
              "lookup",
              Set.of("routing", "rpc", "item", "kademlia", "admission", "runtime", "text")),
          entry(
              "node",
              Set.of(
                  "lookup", "routing", "store", "rpc", "item", "kademlia", "admission", "runtime")),
          entry(
              "",
              Set.of(
                  "node",
                  "lookup",
                  "routing",
                  "store",
                  "tcp",
                  "drogulus",
                  "rpc",
                  "item",
                  "kademlia",
                  "lan",
                  "runtime",
                  "text")),
          entry("report", Set.of()),
          entry(
              "sim",
              Set.of(
                  "",
                  "lookup",
                  "routing",
                  "store",
                  "tcp",
                  "drogulus",
                  "socket",
                  "netstring",
                  "rpc",
                  "item",
                  "kademlia",
                  "lan",
                  "runtime")),
          entry("metrics", Set.of("", "lookup", "routing", "store", "rpc", "admission")),
          entry("json", Set.of("", "lookup", "drogulus", "rpc", "item", "kademlia")),
          entry(
              "gateway",
              Set.of(
                  "",
                  "json",
                  "node",
                  "lookup",
                  "routing",
                  "rpc",
                  "item",
                  "kademlia",
                  "admission",
                  "runtime")),
          entry(
              "cli",
              Set.of(
                  "",
                  "gateway",
                  "json",
                  "metrics",
                  "report",
                  "sim",
                  "node",
                  "lookup",
                  "routing",
                  "store",
                  "tcp",
                  "drogulus",
                  "rpc",
                  "item",
                  "kademlia",
                  "runtime",
                  "text")));

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.weft");

  /** The text of every source file of the program, by its path below the source folder. */
  private static final Map<String, String> SOURCES =
      sources("src/main/fanout", "src/main/java", "src/main/java8");

  /** The same of the tests. */
  private static final Map<String, String> TESTS = sources("src/test/java");

  @Test
  void onlyTheirOwnersUseClocksThreadsTimedWaitsAndChance() {
    for (String rule : FORBIDDEN) {
      int bar = rule.lastIndexOf('|');
      Pattern pattern = Pattern.compile(rule.substring(0, bar).strip());
      List<String> owners = List.of(rule.substring(bar + 1).strip().split(", *"));
      assertThat(usersOf(pattern))
          .as("uses of " + pattern)
          .allMatch(
              path -> owners.stream().anyMatch(o -> !o.isEmpty() && path.startsWith(o)),
              "are in one of " + owners);
    }
  }

  @Test
  void theRulesAreAboutCodeAndNotAboutComments() {
    assertThat(withoutComments("a /* Thread.sleep\n */ b // synchronized\nc"))
        .isEqualTo("a  b \nc");
    assertThat(usersOf(Pattern.compile("Thread\\.sleep")))
        .containsExactly("dev/weft/runtime/RealEnvironment.java");
    assertThat(usersOf(Pattern.compile("StructuredTaskScope")))
        .containsExactly("dev/weft/runtime/FanOut.java");
  }

  private static List<String> usersOf(Pattern pattern) {
    return SOURCES.entrySet().stream()
        .filter(source -> pattern.matcher(withoutComments(source.getValue())).find())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String withoutComments(String source) {
    return source.replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
  }

  @Test
  void noFileIsLongerThan350LinesAndNoTestEither() {
    assertThat(filesLongerThan(MOST_LINES, SOURCES)).isEmpty();
    assertThat(filesLongerThan(MOST_LINES, TESTS)).isEmpty();
    assertThat(filesLongerThan(10, TESTS)).contains("dev/weft/TidyTest.java");
  }

  private static List<String> filesLongerThan(int lines, Map<String, String> sources) {
    return sources.entrySet().stream()
        .filter(source -> source.getValue().lines().count() > lines)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void noPackageIsCalledUtil() {
    assertThat(SOURCES.keySet()).noneMatch(path -> path.matches(".*/utils?/.*"));
  }

  @Test
  void everyPackageHasItsPlaceInTheHouse() {
    assertThat(CLASSES.stream().map(TidyTest::layer).collect(Collectors.toSet()))
        .isSubsetOf(LAYERS.keySet())
        .contains("kademlia", "item", "rpc", "runtime", "store");
  }

  @Test
  void packagesKnowOnlyThoseBelowThem() {
    LAYERS.forEach(
        (layer, below) ->
            noClasses()
                .that(describe("are in layer '" + layer + "'", c -> layer(c).equals(layer)))
                .should()
                .dependOnClassesThat(
                    describe(
                        "are in none of the layers " + below,
                        (JavaClass other) ->
                            isOurs(other)
                                && !layer(other).equals(layer)
                                && !below.contains(layer(other))))
                .allowEmptyShould(true)
                .check(CLASSES));
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.weft.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static boolean isOurs(JavaClass type) {
    return (type.getPackageName() + ".").startsWith("dev.weft.");
  }

  /** The first part of a package's name behind {@code dev.weft}, empty for that itself. */
  private static String layer(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.");
    return parts.length > 2 ? parts[2] : "";
  }

  private static Map<String, String> sources(String... folders) {
    Map<String, String> sources = new TreeMap<>();
    for (String folder : folders) {
      Path root = Path.of(folder);
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String path = root.relativize(file).toString().replace('\\', '/');
          sources.put(path, Files.readString(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }
}
