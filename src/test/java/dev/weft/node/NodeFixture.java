package dev.weft.node;

import dev.weft.sim.Simulated;
import org.junit.jupiter.api.AfterEach;

/** A test with nodes in a simulated world, which leave neither a thread nor a call behind. */
abstract class NodeFixture extends Simulated {

  /** How many nodes keep an item. */
  static final int K = 5;

  final World world = new World(environment, K);

  @AfterEach
  void end() throws InterruptedException {
    world.close();
  }
}
