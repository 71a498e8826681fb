package dev.weft.sim.study;

import dev.weft.DhtException;
import dev.weft.sim.Lie;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode;
import dev.weft.sim.SimNode.Crash;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Ends nodes and replaces them, as {@link Study} says. Confined to the scheduler's thread. */
final class Churn {

  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final SimNetwork network;
  private final Population population;
  private final RandomGenerator random;
  private int killed;
  private int gone;
  private int left;
  private int renewed;
  private int restarted;
  private int failures;

  Churn(SimNetwork network, Population population, RandomGenerator random) {
    this.network = network;
    this.population = population;
    this.random = random;
  }

  /** What came of it so far. */
  Turnover turnover() {
    return new Turnover(killed, gone, left, renewed, restarted, failures);
  }

  /** Puts ends on the agenda. */
  void plan(Agenda agenda, long ends, Duration time) {
    for (long i = 0; i < ends; i++) {
      agenda.add(within(time), () -> end(agenda));
    }
  }

  private Duration within(Duration time) {
    return Duration.ofNanos(random.nextLong(time.toNanos()));
  }

  private void end(Agenda agenda) throws InterruptedException {
    Optional<SimNode> chosen = population.remove(random);
    if (chosen.isEmpty()) {
      return;
    }
    SimNode node = chosen.get();
    Duration back = agenda.elapsed().plus(within(LONGEST_OUTAGE));
    switch (random.nextInt(3)) {
      case 0 -> {
        killed++;
        node.crash(Crash.PROCESS);
      }
      case 1 -> {
        gone++;
        node.crash(Crash.MACHINE);
      }
      default -> {
        left++;
        node.leave();
      }
    }
    boolean renew = random.nextBoolean();
    if (renew || random.nextBoolean()) {
      node.loseDisk();
    }
    agenda.add(back, renew ? () -> replace(agenda, node.lie()) : () -> restart(agenda, node));
  }

  private void replace(Agenda agenda, Optional<Lie> lie) throws InterruptedException {
    try {
      SimNode node = network.add();
      lie.ifPresent(node::lie);
      population.add(node);
      renewed++;
    } catch (DhtException e) {
      later(agenda, () -> replace(agenda, lie));
    }
  }

  private void restart(Agenda agenda, SimNode node) throws InterruptedException {
    try {
      network.start(node);
      population.add(node);
      restarted++;
    } catch (DhtException e) {
      later(agenda, () -> restart(agenda, node));
    }
  }

  /** A node could not join: perhaps all whom it knew were down, or lied, or were cut off. */
  private void later(Agenda agenda, Agenda.Task again) {
    failures++;
    agenda.add(agenda.elapsed().plus(PAUSE), again);
  }
}
