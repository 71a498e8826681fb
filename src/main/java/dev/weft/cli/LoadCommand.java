package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.json.Json;
import dev.weft.text.Words;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread, which waits for the lanes of a {@link Load}: stores many values. */
@Command(
    name = "load",
    description = "Store a file of lines NAME<tab>VALUE, many at once.",
    footer = {
      "",
      "Lines that could not be stored are written to FILE.failed, to be loaded again; a bad",
      "line is named and skipped. The exit code is 4 if any line was bad or refused, 3 if the",
      "network failed. Where a name comes twice, the later line counts. A line with CR LF at",
      "its end is taken without. With --wire drogulus, a line that is not ASCII is bad."
    })
final class LoadCommand implements Callable<Integer> {

  private static final int MAX_PARALLEL = 10_000;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The file, in UTF-8.")
  private File file = new File("");

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many sets are in flight at once. Default: 64.")
  private int parallel = 64;

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description = "How long the items live, at most 30d. Default: 24h.")
  private Duration timeToLive = Duration.ofHours(24);

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  LoadCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    SetCommand.checkTimeToLive(timeToLive);
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw Failure.usage("--parallel is from 1 to 10000");
    }
    File failedFile = new File(file.getPath() + ".failed");
    // Not a channel: an interrupt of one lane would close that for all.
    try (InputStream in = new BufferedInputStream(new FileInputStream(file));
        Dht dht = client.open(surroundings)) {
      Files.deleteIfExists(failedFile.toPath()); // an earlier load's
      var watch = new Stopwatch(surroundings.environment());
      Load.Result result = load(dht, in, failedFile);
      dht.flush(client.timeout());
      tell(result, watch.elapsed(), failedFile);
      return exitCode(result);
    }
  }

  private Load.Result load(Dht dht, InputStream in, File failedFile)
      throws IOException, InterruptedException {
    try (Progress progress = progress();
        FailedLines failed = new FailedLines(failedFile)) {
      Load.Voice voice =
          new Load.Voice() {
            @Override
            public void step() {
              progress.step();
            }

            @Override
            public void complain(String line) {
              progress.makeRoom();
              surroundings.note(file + ": " + Words.oneLine(line));
            }
          };
      return new Load(
              dht,
              new TsvLines(in, client.isDrogulus()),
              failed,
              timeToLive,
              client.timeout(),
              voice)
          .run(surroundings.environment(), parallel);
    }
  }

  private Progress progress() throws IOException {
    if (output.json() || !surroundings.terminal()) {
      return new Progress.None();
    }
    return Progress.Bar.start("load", lines(), true, surroundings.out(), surroundings.width());
  }

  /** How many lines there are, or -1 where counting would use them up. */
  private long lines() throws IOException {
    if (!file.isFile()) {
      return -1;
    }
    long lines = 0;
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        lines += next == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  private void tell(Load.Result result, Duration took, File failedFile) {
    if (output.json()) {
      Map<String, Object> json = Json.document();
      json.put("lines", result.lines());
      json.put("stored", result.stored());
      json.put("refused", result.refused());
      json.put("unreachable", result.unreachable());
      json.put("bad", result.bad());
      json.put("untried", result.untried());
      json.put("took", Json.millis(took));
      json.put("rate", Texts.rate(result.stored(), took));
      if (result.failed() > 0) {
        json.put("failed", failedFile.getPath());
      }
      surroundings.say(Json.line(json));
    } else {
      surroundings.say(
          Words.format(
              "%s: %,d stored, %,d refused, %,d without answer, %,d bad; %s, %,.0f per second",
              Words.count(result.lines(), "line"),
              result.stored(),
              result.refused(),
              result.unreachable(),
              result.bad(),
              Words.duration(took),
              Texts.rate(result.stored(), took)));
    }
    if (result.gaveUp()) {
      surroundings.note(
          "weft: gave up after "
              + Load.GIVE_UP_AFTER
              + " sets in a row without an answer; "
              + Words.count(result.untried(), "line")
              + " not tried");
    }
    if (result.failed() > 0) {
      surroundings.note("to load what failed again: weft load " + failedFile);
    }
  }

  private static int exitCode(Load.Result result) {
    if (result.bad() > 0 || result.refused() > 0) {
      return ExitCode.REFUSED;
    }
    return result.failed() > 0 ? ExitCode.NETWORK : ExitCode.DONE;
  }
}
