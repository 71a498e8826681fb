package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The build's description, which is published with the library. */
class PomTest {
  private static final Pattern EXPORTS = Pattern.compile("(?m)^  exports ([\\w.]+);");

  private static Document pom;

  @BeforeAll
  static void read() throws Exception {
    pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
  }

  private static List<String> texts(String path) throws Exception {
    var nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent().strip())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "groupId",
        "artifactId",
        "version",
        "name",
        "description",
        "url",
        "licenses/license/name",
        "licenses/license/url",
        "developers/developer/name",
        "scm/connection",
        "scm/developerConnection",
        "scm/url"
      })
  void hasWhatMavenCentralWants(String path) throws Exception {
    assertThat(texts("/project/" + path)).isNotEmpty().doesNotContain("");
  }

  @Test
  void bringsAnEmbedderFourDependenciesAndNoMore() throws Exception {
    assertThat(texts("/project/dependencies/dependency[not(optional) and not(scope)]/artifactId"))
        .containsExactlyInAnyOrder(
            "slf4j-api", "bcprov-jdk18on", "bctls-jdk18on", "bcutil-jdk18on");
    assertThat(texts("/project/dependencies/dependency[scope='compile' or scope='runtime']"))
        .isEmpty();
  }

  @Test
  void standsOnReleasesOnly() throws Exception {
    assertThat(texts("//dependency/version | //plugin/version | /project/properties/*"))
        .noneMatch(version -> version.endsWith("-SNAPSHOT"));
  }

  @Test
  void comparesWhatTheModuleExportsWithTheLastRelease() throws Exception {
    List<Pattern> compared =
        texts("//plugin[artifactId='japicmp-maven-plugin']//include").stream()
            .map(Pattern::compile)
            .toList();
    assertThat(compared).isNotEmpty();
    List<String> exported = exported();
    for (String one : exported) {
      assertThat(compared).anyMatch(pattern -> pattern.matcher(one + ".Any").matches());
    }
    assertThat(compared).noneMatch(pattern -> pattern.matcher("dev.weft.cli.Main").matches());
  }

  private static List<String> exported() throws IOException {
    String module = Files.readString(Path.of("src/main/java/module-info.java"));
    List<String> exported =
        EXPORTS.matcher(module).results().map(result -> result.group(1)).toList();
    assertThat(exported).contains("dev.weft", "dev.weft.sim.junit");
    return exported;
  }
}
