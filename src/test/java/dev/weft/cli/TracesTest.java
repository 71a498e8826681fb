package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.rpc.RpcException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** A trace is read from top to bottom, in columns. */
class TracesTest {
  private static final Contact PEER = Shell.contact("a", 4711);
  private static final Step STEP = step(new Step.Outcome.Nodes(20, 12), false);

  private final Traces traces = new Traces(Ansi.OFF);

  private static Step step(Step.Outcome outcome, boolean hedge) {
    return new Step(PEER, 2, 7, Duration.ofMillis(12), Duration.ofNanos(3_100_000), hedge, outcome);
  }

  @Test
  void aLineTellsWhenWhoHowCloseOverHowManyHopsHowLongAndWhat() {
    assertThat(traces.line(STEP))
        .isEqualTo(
            "     12 ms  1f40fc92@127.0.0.1:4711           7 bits   hop 2     3.1 ms   20 nodes, 12"
                + " new");
  }

  @Test
  void everyOutcomeHasItsWords() {
    assertThat(traces.line(step(new Step.Outcome.Value(Shell.content("x")), false)))
        .endsWith("   the value, 1 byte");
    assertThat(
            traces.line(
                step(new Step.Outcome.Failed(new RpcException.Timeout("too\nlate")), false)))
        .endsWith("   failed: too late");
    assertThat(traces.line(step(new Step.Outcome.Providers(30, 5, 20, 1), false)))
        .endsWith("   5 of 30 providers, and 20 nodes, 1 new");
    assertThat(traces.line(step(new Step.Outcome.Lied("a forged value"), false)))
        .endsWith("   lied: a forged value");
    assertThat(traces.line(step(new Step.Outcome.Abandoned(), true)))
        .endsWith("   not waited for: the lookup was over (asked as another was slow)");
  }

  @Test
  void coloursAreForTerminals() {
    assertThat(new Traces(Ansi.ON).line(step(new Step.Outcome.Lied("x"), false)))
        .endsWith("\u001b[31mlied: x\u001b[0m");
  }

  @Test
  void theEndTellsTheClosestNodes() {
    var closest =
        new LookupResult.Closest(
            Key.of("a"), List.of(PEER), List.of(), true, Duration.ofMillis(40), List.of(STEP));
    assertThat(traces.end(closest))
        .containsExactly(
            "the 1 closest node (asked 1 node over 2 hops in 40 ms)",
            "            1f40fc92@127.0.0.1:4711         512 bits");
  }

  @Test
  void theEndTellsWhetherItIsTheEnd() {
    var late =
        new LookupResult.Closest(
            Key.of("a"), List.of(), List.of(), false, Duration.ofMillis(40), List.of());
    assertThat(traces.end(late))
        .containsExactly(
            "out of time; the 0 closest nodes so far (asked 0 nodes over 0 hops in 40 ms)");
    var found =
        new LookupResult.Found(
            Key.of("a"), Shell.content("x"), PEER, List.of(), Duration.ofMillis(40), List.of());
    assertThat(traces.end(found))
        .containsExactly("found at 1f40fc92@127.0.0.1:4711 (asked 0 nodes over 0 hops in 40 ms)");
  }

  @Test
  void theEndTellsHowPathsAgreeAndWhoIsTooClose() {
    var doubtful =
        new LookupResult.Closest(
            Key.of("a"),
            List.of(PEER),
            List.of(),
            true,
            Duration.ofMillis(40),
            List.of(),
            List.of(1, 0),
            new LookupResult.Crowd(30, List.of(PEER, PEER)));
    assertThat(traces.end(doubtful).subList(2, 5))
        .containsExactly(
            "2 paths; of the closest they had heard of 1, 0",
            "1 path led astray",
            "30 nodes too close to be true; beyond: 1f40fc92@127.0.0.1:4711,"
                + " 1f40fc92@127.0.0.1:4711");
  }
}
