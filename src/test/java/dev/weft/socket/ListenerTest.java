package dev.weft.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.sim.Simulated;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerTest extends Simulated {

  /** Fails as often as told, then closes itself. */
  private static final class FailingSocket extends ServerSocket {
    private int failures;

    FailingSocket(int failures) throws IOException {
      this.failures = failures;
    }

    @Override
    public Socket accept() throws IOException {
      if (failures-- == 0) {
        close();
      }
      throw new IOException("too many open files: a failure that this test makes on purpose");
    }
  }

  @Test
  void whatCannotBeAcceptedIsTriedAgainAfterAPause() throws IOException {
    List<Line> accepted = new ArrayList<>();
    new Listener(environment, new FailingSocket(2)).run(accepted::add);
    assertThat(accepted).isEmpty();
    assertThat(environment.elapsed()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void anInterruptEndsThePause() throws IOException {
    Thread.currentThread().interrupt();
    new Listener(environment, new FailingSocket(1000)).run(_ -> {});
    assertThat(environment.elapsed()).isZero();
  }

  @Test
  void whatCannotBeClosedIsLeft() throws IOException {
    Closing.quietly(
        () -> {
          throw new IOException("a failure that this test makes on purpose");
        });
  }
}
