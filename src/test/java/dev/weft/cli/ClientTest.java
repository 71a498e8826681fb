package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import dev.weft.item.NamedItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest signs as the user. */
class ClientTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path home;

  @Test
  void laterSetsHaveHigherVersionsThoughTheClockStandsStill()
      throws IOException, InterruptedException {
    Dht dht = mock(Dht.class);
    when(dht.store(any(), any())).thenAnswer(call -> Shell.stored(call.getArgument(0)));
    var environment = new Shell(home).surroundings().environment();
    try (var client = new Client(dht, Shell.ALICE, environment)) {
      NamedItem first = (NamedItem) client.set("a", new byte[0], HOUR, HOUR).item();
      NamedItem second = (NamedItem) client.set("a", new byte[1], HOUR, HOUR).item();
      assertThat(first.version()).isEqualTo(NamedItem.versionAt(Shell.NOW));
      assertThat(second.version()).isEqualTo(first.version() + 1);
      assertThat(second.owner()).isEqualTo(client.owner()).isEqualTo(Shell.ALICE.key());
      assertThat(client.dht()).isSameAs(dht);
    }
  }
}
