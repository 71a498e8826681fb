package dev.weft.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One simulated machine, as the scheduler sees it: the threads that run there, and whether they may
 * run. Confined to the scheduler's thread.
 */
final class Host {

  private final String name;
  private final Set<Strand> living = new LinkedHashSet<>();
  private final List<Strand> held = new ArrayList<>();
  private boolean frozen;

  Host(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** A thread was started; of one that no environment made, the end is not to be seen. */
  void started(Strand strand) {
    if (strand.thread() != null) {
      living.add(strand);
    }
  }

  void ended(Strand strand) {
    living.remove(strand);
  }

  /** The threads that were started and have not ended. */
  List<Strand> living() {
    return List.copyOf(living);
  }

  int threads() {
    return living.size();
  }

  /** From now on no thread here runs: the machine sleeps, and its clock goes on. */
  void freeze() {
    frozen = true;
  }

  boolean isFrozen() {
    return frozen;
  }

  /** Whether a thread must wait for the thaw; it is kept in mind until then. */
  boolean holds(Strand strand) {
    if (frozen) {
      held.add(strand);
    }
    return frozen;
  }

  /** Ends the freeze. Returns the threads that would have run meanwhile. */
  List<Strand> thaw() {
    frozen = false;
    List<Strand> ready = List.copyOf(held);
    held.clear();
    return ready;
  }
}
