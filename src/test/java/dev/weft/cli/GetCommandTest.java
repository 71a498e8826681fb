package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code get} writes a value to standard output, and nothing else. */
class GetCommandTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void nothingIsStored() throws IOException, InterruptedException {
    shell = new Shell(home);
    when(shell.dht.get(any(), any(), any(), any())).thenReturn(Optional.empty());
    when(shell.dht.find(any(), any(), any())).thenReturn(Optional.empty());
  }

  private void store(Key owner, String name, Freshness freshness) throws InterruptedException {
    when(shell.dht.get(owner, name, freshness, TIMEOUT))
        .thenReturn(Optional.of(Shell.named(name, "Coventry")));
  }

  @Test
  void writesOurItemsValueAndNothingElse() throws InterruptedException {
    store(Shell.ALICE.key(), "pinner", Freshness.FIRST);
    assertThat(shell.run("get", "pinner")).isZero();
    assertThat(shell.out()).isEqualTo("Coventry");
    assertThat(shell.err()).isEmpty();
    verify(shell.dht).close();
  }

  @Test
  void writesBytesAsTheyAre() throws InterruptedException {
    byte[] value = {0, -1, 10, 13};
    var item = ContentItem.of(value, Shell.NOW);
    when(shell.dht.find(item.key(), Freshness.FIRST, TIMEOUT)).thenReturn(Optional.of(item));
    assertThat(shell.run("get", item.key().toString())).isZero();
    assertThat(shell.out.toByteArray()).isEqualTo(value);
  }

  @Test
  void fetchesAnotherOwnersItem() throws InterruptedException {
    Key owner = Key.of("bob");
    store(owner, "pinner", Freshness.FIRST);
    assertThat(shell.run("get", "pinner", "--owner", owner.toString())).isZero();
    assertThat(shell.out()).isEqualTo("Coventry");
  }

  @Test
  void aNameOfAnOwnerMayLookLikeAKey() throws InterruptedException {
    Key owner = Key.of("bob");
    String name = Key.of("x").toString();
    store(owner, name, Freshness.FIRST);
    assertThat(shell.run("get", name, "--owner", owner.toString())).isZero();
  }

  @Test
  void fetchesTheNewest() throws InterruptedException {
    store(Shell.ALICE.key(), "pinner", Freshness.NEWEST);
    assertThat(shell.run("get", "--newest", "pinner")).isZero();
  }

  @Test
  void whatIsNotThereEndsWithOne() {
    assertThat(shell.run("get", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err().lines()).containsExactly("weft: not found: pinner");
    verify(shell.dht).close();
  }

  @Test
  void onATerminalThePromptStandsOnALineOfItsOwn() throws InterruptedException {
    store(Shell.ALICE.key(), "pinner", Freshness.FIRST);
    shell.terminal = true;
    assertThat(shell.run("get", "pinner")).isZero();
    assertThat(shell.out()).isEqualTo("Coventry" + System.lineSeparator());
  }

  @Test
  void verboseTellsOfTheItemOnStandardError() throws InterruptedException {
    store(Shell.ALICE.key(), "pinner", Freshness.FIRST);
    assertThat(shell.run("get", "-v", "pinner")).isZero();
    assertThat(shell.out()).isEqualTo("Coventry");
    assertThat(shell.err()).startsWith("NamedItem[").contains("version 7");
  }

  @Test
  void programsGetTheWholeItem() throws InterruptedException {
    store(Shell.ALICE.key(), "pinner", Freshness.FIRST);
    assertThat(shell.run("get", "--json", "pinner")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("name", "pinner")
        .containsEntry("text", "Coventry");
  }

  @Test
  void aFullDiskIsNotTakenForSuccess() throws InterruptedException {
    store(Shell.ALICE.key(), "pinner", Freshness.FIRST);
    shell.printed =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no space left");
              }
            });
    assertThat(shell.run("get", "pinner")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: standard output does not take the value");
  }

  @Test
  void theNameIsNeeded() {
    assertThat(shell.run("get")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: the name or the key is missing (see: weft get --help)");
  }

  private void search(LookupResult result) throws InterruptedException {
    when(shell.dht.search(any(), any(), any())).thenReturn(result);
  }

  private static LookupResult closest(boolean complete) {
    return new LookupResult.Closest(
        Key.of("x"), List.of(), List.of(), complete, TIMEOUT, List.of());
  }

  @Test
  void anEmptyGetIsExplainedOnStandardError() throws InterruptedException {
    search(closest(true));
    assertThat(shell.run("get", "--explain", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err().lines())
        .contains("looking for " + Key.of("x"), "weft: not found: pinner")
        .anyMatch(line -> line.startsWith("ended "));
    verify(shell.dht)
        .search(NamedItem.keyOf(Shell.ALICE.key(), "pinner"), TIMEOUT, Lookups.UNWATCHED);
  }

  @Test
  void whatIsFoundIsExplainedTooAndNothingButTheValueWritten() throws InterruptedException {
    Item item = Shell.named("pinner", "Coventry");
    Contact holder = Shell.contact("a", 4711);
    search(new LookupResult.Found(item.key(), item, holder, List.of(), TIMEOUT, List.of()));
    String owner = Key.of("bob").toString();
    assertThat(shell.run("get", "--explain", "pinner", "--owner", owner)).isZero();
    assertThat(shell.out()).isEqualTo("Coventry");
    assertThat(shell.err()).contains("found at " + holder);
    assertThat(shell.run("get", "--explain", item.key().toString())).isZero();
    verify(shell.dht).search(item.key(), TIMEOUT, Lookups.UNWATCHED);
  }

  @Test
  void whatWasDeletedIsNotFoundAndExplained() throws InterruptedException {
    Item item = Shell.tombstone("pinner");
    Contact holder = Shell.contact("a", 4711);
    search(new LookupResult.Found(item.key(), item, holder, List.of(), TIMEOUT, List.of()));
    assertThat(shell.run("get", "--explain", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err()).contains("ended as the item was found to be deleted");
  }

  @Test
  void whatIsNotFoundInTimeIsAMatterOfTheNetwork() throws InterruptedException {
    search(closest(false));
    assertThat(shell.run("get", "--explain", "pinner")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.err()).contains("weft: the time passed before all of the closest nodes");
    when(shell.dht.search(any(), any(), any()))
        .thenThrow(new DhtException.NobodyAnswered("nobody is there", closest(true)));
    assertThat(shell.run("get", "--explain", "pinner")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.err()).contains("ended before it began").contains("weft: nobody is there");
  }

  @Test
  void theNewestIsNotExplained() {
    assertThat(shell.run("get", "--explain", "--newest", "pinner")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("leave --newest away");
  }

  @Test
  void verboseTellsWhereItFailedWhateverItWas() {
    assertThat(shell.run("get", "-v", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err())
        .startsWith("weft: not found: pinner")
        .contains("\tat dev.weft.cli.GetCommand");
  }
}
