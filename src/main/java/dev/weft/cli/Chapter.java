package dev.weft.cli;

import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import java.time.Duration;
import java.util.List;

/** A part of the demo, told when it is over. Immutable. */
sealed interface Chapter {

  /**
   * All nodes run and have joined.
   *
   * @param fewest the contacts of the node that knows the fewest others
   * @param most the contacts of the node that knows the most
   */
  record Started(int nodes, int fewest, int most, Duration took) implements Chapter {}

  /**
   * Each item was stored, or read.
   *
   * @param what was done, in one word
   * @param items how many items there are
   * @param samples some of what happened, for the eye
   * @param failures the items with which it did not succeed, and why
   * @param median how long it took with the middle one of those that succeeded
   * @param p99 how long at most with 99 of 100
   */
  record Worked(
      String what,
      int items,
      List<String> samples,
      List<String> failures,
      Duration took,
      Duration median,
      Duration p99)
      implements Chapter {
    public Worked {
      samples = List.copyOf(samples);
      failures = List.copyOf(failures);
    }

    int succeeded() {
      return items - failures.size();
    }
  }

  /** One lookup was traced. */
  record Traced(String name, int node, LookupResult result) implements Chapter {}

  /** Some nodes were stopped without good-bye. */
  record Stopped(List<Contact> nodes, int living, Duration took) implements Chapter {
    public Stopped {
      nodes = List.copyOf(nodes);
    }
  }
}
