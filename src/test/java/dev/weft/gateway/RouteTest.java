package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A path is that of one route, with what stands in the places of names. */
class RouteTest {

  private static List<String> match(String template, String path) {
    return new Route("GET", template, Route.Kind.READ, (_, _) -> Answer.empty(204)).match(path);
  }

  @Test
  void pathsAreMatchedWordByWord() {
    assertThat(match("/v1/node", "/v1/node")).isEmpty();
    assertThat(match("/v1/node", "/v1/nodes")).isNull();
    assertThat(match("/v1/node", "/v1")).isNull();
    assertThat(match("/v1/node", "/v1/node/")).isNull();
    assertThat(match("/", "/")).isEmpty();
  }

  @Test
  void aWordInBracesStandsForAPartAndANameForAllThatIsLeft() {
    assertThat(match("/v1/items/{owner}/{name}", "/v1/items/a/home/ntoll%2Fx"))
        .containsExactly("a", "home/ntoll/x");
    assertThat(match("/v1/items/{name}", "/v1/items/")).isNull();
    assertThat(match("/{file}", "/v1/node")).isNull();
    assertThat(match("/{file}", "/app.js")).containsExactly("app.js");
  }

  @Test
  void whatCannotBeDecodedIsAProblem() {
    assertThrows(Problem.class, () -> match("/{file}", "/%zz"));
  }
}
