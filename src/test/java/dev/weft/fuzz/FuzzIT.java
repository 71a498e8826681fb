package dev.weft.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A short run, alone, as it takes both processors; {@link Campaign} is the long one. */
@Isolated
class FuzzIT {

  private static final int EXECUTIONS = 3_000;
  private static final int INPUTS = 30;

  @TempDir Path folder;

  private boolean fuzz(Class<?> target, Path log, String... options) throws Exception {
    var all = new ArrayList<>(List.of("-max_len=1024", "-seed=1", "-runs=" + EXECUTIONS));
    all.addAll(List.of(options));
    return new Fuzzer(folder).run(target, all, log);
  }

  @Test
  void nothingIsFoundAtOnceFromTheInputsThatAreKept() throws Exception {
    Path log = folder.resolve("log");
    Path inputs = new Fuzzer(folder).inputs("inputs");
    for (Target target : Target.values()) {
      // The shortest come first; CorpusTest reads all.
      for (byte[] input : Corpus.of(target).stream().limit(INPUTS).toList()) {
        Fuzzer.add(inputs, AnyReader.input(target, input));
      }
    }
    assertThat(fuzz(AnyReader.class, log, inputs.toString())).as(() -> text(log)).isTrue();
    assertThat(text(log)).contains("stat::number_of_executed_units: " + EXECUTIONS);
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
