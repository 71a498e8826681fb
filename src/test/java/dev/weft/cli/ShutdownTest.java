package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.RealEnvironment;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JVM's end interrupts the command, and waits for it. */
class ShutdownTest {
  private final RealEnvironment environment = new RealEnvironment();
  private Shutdown shutdown;

  @BeforeEach
  void install() {
    shutdown = Shutdown.install(environment);
  }

  @AfterEach
  void letTheJvmEnd() {
    shutdown.ended();
  }

  @Test
  @Timeout(10)
  void interruptsTheCommandAndWaitsUntilItHasEnded() throws InterruptedException {
    var never = environment.<Boolean>promise();
    Thread jvm = environment.start("jvm", shutdown);
    assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class);
    assertThat(jvm.isAlive()).isTrue();
    shutdown.ended();
    jvm.join();
  }

  @Test
  @Timeout(10)
  void aCommandWaitsUntilItIsInterruptedAndForNothingLess() {
    Thread command = Thread.currentThread();
    environment.start(
        "ctrl-c",
        () -> {
          try {
            for (int woken = 0; woken < 20; woken++) {
              LockSupport.unpark(command); // a thread may wake without a reason
              environment.sleep(Duration.ofMillis(2));
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          command.interrupt();
        });
    Shutdown.await(this);
    assertThat(command.isInterrupted()).as("the interrupt is taken").isFalse();
  }

  @Test
  void leavesACommandAloneThatHasEnded() {
    shutdown.ended();
    shutdown.run();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  @Timeout(10)
  void anInterruptEndsTheWait() {
    shutdown.run(); // interrupts this very thread
    assertThat(Thread.interrupted()).isTrue();
  }
}
