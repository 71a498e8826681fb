package dev.weft.cli;

import dev.weft.runtime.Environment;
import java.time.Duration;

/** How long ago it was started. Immutable. */
final class Stopwatch {

  private final Environment environment;
  private final long start;

  Stopwatch(Environment environment) {
    this.environment = environment;
    this.start = environment.nanoTime();
  }

  Duration elapsed() {
    return Duration.ofNanos(environment.nanoTime() - start);
  }
}
