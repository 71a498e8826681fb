package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtConfig;

/** How a command comes to a node: {@link Dht#open}, but in tests. */
@FunctionalInterface
interface Opener {
  Dht open(DhtConfig config) throws InterruptedException;
}
