package dev.weft.sim;

import dev.weft.Freshness;
import dev.weft.routing.RoutingSnapshot;
import java.time.Duration;
import java.util.Optional;

/**
 * Watches that a simulated network keeps what Weft promises. Confined to the scheduler's thread: to
 * be used within {@link SimNetwork#run}.
 *
 * {@snippet file="dev/weft/snippets/SimulationSnippetsTest.java" region="checkers"}
 *
 * <p>What is checked, again and again; whatever fails throws a {@link Violation}, in the thread
 * that runs the simulation if not in the one that caused it:
 *
 * <ul>
 *   <li>Nothing that was acknowledged is lost: no item, unless all nodes that kept it go away with
 *       their disks within one maintenance interval and a quarter, that is before replication can
 *       react. Nor does a node drop what it keeps.
 *   <li>No reader is given what nobody set, or under {@link Freshness#NEWEST} less than what it is
 *       promised, as {@link Witness} says.
 *   <li>Every routing table is sound: nobody twice and not the node itself, everybody in the bucket
 *       of their prefix, no more than k in a bucket and as many waiting beside it.
 *   <li>Every queue is bounded: calls, requests and threads of each node, its store, and all
 *       timers.
 *   <li>Whoever ends leaves no thread, call or timer behind; {@link SimNode} checks this itself.
 *   <li>Once faults have ended, the network converges, as {@link #awaitConvergence} says.
 * </ul>
 */
public final class Checkers {

  private final SimNetwork network;
  private final LossCheck losses;
  private final Witness witness;
  private final QueueCheck queues;
  private final Convergence convergence;
  private final int k;
  private int checks;

  private Checkers(SimNetwork network) {
    this.network = network;
    this.losses = new LossCheck(network);
    this.witness = new Witness(network, losses);
    this.queues = new QueueCheck(network.settings());
    this.convergence = new Convergence(network);
    this.k = network.settings().k();
  }

  /**
   * Checks a network from now on.
   *
   * @param network the network
   * @param period how often. Checking costs some microseconds for each node and each copy of an
   *     item, and no simulated time
   * @return those who check it, until they are closed
   */
  public static Checkers watch(SimNetwork network, Duration period) {
    Checkers checkers = new Checkers(network);
    network.environment().start("checkers", () -> checkers.checkEvery(period));
    return checkers;
  }

  private void checkEvery(Duration period) {
    try {
      while (true) {
        network.sleep(period);
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the simulation ends
    }
  }

  /**
   * Does sets, gets and deletions whose outcome is checked.
   *
   * @return one who does sets, gets and deletions whose outcome is checked
   */
  public Witness witness() {
    return witness;
  }

  /** {@return how many times everything was checked} */
  public int checks() {
    return checks;
  }

  /** {@return how many items that were acknowledged were lost, as the model allows} */
  public int lost() {
    return losses.lost();
  }

  /**
   * Checks everything now; best called after each fault, too.
   *
   * @throws Violation if something is wrong
   */
  public void check() {
    checks++;
    SimEnvironment environment = network.environment();
    int timers = environment.scheduler().timers();
    require(
        QueueCheck.flaw(timers, environment.threads(), network.fabric().underWay()),
        "the simulation");
    for (SimNode node : network.up()) {
      RoutingSnapshot table = node.dht().routing();
      require(TableCheck.flaw(table.self(), table.buckets(), k), "the routing table of " + node);
      require(queues.flaw(node.load()), node.name());
    }
    losses.check(new Census(network.nodes()));
  }

  void require(String flaw, String whose) {
    if (!flaw.isEmpty()) {
      throw violation(whose + ": " + flaw);
    }
  }

  /**
   * Lets time pass until the network has converged: every item that was acknowledged, and is not
   * lost, is kept in its newest version by the k closest nodes that are up; every node knows its
   * closest neighbour; and every node finds the k closest nodes to a random key. To be called when
   * all faults have ended and nobody lies any more.
   *
   * @param within how long it may take
   * @return how long it took, to the eighth of a maintenance interval
   * @throws Violation if it takes longer; the message says what is missing
   * @throws InterruptedException if the thread is interrupted
   */
  public Duration awaitConvergence(Duration within) throws InterruptedException {
    Duration began = network.environment().elapsed();
    Duration step = network.settings().maintenanceInterval().dividedBy(8);
    for (Optional<String> missing = missing(); ; missing = missing()) {
      Duration took = network.environment().elapsed().minus(began);
      if (missing.isEmpty()) {
        return took;
      }
      if (took.compareTo(within) >= 0) {
        throw violation("no convergence within " + within + ": " + missing.get());
      }
      network.sleep(step);
      check();
    }
  }

  /**
   * {@return what keeps the network from having converged, in a sentence; empty if nothing does}
   * Asks the nodes to look something up only where nothing else is missing.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<String> missing() throws InterruptedException {
    Optional<String> gap = convergence.gap(losses.live());
    return gap.isPresent() ? gap : convergence.detour();
  }

  private Violation violation(String what) {
    return new Violation("at " + network.environment().elapsed() + ": " + what);
  }
}
