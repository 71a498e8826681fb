package dev.weft.sim;

/**
 * A simulation cannot go on, or cannot be trusted: a thread has escaped to the real world, all
 * threads wait for each other, or the clock stands still. The message names the thread, and what it
 * should have done. A fault of the program that is simulated or of a test, never of the network.
 */
public final class SimulationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SimulationException(String message) {
    super(message);
  }

  SimulationException(String message, Throwable cause) {
    super(message, cause);
  }
}
