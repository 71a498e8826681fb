package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Confined to the thread of the request: writes server-sent events, each at once. */
final class EventWriter implements AutoCloseable {

  private final OutputStream out;

  EventWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes an event. */
  void write(Event event) {
    write("event: " + event.name() + "\ndata: " + Json.line(event.data()) + "\n\n");
  }

  /** Writes what no listener is told of: only so it is found out that nobody is there any more. */
  void beat() {
    write(":\n\n");
  }

  private void write(String text) {
    doing(
        () -> {
          out.write(text.getBytes(UTF_8));
          out.flush();
        });
  }

  /** Ends the answer. */
  @Override
  public void close() {
    doing(out::close);
  }

  /** What may fail, as whoever listens may be gone. */
  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  private static void doing(Deed deed) {
    try {
      deed.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
