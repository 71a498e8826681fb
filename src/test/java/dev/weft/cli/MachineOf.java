package dev.weft.cli;

import java.time.Duration;
import java.util.OptionalLong;

/** A machine on which a process may have so many files open; negative for nobody knows. */
record MachineOf(long limit) implements Machine {

  @Override
  public Duration cpu() {
    return Duration.ZERO;
  }

  @Override
  public long heap() {
    return 0;
  }

  @Override
  public OptionalLong resident() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong threads() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong files() {
    return limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }
}
