package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.sim.Simulated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events are sent in order, each at once, until the last. */
class InboxTest extends Simulated {

  private final Inbox inbox = new Inbox(environment);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private static Event event(String name) {
    return new Event(name, Map.of("a", 1));
  }

  private String sent() {
    return sent.toString(UTF_8);
  }

  @Test
  void whatComesIsSentAndTheLastEndsIt() throws InterruptedException {
    Thread pump = start(() -> inbox.pump(new EventWriter(sent)));
    inbox.put(event("one"));
    settle();
    assertThat(sent()).isEqualTo("event: one\ndata: {\"a\":1}\n\n");
    inbox.end(event("two"));
    inbox.put(event("three"));
    settle();
    assertThat(pump.isAlive()).isFalse();
    assertThat(sent()).contains("event: two").doesNotContain("three");
  }

  @Test
  void whereNothingComesABeatShowsWhetherAnybodyListens() throws InterruptedException {
    Thread pump = start(() -> inbox.pump(new EventWriter(sent)));
    environment.sleep(Duration.ofMillis(2_500));
    assertThat(sent()).isEqualTo(":\n\n:\n\n");
    inbox.end(event("last"));
    settle();
    assertThat(pump.isAlive()).isFalse();
  }

  @Test
  void whoReadsTooSlowlyIsToldSoAndNoMore() throws InterruptedException {
    for (int i = 0; i < 2 * Inbox.MOST; i++) {
      inbox.put(event("e" + i));
    }
    Thread pump = start(() -> inbox.pump(new EventWriter(sent)));
    settle();
    assertThat(pump.isAlive()).isFalse();
    assertThat(sent())
        .contains("event: e" + (Inbox.MOST - 1) + "\n")
        .doesNotContain("event: e" + Inbox.MOST + "\n")
        .contains("the events are read too slowly");
  }

  @Test
  void whereNobodyListensThatIsThrown() {
    var gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> new EventWriter(gone).beat());
  }
}
