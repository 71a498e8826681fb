package dev.weft.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** One seed is one run, whatever the machine is doing. */
class DeterminismIT {

  /** An interpreter is slow, and so is a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String SEED = Long.getLong("weft.seed", 2015).toString();

  @TempDir private Path root;

  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> busy = new ArrayList<>();

  @AfterEach
  void rest() throws InterruptedException {
    over.set(true);
    for (Thread thread : busy) {
      thread.join();
    }
  }

  @Test
  @Timeout(500)
  void theSameSeedGivesTheSameRunInterpretedOrCompiledOnAnIdleOrABusyMachine() throws Exception {
    try (Programs programs = new Programs(root)) {
      // Identity hashes are drawn in one process, and all the same in the other.
      String first = run(programs, "-Xint");
      keepAllCoresBusy();
      String second =
          run(
              programs,
              "-XX:TieredStopAtLevel=4",
              "-XX:+UnlockExperimentalVMOptions",
              "-XX:hashCode=2");
      assertThat(first).contains("opened", "period 5", "played");
      assertThat(second).isEqualTo(first);
    }
  }

  private String run(Programs programs, String... flags) throws Exception {
    List<String> command = new ArrayList<>(List.of(flags));
    command.addAll(
        List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            classPath(),
            Scenario.class.getName(),
            SEED));
    return programs.java(new byte[0], command).end(PATIENCE).done().text();
  }

  private static String classPath() {
    return Stream.of(Scenario.class, Dht.class, Logger.class, Ed25519Signer.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private void keepAllCoresBusy() {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      busy.add(
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    while (!over.get()) {
                      Thread.onSpinWait();
                    }
                  }));
    }
  }
}
