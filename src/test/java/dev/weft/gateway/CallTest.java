package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What a request says is read as it was meant, and no more of it than there may be. */
class CallTest {

  private static final InputStream BROKEN =
      new InputStream() {
        @Override
        public int read() throws IOException {
          throw new IOException("broken");
        }
      };

  private static int status(Runnable what) {
    return assertThrows(Problem.class, what::run).status();
  }

  @Test
  void aBodyMayBeAsLongAsItMay() {
    assertThat(Calls.put("/", "four").body(4)).isEqualTo("four".getBytes(UTF_8));
    assertThat(Calls.put("/", "four", "content-encoding", "identity").body(4)).hasSize(4);
    assertThat(status(() -> Calls.put("/", "fives").body(4))).isEqualTo(413);
  }

  @Test
  void aLengthThatIsTooGreatIsRefusedBeforeAnythingIsRead() {
    Call call = Calls.from(Calls.ELSEWHERE, "PUT", "/", BROKEN, "content-length", "5");
    assertThat(status(() -> call.body(4))).isEqualTo(413);
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> call.body(5));
  }

  @Test
  void aBodyThatIsCompressedOrOfNoLengthIsRefused() {
    assertThat(status(() -> Calls.put("/", "x", "content-encoding", "gzip").body(4)))
        .isEqualTo(415);
    assertThat(status(() -> Calls.put("/", "x", "content-length", "many").body(4))).isEqualTo(400);
  }

  @Test
  void aQueryIsDecodedAndOfOneParameterTheFirstCounts() {
    assertThat(Call.parseQuery("a=1&b&a=2&c=x+y%20z&d=%C3%A4"))
        .containsEntry("a", "1")
        .containsEntry("b", "")
        .containsEntry("c", "x y z")
        .containsEntry("d", "ä");
  }

  @Test
  void whatIsEscapedBadlyIsRefused() {
    assertThat(Call.decode("a%2Fb")).isEqualTo("a/b");
    for (String text : new String[] {"%", "a%2", "%2x", "%x2", "%ff"}) {
      assertThat(status(() -> Call.decode(text))).as(text).isEqualTo(400);
    }
  }
}
