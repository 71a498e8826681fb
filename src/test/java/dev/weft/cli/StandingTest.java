package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.weft.rpc.Reachability;
import dev.weft.rpc.Reachability.State;
import dev.weft.runtime.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node says of itself while it runs is what {@code whoami} reads. */
class StandingTest {

  private static final Standing NONE = new Standing("unknown", "no node runs with this directory");

  @TempDir private Path directory;
  private final Environment environment = mock();
  private final List<Standing> read = new ArrayList<>();
  private final List<Reachability> says =
      new ArrayList<>(List.of(is(State.UNKNOWN, "nobody was asked yet"), is(State.YES, "seen")));

  private static Reachability is(State state, String why) {
    return new Reachability(state, Optional.empty(), why);
  }

  /** Runs a node that is interrupted when it has nothing new to say. */
  private void keep(Path where) throws InterruptedException {
    doAnswer(
            _ -> {
              read.add(Standing.in(where));
              if (says.size() == 1) {
                throw new InterruptedException();
              }
              return says.removeFirst();
            })
        .when(environment)
        .sleep(any());
    Standing.keep(environment, where, says::getFirst);
  }

  @Test
  void eachChangeIsReadWhileTheNodeRunsAndNothingAfterwards() throws InterruptedException {
    says.add(1, says.getFirst());
    keep(directory);
    Standing unknown = new Standing("unknown", "nobody was asked yet");
    assertThat(read).containsExactly(unknown, unknown, new Standing("yes", "seen"));
    assertThat(Standing.in(directory)).isEqualTo(NONE);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aNodeRunsAlsoWhereItCannotWriteThat() throws IOException, InterruptedException {
    Path taken = Files.createDirectories(directory.resolve("standing").resolve("full"));
    keep(directory);
    assertThat(read).containsExactly(NONE, NONE);
    assertThat(taken).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes seen", "1 maybe so", "999999999999999999 yes seen\n"})
  void whatAKilledNodeOrSomebodyElseHasLeftIsNotBelieved(String text) throws IOException {
    Files.writeString(directory.resolve("standing"), text);
    assertThat(Standing.in(directory)).isEqualTo(NONE);
  }
}
