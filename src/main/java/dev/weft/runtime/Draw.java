package dev.weft.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** A few of many, drawn by chance. Stateless. */
public final class Draw {

  private Draw() {}

  /**
   * Draws some, each as likely as any other, and in any order.
   *
   * @param <T> what they are
   * @param all of which some are drawn; stays as it is
   * @param most how many; all, where there are no more
   * @param random by which chance
   * @return a list of its own
   */
  public static <T> List<T> of(List<T> all, int most, RandomGenerator random) {
    List<T> drawn = new ArrayList<>(all);
    int count = Math.min(most, drawn.size());
    for (int i = 0; i < count; i++) {
      Collections.swap(drawn, i, random.nextInt(i, drawn.size()));
    }
    return drawn.subList(0, count);
  }
}
