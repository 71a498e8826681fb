package dev.weft.lookup;

import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;

/** A lookup that goes as a test says, for those who listen to lookups. */
public final class ScriptedLookup {

  private ScriptedLookup() {}

  /** Runs it: steps, and then a result. */
  public static LookupResult run(
      Environment environment, Key target, LookupResult result, Step... steps)
      throws InterruptedException {
    return new LookupMeter(environment)
        .measure(
            target,
            false,
            Lookups.UNWATCHED,
            watcher -> {
              for (Step step : steps) {
                watcher.accept(step);
              }
              return result;
            });
  }
}
