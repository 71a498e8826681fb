package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class PageRoutesTest {

  @Test
  void aFileThatCannotBeReadIsAnError() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }
        };
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> PageRoutes.bytes(broken))
        .withMessageContaining("broken");
  }
}
