package dev.weft.sim.study;

import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.lookup.Step.Outcome;
import dev.weft.runtime.Environment;
import dev.weft.sim.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

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
    WRONG
  }

  private record Try(Verdict verdict, double millis) {}

  private record Walk(int hops, int messages, double millis) {}

  private final Environment environment;
  private final Population population;
  private final Goods goods;
  private final Remarks remarks;
  private final RandomGenerator random;
  private final List<Try> tries = new ArrayList<>();
  private final List<Walk> walks = new ArrayList<>();
  private int lookupFailures;
  private int interrupted;

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

  /** How many gets and lookups are over. */
  int done() {
    return tries.size() + walks.size() + lookupFailures + interrupted;
  }

  /** A random node gets a random item. */
  void get() throws InterruptedException {
    Optional<SimNode> reader = population.anyHonest(random);
    Optional<Item> wanted = goods.any(random);
    if (reader.isEmpty() || wanted.isEmpty()) {
      interrupted++;
      return;
    }
    Item item = wanted.get();
    long began = environment.nanoTime();
    Verdict verdict;
    String what;
    try {
      Optional<Item> got = reader.get().dht().find(item.key(), Freshness.FIRST, TIMEOUT);
      if (got.isEmpty()) {
        verdict = Verdict.MISSING;
        what = "found nothing";
      } else if (got.get().sameVersion(item)) {
        verdict = Verdict.RIGHT;
        what = "";
      } else {
        verdict = Verdict.WRONG;
        what = "got the wrong " + got.get();
      }
    } catch (DhtException.Closed e) {
      interrupted++;
      return;
    } catch (DhtException e) {
      verdict = Verdict.FAILED;
      what = "failed: " + e.getMessage();
    }
    tries.add(new Try(verdict, (environment.nanoTime() - began) / NANOS_PER_MILLI));
    if (verdict != Verdict.RIGHT && remarks.hasRoom()) {
      remarks.add(
          reader.get() + " " + what + "; asked for " + item + ", held by " + goods.holders(item));
    }
  }

  /** A random node looks a random key up. */
  void lookup() throws InterruptedException {
    Optional<SimNode> seeker = population.anyHonest(random);
    if (seeker.isEmpty()) {
      interrupted++;
      return;
    }
    try {
      LookupResult result = seeker.get().dht().lookup(Key.random(random), TIMEOUT, _ -> {});
      if (result instanceof LookupResult.Closest closest && closest.complete()) {
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
      interrupted++;
    } catch (DhtException e) {
      lookupFailures++;
      remarks.add(seeker.get() + " failed to look a key up: " + e.getMessage());
    }
  }

  /** The question, and the answer if there was one. */
  private static int messages(Step step) {
    return switch (step.outcome()) {
      case Outcome.Nodes _, Outcome.Value _, Outcome.Lied _ -> 2;
      case Outcome.Failed _, Outcome.Abandoned _ -> 1;
    };
  }

  private int count(Verdict verdict) {
    return (int) tries.stream().filter(one -> one.verdict == verdict).count();
  }

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
