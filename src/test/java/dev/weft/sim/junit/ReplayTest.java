package dev.weft.sim.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.runtime.Promise;
import dev.weft.sim.SimEnvironment;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimulationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.AssertionFailedError;

/** What a test that fails in a simulated network says, and what running it again brings. */
@ResourceLock(Resources.SYSTEM_ERR)
class ReplayTest {

  /** What happened in the networks of the samples below, in order. Used by one test at a time. */
  private static final List<String> TRACES = new ArrayList<>();

  /** Tests that are run by those of the class around it, and not by themselves. */
  @SimulatedNetwork(nodes = 2, seed = 42)
  static class Samples {
    @Test
    void succeeds(SimNetwork network) {
      TRACES.add(network.environment().traceHash());
    }

    @Test
    void fails(SimNetwork network) {
      succeeds(network);
      throw new AssertionFailedError("wrong");
    }

    @Test
    @SimulatedNetwork(nodes = 2)
    void failsWithAFreshSeed(SimNetwork network) {
      fails(network);
    }

    @RepeatedTest(3)
    void failsEachTime(SimNetwork network) {
      fails(network);
    }

    @Test
    void doesNotApply() {
      assumeTrue(false);
    }

    @TestFactory
    Stream<DynamicTest> makesTestsThatFail(SimNetwork network) {
      return Stream.of("one", "two").map(name -> dynamicTest(name, () -> fails(network)));
    }

    @Test
    @SimulatedNetwork(nodes = 2, seed = 42, loss = 1)
    void cannotBegin() {}

    @Test
    void leavesAThreadThatDoesNotEnd(SimNetwork network) {
      SimEnvironment world = network.environment();
      Promise<String> never = world.promise();
      world.start(
          "stubborn",
          () -> {
            while (true) {
              try {
                never.await();
              } catch (InterruptedException e) {
                // Wrongly ignored.
              }
            }
          });
    }

    @Test
    void wantsTooMuch(Dht first, Dht second, Dht third) {}

    @Test
    void wantsWhatIsNotThere(List<String> names) {}

    @Test
    void wantsAnotherCollection(Set<Dht> all) {}

    @Test
    @Timeout(1)
    void waitsForEver(SimNetwork network) throws InterruptedException {
      while (true) {
        network.sleep(network.environment().elapsed());
      }
    }
  }

  /** Asks for a network before there is one. */
  @SimulatedNetwork
  static class TooEarly {
    @BeforeAll
    static void beforeAnyTest(SimNetwork network) {}

    @Test
    void isNeverRun() {}
  }

  private record Ran(EngineExecutionResults results, String printed) {

    List<Throwable> failures() {
      return results.testEvents().failed().stream()
          .map(
              event ->
                  event
                      .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                      .getThrowable()
                      .orElseThrow())
          .toList();
    }

    Throwable failure() {
      assertThat(failures()).hasSize(1);
      return failures().getFirst();
    }

    List<Map<String, String>> reported() {
      return results.allEvents().reportingEntryPublished().stream()
          .map((Event event) -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
          .toList();
    }
  }

  private static Ran run(Class<?> samples, String method, Map<String, String> parameters) {
    TRACES.clear();
    PrintStream real = System.err;
    var printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      var found =
          Arrays.stream(samples.getDeclaredMethods())
              .filter(declared -> declared.getName().equals(method))
              .findFirst()
              .orElseThrow();
      return new Ran(
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectMethod(samples, found))
              .configurationParameters(parameters)
              .execute(),
          printed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(real);
    }
  }

  private static Ran run(String method) {
    return run(Samples.class, method, Map.of());
  }

  private static String command(String method, long seed) {
    return "mvn test '-Dtest=%s#%s' -Dweft.seed=%d"
        .formatted(Samples.class.getName(), method, seed);
  }

  @Test
  void aFailureShowsTheSeedAndTheCommandThatReplaysItOnce() {
    Ran ran = run("fails");
    assertThat(ran.failure()).hasMessage("wrong");
    assertThat(ran.failure().getSuppressed())
        .singleElement()
        .asString()
        .contains("seed 42", command("fails", 42), "the system property weft.seed=42");
    assertThat(ran.printed).containsOnlyOnce(command("fails", 42));
    assertThat(ran.reported()).containsExactly(Map.of("weft.seed", "42"));
  }

