package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class PartsTest {

  @Test
  void aMissingPartIsNamedWithTheRemedy() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Parts.read("/nowhere.js"))
        .withMessage(
            "/nowhere.js is not on the class path; reports need org.webjars.npm:chart.js there");
  }

  @Test
  void aPartThatCannotBeReadEndsTheReport() {
    IOException failure = new IOException("the jar is broken");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }
        };
    assertThatThrownBy(() -> Parts.text(broken))
        .isInstanceOf(UncheckedIOException.class)
        .hasCause(failure);
  }
}
