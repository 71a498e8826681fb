package dev.weft.cli;

import dev.weft.tcp.TcpLimits;
import dev.weft.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Scanner;
import java.util.stream.Stream;

/** What this process costs the machine that it runs on, and what it may cost. */
interface Machine {

  /** Fewer connections than this, and a node would hardly ask two others before it closed one. */
  int FEWEST_CONNECTIONS = 6;

  /** The processor time that the process has used, that of the JVM's own threads included. */
  Duration cpu();

  /** How many bytes of the heap are in use, after a collection, which this begins and awaits. */
  long heap();

  /** How many bytes of the machine's memory the process takes, where the system tells. */
  OptionalLong resident();

  /** How many threads of the system the process has, where the system tells. */
  OptionalLong threads();

  /** How many files the process may have open, each connection being one, where that is known. */
  OptionalLong files();

  /**
   * How many connections each node of this process may have, so that there are files for all: the
   * default, if possible.
   *
   * @throws IllegalArgumentException if there are too many nodes; the message says what to do
   */
  default int connectionsEach(int nodes) {
    OptionalLong files = files();
    if (files.isEmpty()) {
      return TcpLimits.CONNECTIONS;
    }
    // Some are for the JVM, and for connections that begin or end; one is what a node listens on.
    long each = files.getAsLong() / 10 * 9 / nodes - 1;
    if (each < FEWEST_CONNECTIONS) {
      throw new IllegalArgumentException(
          Words.count(nodes, "node")
              + " need more files than the "
              + files.getAsLong()
              + " that this process may have open; allow more with: ulimit -n");
    }
    return (int) Math.min(each, TcpLimits.CONNECTIONS);
  }

  /** The one that this process runs on. Stateless. */
  record Real() implements Machine {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path LIMITS = Path.of("/proc/self/limits");

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

    @Override
    public OptionalLong resident() {
      return figure(STATUS, "VmRSS:", 1 << 10); // it stands there in KiB
    }

    @Override
    public OptionalLong threads() {
      return figure(STATUS, "Threads:", 1);
    }

    @Override
    public OptionalLong files() {
      return figure(LIMITS, "Max open files", 1);
    }

    /** The number behind a name in a file that only Linux has, times a unit. */
    static OptionalLong figure(Path file, String name, int unit) {
      try (Stream<String> lines = Files.lines(file)) {
        return lines
            .filter(line -> line.startsWith(name))
            .map(line -> new Scanner(line.substring(name.length())))
            .filter(Scanner::hasNextLong)
            .mapToLong(number -> unit * number.nextLong())
            .findFirst();
      } catch (IOException e) {
        return OptionalLong.empty();
      }
    }
  }
}
