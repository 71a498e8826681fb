package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.runtime.RealEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A load whose files fail ends, and says so. */
@Timeout(60)
class LoadTest {
  @TempDir private Path home;
  private final RealEnvironment environment = new RealEnvironment();
  private final Dht dht = mock(Dht.class);

  private void load(InputStream in, Path failedFile) throws IOException, InterruptedException {
    var voice =
        new Load.Voice() {
          @Override
          public void step() {}

          @Override
          public void complain(String line) {}
        };
    try (var failed = new FailedLines(failedFile.toFile())) {
      var lines = new TsvLines(in, false);
      new Load(dht, lines, failed, Duration.ofHours(1), Duration.ofSeconds(1), voice)
          .run(environment, 4);
    }
  }

  @Test
  void aFileThatCannotBeReadToItsEndIsAnErrorAndTheLineBeforeItIsKept() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is broken");
          }
        };
    var in = new SequenceInputStream(new ByteArrayInputStream("a\tb\n".getBytes(UTF_8)), broken);
    Path failed = home.resolve("failed");
    assertThatThrownBy(() -> load(in, failed)).hasMessageContaining("the disk is broken");
    assertThat(failed).hasContent("a\tb\n");
  }

  @Test
  void failedLinesThatCannotBeWrittenAreAnError() throws InterruptedException {
    when(dht.set(any(), any(), any(), any()))
        .thenThrow(new DhtException.NobodyAnswered("nobody answered"));
    var in = new ByteArrayInputStream("a\tb\n".getBytes(UTF_8));
    assertThatThrownBy(() -> load(in, home)).isInstanceOf(UncheckedIOException.class);
  }
}
