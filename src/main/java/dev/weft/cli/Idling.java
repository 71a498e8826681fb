package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.runtime.Environment;
import java.time.Duration;

/**
 * Has a network of real nodes in this process do nothing, and measures what that costs. Confined to
 * the thread that runs it.
 */
final class Idling {

  private final Environment environment;
  private final Machine machine;
  private final Network network;

  /**
   * @param network has no nodes yet
   */
  Idling(Environment environment, Machine machine, Network network) {
    this.environment = environment;
    this.machine = machine;
    this.network = network;
  }

  /**
   * Opens the nodes of a workload, waits, and closes them.
   *
   * @param idle how long to wait, when all have joined
   */
  Idleness run(Workload workload, Duration idle) throws InterruptedException {
    var fleet = new Fleet(environment, network, workload.nodes());
    try {
      long heap = machine.heap();
      Duration cpu = machine.cpu();
      var joining = new Stopwatch(environment);
      fleet.start(workload::config);
      Duration took = joining.elapsed();
      Duration cpuJoined = machine.cpu();
      Idleness.State joined = state();
      long messages = network.messages();
      var idling = new Stopwatch(environment);
      environment.sleep(idle);
      Duration idled = idling.elapsed();
      Duration cpuEnd = machine.cpu();
      long sent = network.messages() - messages;
      Idleness.State end = state();
      long heapEnd = machine.heap();
      return new Idleness(
          took,
          cpuJoined.minus(cpu),
          joined,
          idled,
          cpuEnd.minus(cpuJoined),
          sent,
          end,
          heapEnd,
          heapEnd - heap);
    } finally {
      fleet.end(Dht::abort);
    }
  }

  private Idleness.State state() {
    return new Idleness.State(network.connections(), machine.resident(), machine.threads());
  }
}
