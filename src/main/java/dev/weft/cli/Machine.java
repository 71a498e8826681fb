package dev.weft.cli;

import java.time.Duration;

/** What this process costs the machine that it runs on. */
interface Machine {

  /** The processor time that the process has used, that of the JVM's own threads included. */
  Duration cpu();

  /** How many bytes of the heap are in use, after a collection, which this begins and awaits. */
  long heap();

  /** The one that this process runs on. Stateless. */
  record Real() implements Machine {

    /** In steps of 10 ms on Linux; the JDK's management beans know it no better. */
    @Override
    public Duration cpu() {
      return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public long heap() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }
}
