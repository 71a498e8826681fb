package dev.weft.cli;

import dev.weft.json.Json;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a network of nodes in this process costs when nobody wants anything of it. Immutable.
 *
 * @param joining how long it took until all nodes had joined
 * @param joiningCpu the processor time that the process used for it
 * @param joined how it was then
 * @param idle how long nothing was done after that
 * @param cpu the processor time that the process used meanwhile
 * @param messages how many messages all nodes sent meanwhile, answers included
 * @param end how it was in the end
 * @param heap the bytes of the heap in use after a collection in the end
 * @param nodesHeap the part of them that was not there before the nodes
 */
record Idleness(
    Duration joining,
    Duration joiningCpu,
    State joined,
    Duration idle,
    Duration cpu,
    long messages,
    State end,
    long heap,
    long nodesHeap) {

  /**
   * What the network and its process have at a moment, before any collection.
   *
   * @param connections as {@link Network#connections} counts them
   * @param resident the bytes of the machine's memory, where the system tells
   * @param threads the threads of the system, where it tells
   */
  record State(int connections, OptionalLong resident, OptionalLong threads) {}

  /** Which part of one core was in use while nothing was done. */
  double cpuShare() {
    return Json.millis(cpu) / Json.millis(idle);
  }
}
