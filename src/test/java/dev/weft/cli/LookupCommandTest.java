package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code lookup} shows each step as it ends, and what they came to. */
class LookupCommandTest {
  private static final Step STEP =
      new Step(
          Shell.contact("a", 4711),
          2,
          7,
          Duration.ofMillis(12),
          Duration.ofMillis(3),
          false,
          new Step.Outcome.Nodes(20, 12));

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
  }

  private void expect(Key target, LookupResult result) throws InterruptedException {
    when(shell.dht.lookup(eq(target), eq(Duration.ofSeconds(30)), any()))
        .thenAnswer(
            call -> {
              call.<Consumer<Step>>getArgument(2).accept(STEP);
              return result;
            });
  }

  private static LookupResult closest(Key target, boolean complete) {
    return new LookupResult.Closest(
        target, List.of(STEP.peer()), List.of(), complete, Duration.ofMillis(40), List.of(STEP));
  }

  @Test
  void showsTheStepsAndTheClosestNodes() throws InterruptedException {
    Key target = Key.of("x");
    expect(target, closest(target, true));
    assertThat(shell.run("lookup", target.toString())).isZero();
    List<String> lines = shell.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("looking for " + target);
    assertThat(lines.get(1)).contains("7 bits   hop 2 ").endsWith("20 nodes, 12 new");
    assertThat(lines.get(2)).isEqualTo("the 1 closest node (asked 1 node over 2 hops in 40 ms)");
    assertThat(lines.get(3)).contains("1f40fc92@127.0.0.1:4711");
  }

  @Test
  void aNameIsOneOfOurs() throws InterruptedException {
    Key target = NamedItem.keyOf(Shell.ALICE.key(), "pinner");
    expect(target, closest(target, true));
    assertThat(shell.run("lookup", "pinner")).isZero();
  }

  @Test
  void aNameMayBeAnotherOwners() throws InterruptedException {
    String name = Key.of("x").toString();
    Key target = NamedItem.keyOf(Key.of("bob"), name);
    expect(target, closest(target, true));
    assertThat(shell.run("lookup", name, "--owner", Key.of("bob").toString())).isZero();
  }

  @Test
  void anIncompleteLookupEndsWithThree() throws InterruptedException {
    Key target = NamedItem.keyOf(Shell.ALICE.key(), "pinner");
    expect(target, closest(target, false));
    assertThat(shell.run("lookup", "pinner")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.out()).contains("out of time; the 1 closest node so far");
  }

  @Test
  void aValueEndsIt() throws InterruptedException {
    Key target = NamedItem.keyOf(Shell.ALICE.key(), "pinner");
    var item = Shell.named("pinner", "Coventry");
    expect(
        target,
        new LookupResult.Found(
            target, item, STEP.peer(), List.of(), Duration.ofMillis(40), List.of(STEP)));
    assertThat(shell.run("lookup", "pinner")).isZero();
    assertThat(shell.out()).contains("found at 1f40fc92@127.0.0.1:4711");
  }

  @Test
  void programsGetADocumentPerStepAndOneForTheEnd() throws InterruptedException {
    Key target = NamedItem.keyOf(Shell.ALICE.key(), "pinner");
    expect(target, closest(target, true));
    assertThat(shell.run("lookup", "--json", "pinner")).isZero();
    List<String> lines = shell.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(JSON.std.mapFrom(lines.get(0))).containsOnlyKeys("step");
    assertThat(JSON.std.mapFrom(lines.get(1))).containsOnlyKeys("result");
  }

  @Test
  void looksForTheValueWhereThatIsWanted() throws InterruptedException {
    Key target = NamedItem.keyOf(Shell.ALICE.key(), "pinner");
    when(shell.dht.search(eq(target), eq(Duration.ofSeconds(30)), any()))
        .thenReturn(closest(target, true));
    assertThat(shell.run("lookup", "--value", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out()).contains("the 1 closest node");
  }
}
