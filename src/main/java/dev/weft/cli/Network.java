package dev.weft.cli;

/** Where the nodes of a benchmark live: the loopback address, but in tests. */
interface Network extends Opener {

  /** How many messages all nodes that were opened have sent, until now. */
  long messages();

  /** How many connections all nodes have open now; one between two of them counts with each. */
  int connections();
}
