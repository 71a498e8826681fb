package dev.weft.bench;

import java.util.function.IntFunction;

/** Runs operations of which all must be done well. Stateless. */
public final class Batches {

  private Batches() {}

  /**
   * Runs a batch of operations.
   *
   * @throws IllegalStateException if any was not done well: what is not done is soon done
   */
  public static void run(
      Client client, IntFunction<? extends Operation> work, int count, int inFlight)
      throws InterruptedException {
    int well = client.run(work, count, inFlight);
    if (well < count) {
      throw new IllegalStateException((count - well) + " of " + count + " operations failed");
    }
  }
}
