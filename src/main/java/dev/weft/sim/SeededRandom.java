package dev.weft.sim;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Chance of the simulation for those who ask for secrets: the same seed makes the same keys, and
 * none of them is a secret. Confined to the scheduler's thread.
 */
final class SeededRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // nobody writes it anywhere
  private final RandomGenerator random;

  SeededRandom(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