  @Test
  void whatDoesNotFailShowsNothing() {
    assertThat(run("succeeds").printed).doesNotContain("seed");
    Ran aborted = run("doesNotApply");
    assertThat(aborted.results.testEvents().aborted().count()).isOne();
    assertThat(aborted.printed).doesNotContain("seed");
  }

  @Test
  void theSameSeedIsTheSameRun() {
    run("fails");
    String trace = TRACES.getFirst();
    run("fails");
    assertThat(TRACES).containsExactly(trace);
  }

  @Test
  void thePropertyTakesThePlaceOfTheSeed() {
    run("succeeds");
    String of42 = TRACES.getFirst();
    Ran ran = run(Samples.class, "fails", Map.of("weft.seed", "7"));
    assertThat(ran.printed).contains(command("fails", 7));
    assertThat(TRACES).doesNotContain(of42);
  }

  @Test
  void aPropertyThatIsNoNumberIsNamed() {
    Ran ran = run(Samples.class, "succeeds", Map.of("weft.seed", "seven"));
    assertThat(ran.failure()).hasMessageContaining("weft.seed").hasMessageContaining("seven");
  }

  @Test
  void aFreshSeedIsPrintedAndReplaysTheRun() {
    Ran ran = run("failsWithAFreshSeed");
    String trace = TRACES.getFirst();
    String seed = ran.reported().getFirst().get("weft.seed");
    assertThat(ran.printed).contains("-Dweft.seed=" + seed);
    run(Samples.class, "failsWithAFreshSeed", Map.of("weft.seed", seed));
    assertThat(TRACES).containsExactly(trace);
    assertThat(run("failsWithAFreshSeed").printed).doesNotContain("-Dweft.seed=" + seed + " ");
  }

  @Test
  void eachRepetitionHasTheNextSeedAndTheFirstReplaysAny() {
    Ran ran = run("failsEachTime");
    List<String> traces = List.copyOf(TRACES);
    assertThat(traces).hasSize(3).doesNotHaveDuplicates();
    assertThat(ran.printed)
        .contains(command("failsEachTime", 42), command("failsEachTime", 44))
        .contains("as the first repetition");
    run(Samples.class, "failsEachTime", Map.of("weft.seed", "44"));
    assertThat(TRACES.getFirst()).isEqualTo(traces.getLast());
  }

  @Test
  void dynamicTestsShowTheSeedOfTheirFactory() {
    Ran ran = run("makesTestsThatFail");
    assertThat(ran.failures())
        .hasSize(2)
        .allSatisfy(
            failure ->
                assertThat(failure.getSuppressed()[0]).hasMessageContaining("-Dweft.seed=42"));
    assertThat(ran.printed).containsOnlyOnce(command("makesTestsThatFail", 42));
  }

  @Test
  void aNetworkThatCannotBeMadeShowsItsSeedToo() {
    Ran ran = run("cannotBegin");
    assertThat(ran.failure()).isInstanceOf(DhtException.NobodyAnswered.class);
    assertThat(ran.printed).contains(command("cannotBegin", 42));
  }

  @Test
  void whatIsLeftBehindFailsTheTest() {
    Ran ran = run("leavesAThreadThatDoesNotEnd");
    assertThat(ran.failure())
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("left running at the end: [thread stubborn of main]");
    assertThat(ran.printed).containsOnlyOnce(command("leavesAThreadThatDoesNotEnd", 42));
  }

  @Test
  void moreParametersThanNodesAreRefused() {
    assertThat(run("wantsTooMuch").failure())
        .hasMessageContaining("each parameter is another node")
        .hasMessageContaining("has only 2");
  }

  @Test
  void otherParametersAreLeftToOthers() {
    for (String method : List.of("wantsWhatIsNotThere", "wantsAnotherCollection")) {
      assertThat(run(method).failure()).hasMessageContaining("No ParameterResolver registered");
    }
  }

  @Test
  void thereIsNoNetworkBeforeTheFirstTest() {
    Ran ran = run(TooEarly.class, "isNeverRun", Map.of());
    assertThat(ran.results.containerEvents().failed().count()).isOne();
    assertThat(ran.results.testEvents().started().count()).isZero();
  }

  @Test
  void aTimeOutOfJUnitEndsATestThatWaitsForEver() {
    assertThat(run("waitsForEver").failure()).hasMessageContaining("timed out after 1 second");
  }
}
