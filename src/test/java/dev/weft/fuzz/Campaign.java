package dev.weft.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuzzes each target, one after another, and keeps what reached something new: {@code mvn -q -Pfuzz
 * process-test-classes -Dweft.fuzz.executions=100000000}.
 */
final class Campaign {

  private static final Path FOLDER = Path.of("target", "fuzz");

  private Campaign() {}

  /**
   * @param args how many executions in all
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    long executions = Long.parseLong(args[0]);
    boolean sound = true;
    for (Target target : Target.values()) {
      sound &= fuzz(target, target.share(executions));
    }
    if (!sound) {
      System.err.println("Something was found: see the logs in " + FOLDER);
      System.exit(1);
    }
  }

  private static boolean fuzz(Target target, long executions)
      throws IOException, InterruptedException {
    var fuzzer = new Fuzzer(FOLDER.resolve(target.file()));
    Path inputs = fuzzer.inputs("inputs");
    for (byte[] input : Corpus.of(target)) {
      Fuzzer.add(inputs, input);
    }
    Path log = FOLDER.resolve(target.file() + ".log");
    var options = new ArrayList<>(List.of("-max_len=" + target.longest()));
    options.addAll(List.of("-runs=" + executions, inputs.toString()));
    boolean sound = fuzzer.run(target.type(), options, log);
    System.out.println(target.file() + ": " + executed(log) + (sound ? "" : ", and a finding"));
    Path fewest = fuzzer.inputs("fewest");
    fuzzer.run(
        target.type(),
        List.of("-merge=1", "-max_len=" + target.longest(), fewest.toString(), inputs.toString()),
        FOLDER.resolve(target.file() + "-merge.log"));
    Corpus.keep(target, fewest);
    return sound;
  }

  private static String executed(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("stat::number_of_executed_units:"))
        .map(line -> line.replaceAll(".*:\\s*", "") + " executions")
        .findFirst()
        .orElse("no executions");
  }
}
