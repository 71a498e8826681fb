package dev.weft.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * Tells how much heap a lookup takes that waits for three answers: {@code java -cp
 * bench/target/benchmarks.jar dev.weft.bench.Waiting STYLE [COUNT]}. One style for each JVM, so
 * that none profits from what another has left.
 */
public final class Waiting {

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private Waiting() {}

  /** Prints one line: style, lookups, bytes of heap for each. */
  public static void main(String[] args) throws InterruptedException {
    Style style = Style.valueOf(args[0]);
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
    Town town = Town.waiting();
    try (Client client = town.client(style)) {
      client.cancel(town::lookup, 1_000, () -> town.await(1_000)); // loads what is loaded once
      long before = used();
      client.cancel(
          town::lookup,
          count,
          () -> {
            town.await(count);
            long each = (used() - before) / count;
            System.out.println(style + "\t" + count + "\t" + each);
          });
    }
  }

  /** Bytes in use after collections. */
  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      MEMORY.gc();
      Thread.sleep(100);
    }
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
