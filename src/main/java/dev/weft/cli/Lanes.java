package dev.weft.cli;

import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.util.concurrent.atomic.AtomicInteger;

/** The same work many times over, some of it at once. Stateless. */
final class Lanes {

  private Lanes() {}

  /** Work with an index. */
  @FunctionalInterface
  interface Task {
    void run(int index) throws InterruptedException;
  }

  /**
   * Does a task for all indices from 0 up to a limit, on so many lanes, each of which takes the
   * next. A failure ends them all, and is thrown.
   */
  static void each(Environment environment, int lanes, int limit, Task task)
      throws InterruptedException {
    var next = new AtomicInteger();
    try (FanOut fan = FanOut.open(environment.threads("weft-lane"), () -> false)) {
      for (int i = 0; i < lanes; i++) {
        fan.fork(
            () -> {
              int index = next.getAndIncrement();
              while (index < limit) {
                task.run(index);
                index = next.getAndIncrement();
              }
            });
      }
      fan.join();
    }
  }
}
