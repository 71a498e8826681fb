package dev.weft.sim.study;

import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.runtime.Environment;
import dev.weft.sim.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Tries gets and lookups, and notes what came of them. Confined to the scheduler's thread. */
final class Measuring {

  /** How long an operation may take. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final double NANOS_PER_MILLI = 1e6;

  /** What came of a get. */
  private enum Verdict {
    RIGHT,
    MISSING,
    FAILED,
    WRONG,
    /** The node that asked has ended meanwhile. */
    CUT_SHORT
  }

  private record Outcome(Verdict verdict, String what) {}

  private record Try(Verdict verdict, Duration began, double millis) {}

  private record Walk(int hops, int messages, double millis) {}

  private final Environment environment;
  private final Population population;
  private final Goods goods;
  private final Remarks remarks;
  private final RandomGenerator random;
  private final List<Try> tries = new ArrayList<>();
  private final List<Walk> walks = new ArrayList<>();
  private int lookupFailures;
  private int cutShort;
  private long start;

  Measuring(
      Environment environment,
      Population population,
      Goods goods,
      Remarks remarks,
      RandomGenerator random) {
    this.environment = environment;
    this.population = population;
    this.goods = goods;
    this.remarks = remarks;
    this.random = random;
  }

  /** The time that is measured begins. */
  void begin() {
    start = environment.nanoTime();
  }

  /** How many gets and lookups are over. */
  int done() {
    return tries.size() + walks.size() + lookupFailures + cutShort;
  }

  /** A random node gets a random item. */
  void get() throws InterruptedException {
    Optional<SimNode> reader = population.anyHonest(random);
    Optional<Item> wanted = goods.any(random);
    if (reader.isEmpty() || wanted.isEmpty()) {
      cutShort++;
      return;
    }
    long began = environment.nanoTime();
    Outcome outcome = get(reader.get(), wanted.get());
    double millis = (environment.nanoTime() - began) / NANOS_PER_MILLI;
    if (outcome.verdict == Verdict.CUT_SHORT) {
      cutShort++;
      return;
    }
    tries.add(new Try(outcome.verdict, Duration.ofNanos(began - start), millis));
    if (outcome.verdict != Verdict.RIGHT && remarks.hasRoom()) {
      remarks.add(
          "%s %s; asked for %s, held by %d"
              .formatted(reader.get(), outcome.what, wanted.get(), goods.holders(wanted.get())));
    }
  }

  private static Outcome get(SimNode reader, Item item) throws InterruptedException {
    try {
      Optional<Item> got = reader.dht().find(item.key(), Freshness.FIRST, TIMEOUT);
      if (got.isEmpty()) {
        return new Outcome(Verdict.MISSING, "found nothing");
      }
      return got.get().sameVersion(item)
          ? new Outcome(Verdict.RIGHT, "")
          : new Outcome(Verdict.WRONG, "got the wrong " + got.get());
    } catch (DhtException.Closed e) {
      return new Outcome(Verdict.CUT_SHORT, "");
    } catch (DhtException e) {
      return new Outcome(Verdict.FAILED, "failed: " + e.getMessage());
    }
  }

  /** A random node looks a random key up. */
  void lookup() throws InterruptedException {
    Optional<SimNode> seeker = population.anyHonest(random);
    if (seeker.isEmpty()) {
      cutShort++;
      return;
    }
    try {
      // It looks for nodes, and finds no value.
      var result =
          (LookupResult.Closest) seeker.get().dht().lookup(Key.random(random), TIMEOUT, _ -> {});
      if (result.complete()) {
        walks.add(
            new Walk(
                result.hops(),
                result.trace().stream().mapToInt(Measuring::messages).sum(),
                result.took().toNanos() / NANOS_PER_MILLI));
      } else {
        lookupFailures++;
        remarks.add(seeker.get() + " could not complete a lookup in time");
      }
    } catch (DhtException.Closed e) {
      cutShort++;
    } catch (DhtException e) {
      lookupFailures++;
      remarks.add(seeker.get() + " failed to look a key up: " + e.getMessage());
    }
  }

  /** The question, and the answer if there was one. */
  private static int messages(Step step) {
    return step.outcome() instanceof Step.Outcome.Failed
            || step.outcome() instanceof Step.Outcome.Abandoned
        ? 1
        : 2;
  }

  /** How many gets were begun within some time, and are over. */
  int begun(Duration from, Duration to) {
    return (int) between(from, to).count();
  }

  /** How many of these brought the right value. */
  int right(Duration from, Duration to) {
    return (int) between(from, to).filter(one -> one.verdict == Verdict.RIGHT).count();
  }

  private Stream<Try> between(Duration from, Duration to) {
    return tries.stream()
        .filter(one -> one.began.compareTo(from) >= 0 && one.began.compareTo(to) < 0);
  }

  private int count(Verdict verdict) {
    return (int) tries.stream().filter(one -> one.verdict == verdict).count();
  }

  /** What came of the gets. */
  Findings.Gets getFindings() {
    return new Findings.Gets(
        tries.size(),
        count(Verdict.RIGHT),
        count(Verdict.MISSING),
        count(Verdict.FAILED),
        count(Verdict.WRONG),
        Sample.of(
            tries.stream()
                .filter(one -> one.verdict == Verdict.RIGHT)
                .mapToDouble(one -> one.millis)));
  }

  /** What came of the lookups. */
  Findings.Lookups lookupFindings() {
    return new Findings.Lookups(
        lookupFailures,
        sample(walk -> walk.hops),
        sample(walk -> walk.messages),
        sample(walk -> walk.millis));
  }

  private Sample sample(ToDoubleFunction<Walk> of) {
    return Sample.of(walks.stream().mapToDouble(of));
  }
}
