package dev.weft.lookup;

import dev.weft.kademlia.Key;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells somebody how near one lookup has come, whenever that has changed. Called with the lookup's
 * lock held, so that what is told is in order; who is told must not wait.
 */
record Scout(Density density, @Nullable Consumer<Frontier> told) {

  /** For a lookup of which only the end matters. */
  static Scout none(Density density) {
    return new Scout(density, null);
  }

  void look(Key target, Shortlist shortlist) {
    if (told != null) {
      Frontier near = shortlist.frontier(density.reach());
      told.accept(
          density.crowd(target, near.closest(), density.nodes()) > 0 ? near.unsettled() : near);
    }
  }
}
