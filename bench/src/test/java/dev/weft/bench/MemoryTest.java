package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryTest {

  @Test
  void theHeapGrowsByWhatIsHeldAndShrinksByWhatIsNot() throws InterruptedException {
    long before = Memory.heap();
    byte[][] held = new byte[16 << 10][1 << 10];
    assertThat(Memory.heap() - before).isCloseTo(16 << 20, within(4L << 20));
    Reference.reachabilityFence(held);
    held = null;
    assertThat(Memory.heap() - before).isCloseTo(0, within(4L << 20));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theProcessHasMoreThanItsHeap() {
    Runtime heap = Runtime.getRuntime();
    long megabytes = (heap.totalMemory() - heap.freeMemory()) / 1_000_000;
    assertThat(Memory.resident()).isBetween(Math.max(1, megabytes), 100_000L);
  }
}
