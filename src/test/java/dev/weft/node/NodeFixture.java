package dev.weft.node;

import static org.mockito.Mockito.mock;

import dev.weft.kademlia.Key;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Transport;
import dev.weft.sim.Simulated;
import dev.weft.store.ItemStore;
import org.junit.jupiter.api.AfterEach;

/** A test with nodes in a simulated world, which leave neither a thread nor a call behind. */
abstract class NodeFixture extends Simulated {

  /** How many nodes keep an item. */
  static final int K = 5;

  final World world = new World(environment, K);

  /** A placer for those who ask it about others, and store no items. */
  final Placer placer(
      NodeOptions options, Key self, Transport transport, RoutingActor routing, Lookups lookups) {
    ItemStore none = mock();
    return new Placer(options, self, environment, transport, routing, lookups, none);
  }

  @AfterEach
  void end() throws InterruptedException {
    world.close();
  }
}
