package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void everyRunTellsOfAllocationsLatencyAndProcessorTime() {
    assertThat(Main.complete("Codec", "-f", "0"))
        .containsExactly(
            "-prof",
            "gc",
            "-prof",
            "dev.weft.bench.CostProfiler",
            "-jvmArgsPrepend",
            Main.JVM_ARGUMENTS,
            "Codec",
            "-f",
            "0");
  }

  @Test
  void whatIsGivenIsNotAddedTwice() {
    assertThat(Main.complete("-prof", "gc", "-jvmArgsPrepend", "-Xmx1g"))
        .containsExactly(
            "-prof", "dev.weft.bench.CostProfiler", "-prof", "gc", "-jvmArgsPrepend", "-Xmx1g");
  }
}
