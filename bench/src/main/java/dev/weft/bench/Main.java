package dev.weft.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Starts JMH with what every run here wants: its profiler of allocations, and our own of latency
 * and processor time. All arguments are JMH's; {@code -h} lists them.
 */
public final class Main {

  /** What each measured JVM is started with, unless {@code -jvmArgsPrepend} says otherwise. */
  static final String JVM_ARGUMENTS =
      "--add-opens=java.base/java.lang=ALL-UNNAMED"
          + " --enable-native-access=ALL-UNNAMED"
          + " --sun-misc-unsafe-memory-access=allow";

  private Main() {}

  /** Hands over to JMH. */
  public static void main(String[] args) throws IOException {
    org.openjdk.jmh.Main.main(complete(args));
  }

  /** The arguments, and in front of them ours that are not among them. */
  static String[] complete(String... args) {
    List<String> given = Arrays.asList(args);
    List<String> all = new ArrayList<>();
    for (String profiler : List.of("gc", CostProfiler.class.getName())) {
      if (!given.contains(profiler)) {
        all.addAll(List.of("-prof", profiler));
      }
    }
    if (!given.contains("-jvmArgsPrepend")) {
      all.addAll(List.of("-jvmArgsPrepend", JVM_ARGUMENTS));
    }
    all.addAll(given);
    return all.toArray(String[]::new);
  }
}
