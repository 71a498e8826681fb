package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.RealEnvironment;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerTest {

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
    var environment = new TestEnvironment();
    List<Wire> accepted = new ArrayList<>();
    new Listener(environment, new FailingSocket(2)).run(accepted::add);
    assertThat(accepted).isEmpty();
    assertThat(environment.slept.get()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void anInterruptEndsThePause() throws Exception {
    var listener = new Listener(new RealEnvironment(), new FailingSocket(1000));
    var running =
        Background.of(
            () -> {
              Thread.currentThread().interrupt();
              listener.run(_ -> {});
              return true;
            });
    assertThat(running.result()).isTrue();
  }

  @Test
  void whatCannotBeClosedIsLeft() throws IOException {
    Closing.quietly(
        () -> {
          throw new IOException("a failure that this test makes on purpose");
        });
  }
}
