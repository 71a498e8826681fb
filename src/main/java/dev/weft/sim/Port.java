package dev.weft.sim;

import dev.weft.rpc.Transport;

/** A simulated node's transport, which tells how busy it is. Confined to the scheduler's thread. */
interface Port extends Transport {

  /** How many requests have come so far. */
  long received();

  /** How many calls wait for their answers. */
  int calls();

  /** How many requests are being answered. */
  int requests();
}
