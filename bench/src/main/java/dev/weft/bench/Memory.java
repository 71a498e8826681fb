package dev.weft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory this JVM takes. Stateless. */
final class Memory {

  private static final MemoryMXBean HEAP = ManagementFactory.getMemoryMXBean();
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int COLLECTIONS = 3;

  private Memory() {}

  /** Bytes of the heap that are in use after collections. */
  static long heap() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      HEAP.gc();
      Thread.sleep(100); // what is freed by threads of the JVM's own is free by then
    }
    return HEAP.getHeapMemoryUsage().getUsed();
  }

  /** Megabytes of the process that are in memory, as Linux has it; 0 elsewhere. */
  static long resident() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          * 1024
          / 1_000_000;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
