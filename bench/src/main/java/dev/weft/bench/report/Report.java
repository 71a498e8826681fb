package dev.weft.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.jr.ob.JSON;

/**
 * Makes of what was measured what people read: {@code java -cp bench/target/benchmarks.jar
 * dev.weft.bench.report.Report FILE... [--svg FILE] [--trim FILE]}. The files are those of JMH's
 * {@code -rf json}, and of {@code weft bench-network --kill 20 --json}; where two tell of the same,
 * the later counts. To standard output go the tables, as Markdown; with {@code --svg} a plot of the
 * ratios to a file; with {@code --trim} all of JMH's results to another, as JSON that this program
 * reads, too, without what is of no use here.
 */
public final class Report {

  private static final String SVG = "--svg";
  private static final String TRIM = "--trim";
  private static final Set<String> OPTIONS = Set.of(SVG, TRIM);

  private final List<Object> results = new ArrayList<>();
  private final List<KillRound> kills = new ArrayList<>();

  private Report() {}

  /** Prints the tables. */
  public static void main(String[] args) throws IOException {
    System.out.print(run(args));
  }

  /**
   * Reads all files, and writes those that are asked for.
   *
   * @return the tables
   * @throws IllegalArgumentException if an argument or a file is not what it should be
   */
  static String run(String... args) throws IOException {
    var report = new Report();
    Map<String, Path> written = new HashMap<>();
    Iterator<String> rest = List.of(args).iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      if (!arg.startsWith("--")) {
        report.read(Path.of(arg));
      } else if (OPTIONS.contains(arg) && rest.hasNext()) {
        written.put(arg, Path.of(rest.next()));
      } else {
        throw new IllegalArgumentException(
            "there is no option " + arg + ", or its file is missing");
      }
    }
    var results = new Results(report.results.stream().map(Jmh::line).toList());
    if (written.containsKey(SVG)) {
      Files.writeString(written.get(SVG), Plot.svg(results));
    }
    if (written.containsKey(TRIM)) {
      Files.writeString(
          written.get(TRIM),
          JSON.std.asString(Jmh.trimmed(report.results)).replace("},{", "},\n{"));
    }
    return Markdown.aims(Aims.of(results, report.kills)) + "\n" + Markdown.results(results);
  }

  private void read(Path file) throws IOException {
    switch (JSON.std.anyFrom(Files.readString(file))) {
      case List<?> ofJmh -> results.addAll(ofJmh);
      case Map<?, ?> ofNetwork -> kills.addAll(KillRound.of(ofNetwork));
      default -> throw new IllegalArgumentException("there are no results in " + file);
    }
  }
}
