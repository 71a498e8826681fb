package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process takes of the machine, and how it is shared out. */
class MachineTest {

  private static final String STATUS =
      """
      Name:\tjava
      VmRSS:\t  630972 kB
      Threads:\t24
      Max open files            20000                20000                files
      Max processes             unlimited            unlimited            processes
      """;

  @TempDir private Path folder;

  @Test
  void itTellsWhatTheProcessUses() {
    var machine = new Machine.Real();
    assertThat(machine.cpu()).isPositive();
    assertThat(machine.heap()).isPositive();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxTellsMore() {
    var machine = new Machine.Real();
    assertThat(machine.resident().orElse(0)).isBetween(10L << 20, 100L << 30);
    assertThat(machine.threads().orElse(0)).isBetween(2L, 10_000L);
    assertThat(machine.files()).isEqualTo(machine.files());
  }

  @Test
  void aFigureIsReadWhereItStands() throws IOException {
    Path status = Files.writeString(folder.resolve("status"), STATUS);
    assertThat(Machine.Real.figure(status, "VmRSS:", 2)).hasValue(1_261_944);
    assertThat(Machine.Real.figure(status, "Threads:", 1)).hasValue(24);
    assertThat(Machine.Real.figure(status, "Max open files", 1)).hasValue(20_000);
    assertThat(Machine.Real.figure(status, "Max processes", 1)).isEmpty();
    assertThat(Machine.Real.figure(status, "Speed", 1)).isEmpty();
    assertThat(Machine.Real.figure(folder.resolve("absent"), "Threads:", 1)).isEmpty();
  }

  @Test
  void theFilesThatThereMayBeAreSharedOutAmongTheNodes() {
    assertThat(new MachineOf(20_000).connectionsEach(1_000)).isEqualTo(17);
    assertThat(new MachineOf(20_000).connectionsEach(50)).isEqualTo(359);
    assertThat(new MachineOf(20_000).connectionsEach(2)).isEqualTo(512);
    assertThat(new MachineOf(Long.MAX_VALUE).connectionsEach(2)).isEqualTo(512);
    assertThat(new MachineOf(-1).connectionsEach(2_000)).isEqualTo(512);
  }

  @Test
  void whereThereAreTooFewFilesItSaysWhatToDo() {
    assertThat(new MachineOf(1_100).connectionsEach(140)).isEqualTo(6);
    assertThatThrownBy(() -> new MachineOf(1_100).connectionsEach(142))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "142 nodes need more files than the 1100 that this process may have open; "
                + "allow more with: ulimit -n");
  }
}
