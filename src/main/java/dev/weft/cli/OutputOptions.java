package dev.weft.cli;

import dev.weft.SetReport;
import dev.weft.json.Json;
import java.util.Properties;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Confined to the main thread: the options by which every command says how it is to speak. */
final class OutputOptions {

  private static final String VERBOSE = "--verbose";
  private static final String LOG = "org.slf4j.simpleLogger.";

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  @Option(
      names = {"-v", VERBOSE},
      description = "Log what happens, and show stack traces.")
  private boolean verbose;

  boolean json() {
    return json;
  }

  boolean verbose() {
    return verbose;
  }

  /** Tells what became of a set, or of a deletion. */
  void tell(SetReport report, Surroundings surroundings) {
    surroundings.say(json ? Json.line(Json.report(report)) : Reports.text(report));
  }

  /** Tells what became of one that failed: to people where its error follows. */
  void tellOfFailure(SetReport report, Surroundings surroundings) {
    if (json) {
      tell(report, surroundings);
    } else {
      surroundings.note(Reports.text(report));
    }
  }

  static boolean isVerbose(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption(VERBOSE);
  }

  /** Sets up the log. The first logger that is made reads this; later it would have no effect. */
  static void configureLog(Properties properties, boolean verbose) {
    properties.putIfAbsent(LOG + "defaultLogLevel", verbose ? "debug" : "warn");
    properties.putIfAbsent(LOG + "showDateTime", "true");
    properties.putIfAbsent(LOG + "dateTimeFormat", "HH:mm:ss.SSS");
    properties.putIfAbsent(LOG + "showShortLogName", "true");
    properties.putIfAbsent(LOG + "logFile", "System.err");
  }
}
