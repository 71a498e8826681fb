package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.kademlia.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

/** {@code delete} deletes one item, and reports. */
class DeleteCommandTest {

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void somethingIsThere() throws IOException, InterruptedException {
    shell = new Shell(home);
    when(shell.dht.delete(any(), any()))
        .thenAnswer(call -> Optional.of(Shell.stored(Shell.tombstone(call.getArgument(0)))));
  }

  @Test
  void whatIsDeletedIsReported() throws InterruptedException {
    assertThat(shell.run("delete", "pinner")).isZero();
    verify(shell.dht).delete("pinner", Duration.ofSeconds(30));
    verify(shell.dht).close();
    assertThat(shell.out()).startsWith("pinner: deleted on 1 node in 34 ms");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void itTakesTheOptionsOfASetAndJoinsAsAClient() throws InterruptedException {
    assertThat(shell.run("delete", "a", "--timeout=3s", "--seed=h:1", "--network=mine")).isZero();
    verify(shell.dht).delete("a", Duration.ofSeconds(3));
    var config = shell.opened.getFirst();
    assertThat(config.client()).isTrue();
    assertThat(config.seeds()).containsExactly(Seed.parse("h:1"));
    assertThat(config.network()).isEqualTo("mine");
  }

  @Test
  void programsGetADocument() throws IOException {
    assertThat(shell.run("delete", "--json", "pinner")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("kind", "tombstone")
        .containsEntry("name", "pinner")
        .containsEntry("version", 8)
        .containsEntry("succeeded", true);
  }

  @Test
  void whatIsNotThereEndsWithOne() throws InterruptedException {
    doReturn(Optional.empty()).when(shell.dht).delete(any(), any());
    assertThat(shell.run("delete", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err().lines()).containsExactly("weft: not found: pinner");
    assertThat(shell.out()).isEmpty();
    verify(shell.dht).close();
  }

  @Test
  void aRefusalEndsWithFourAndTheReport() throws InterruptedException {
    var report = Shell.refused(Shell.tombstone("a"));
    doThrow(new DhtException.NotStored("0 of 2 nodes keep the item", report))
        .when(shell.dht)
        .delete(any(), any());
    assertThat(shell.run("delete", "a")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .startsWith("a: deleted nowhere")
        .contains("refused by", "weft: 0 of 2 nodes keep the item");
    assertThat(shell.run("delete", "a", "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(JSON.std.mapFrom(shell.out())).containsEntry("succeeded", false);
  }

  @Test
  void whereNobodyAnswersItIsTheNetworksFault() throws InterruptedException {
    doThrow(new DhtException.NobodyAnswered("no other node is known"))
        .when(shell.dht)
        .delete(any(), any());
    assertThat(shell.run("delete", "a")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.err().lines()).containsExactly("weft: no other node is known");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete                     | Missing required parameter: 'NAME'",
        "delete ''                  | a name has 1 to 1024 bytes of UTF-8, and this has 0",
        "delete a b                 | Unmatched argument at index 2: 'b'",
        "delete a --wire=drogulus   | the drogulus cannot delete; set another value, or let it"
            + " expire"
      })
  void nonsenseIsAUsageErrorBeforeAnythingIsAsked(String line, String complaint) {
    String[] args = line.strip().replace("''", "").split(" ", -1);
    assertThat(shell.run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + complaint + " (see: weft delete --help)");
    assertThat(shell.opened).isEmpty();
  }
}
