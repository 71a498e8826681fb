package dev.weft.cli;

import dev.weft.json.Json;
import dev.weft.sim.study.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * One pass of a benchmark over all items, measured. Immutable.
 *
 * @param what was done
 * @param items over how many items
 * @param own how many of them the node that read had itself; they are in none of the figures that
 *     follow
 * @param failed how many of the others could not be stored or found, or were wrong
 * @param took how long all of it took
 * @param millis how long each operation took, those that failed included
 * @param cpu the processor time that the whole process used meanwhile
 * @param messages how many messages all nodes sent meanwhile, answers included
 */
record Pass(
    What what,
    int items,
    int own,
    int failed,
    Duration took,
    Sample millis,
    Duration cpu,
    long messages) {

  /** What is done with each item. */
  enum What {
    PUT,
    /** The first value found, by another node than put it. */
    GET,
    /** The same by the same, once more. */
    GET_AGAIN,
    /** The newest value at all of the k closest nodes. */
    GET_NEWEST,
    /** As the first time, where part of the nodes has been stopped. */
    GET_AFTER_KILL;

    /** For people. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** How many operations needed the network. */
  int operations() {
    return items - own;
  }

  /** Operations that succeeded, in a second. */
  double perSecond() {
    return Texts.rate(operations() - failed, took);
  }

  /** The processor time of an operation, in milliseconds. */
  double cpuMillis() {
    return Json.millis(cpu) / Math.max(1, operations());
  }

  /** The messages of an operation. */
  double messagesEach() {
    return messages / (double) Math.max(1, operations());
  }

  /** Which part of the items the node that read had itself. */
  double ownShare() {
    return own / (double) items;
  }

  /** Which part of all was stored, or found. */
  double successShare() {
    return (items - failed) / (double) items;
  }

  /**
   * All passes over the items of one kind, with so many operations in flight, in a network of their
   * own.
   *
   * @param idleBytes the heap that each node takes when all have joined
   * @param fullBytes the heap that each node takes when all is stored and read
   */
  record Round(ItemKind kind, int inFlight, List<Pass> passes, long idleBytes, long fullBytes) {
    Round {
      passes = List.copyOf(passes);
    }

    /** Whether nothing failed. */
    boolean succeeded() {
      return passes.stream().allMatch(pass -> pass.failed == 0);
    }
  }
}
