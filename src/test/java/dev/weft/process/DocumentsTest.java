package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What documents and Javadoc quote is there. */
class DocumentsTest {

  private static final Path TOUR = Path.of(".github", "TOUR.md");
  private static final Path TESTS = Path.of("src", "test", "java");

  @Test
  void theTourQuotesTheRealCode() throws IOException {
    Excerpts tour = Excerpts.of(TOUR);
    assertThat(tour.untrue()).isEmpty();
    assertThat(tour.count()).isGreaterThan(30);
  }

  @Test
  void anExcerptIsUntrueWhereALineDiffersOrComesTooEarly(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("A.java"), "class A {\n  int one;\n  int two;\n}\n");
    assertThat(untrue(folder, "class A {\n  // …\n  int two;\n")).isEmpty();
    assertThat(untrue(folder, "  int one;\n  int two;\n")).isEmpty();
    assertThat(untrue(folder, "  int two;\n  // …\n  int one;\n")).hasSize(1);
    assertThat(untrue(folder, "  int on\n")).hasSize(1);
    assertThat(Excerpts.of(markdown(folder, "[A](B.java)", "class A {\n")).untrue()).hasSize(1);
    assertThat(Excerpts.of(markdown(folder, "", "class A {\n")).untrue()).hasSize(1);
  }

  private static List<String> untrue(Path folder, String code) throws IOException {
    return Excerpts.of(markdown(folder, "in [A](A.java) it is", code)).untrue();
  }

  private static Path markdown(Path folder, String text, String code) throws IOException {
    return Files.writeString(folder.resolve("a.md"), text + "\n\n```java\n" + code + "```\n");
  }

  @Test
  void theLinksOfTourAndStudiesLeadSomewhere() throws IOException {
    for (Path from : List.of(TOUR, TOUR.resolveSibling("STUDIES.md"), Path.of("README.md"))) {
      linksLeadSomewhere(from);
    }
  }

  private static void linksLeadSomewhere(Path from) throws IOException {
    for (String link : Readme.of(from).links().stream().filter(l -> !l.contains("://")).toList()) {
      String file = link.replaceFirst("#.*", "");
      String anchor = link.replaceFirst("^[^#]*#?", "");
      Path target = file.isEmpty() ? from : from.resolveSibling(file).normalize();
      assertThat(target).exists();
      if (!anchor.isEmpty()) {
        assertThat(Readme.of(target).anchors()).as(link).contains(anchor);
      }
    }
  }

  @Test
  void everySnippetOfTheJavadocIsARegionOfATest() throws IOException {
    Pattern snippet =
        Pattern.compile("\\{@snippet\\s+(?:\\*\\s+)?file=\"(.*?)\"[\\s*]+region=\"(.*?)\"");
    int count = 0;
    for (Path source : sources()) {
      for (MatchResult found : snippet.matcher(Files.readString(source)).results().toList()) {
        String test = Files.readString(TESTS.resolve(found.group(1)));
        assertThat(test)
            .as(source.toString())
            .contains("@start region=\"" + found.group(2) + "\"")
            .contains("@Test");
        count++;
      }
      assertThat(Files.readString(source)).doesNotContain("{@snippet :");
    }
    assertThat(count).isGreaterThanOrEqualTo(10);
  }

  @Test
  void eachPackageSaysWhatItsThreadsAre() throws IOException {
    List<Path> infos = sources().stream().filter(p -> p.endsWith("package-info.java")).toList();
    assertThat(infos).hasSizeGreaterThan(20);
    for (Path info : infos) {
      assertThat(Files.readString(info)).as(info.toString()).contains("<p><b>Threads.</b> ");
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      return files.filter(path -> path.toString().endsWith(".java")).toList();
    }
  }

  @Test
  void theCompilerChecksTheJavadocOfAllThatIsExported() throws IOException {
    List<String> exported =
        Pattern.compile("(?m)^  exports ([\\w.]+);")
            .matcher(Files.readString(Path.of("src", "main", "java", "module-info.java")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("-Xdoclint/package:" + String.join(",", exported) + "</weft.doclint>");
  }

  @Test
  void allJavaInTheReadmeCompiles(@TempDir Path folder) throws IOException {
    List<String> blocks = Readme.of(Path.of("README.md")).blocks("java");
    StringBuilder program =
        new StringBuilder(
            """
            import static org.junit.jupiter.api.Assertions.assertEquals;
            import dev.weft.*;
            import dev.weft.drogulus.*;
            import dev.weft.item.*;
            import dev.weft.kademlia.*;
            import dev.weft.lookup.*;
            import dev.weft.sim.*;
            import dev.weft.sim.junit.*;
            import java.net.*;
            import java.time.*;
            import java.util.*;
            import org.junit.jupiter.api.*;

            """);
    for (int i = 0; i < blocks.size(); i++) {
      String block = blocks.get(i);
      program.append(
          block.startsWith("@")
              ? block
              : """
              class Block%d {
                Dht dht; Key key; Key owner; byte[] bytes;
                void run() throws Exception {
                  %s
                }
              }
              """
                  .formatted(i, block));
    }
    Path source = Files.writeString(folder.resolve("Blocks.java"), program);
    var errors = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, errors, "-proc:none", "-d", folder.toString(), source.toString());
    assertThat(result).as(errors.toString(UTF_8)).isZero();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(6);
  }
}
