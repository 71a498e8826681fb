package dev.weft.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one lookup, and how far its watcher has been told of them. Shared by the lookup's
 * lanes and its owner; guarded by the lookup's lock, which is not held while the watcher is told,
 * so that a watcher that blocks holds up whoever tells it, and nobody who adds a step or wants to
 * end the lookup.
 */
final class Trace {

  private final Consumer<Step> watcher;

  /** Held while the watcher is told, so that it is told one step after the other. */
  private final ReentrantLock telling = new ReentrantLock();

  private final Lock lock;
  private final List<Step> steps = new ArrayList<>();
  private int told;
  private boolean ended;

  /**
   * @param lock the lookup's
   * @param watcher is told of each step once, in their order
   */
  Trace(Lock lock, Consumer<Step> watcher) {
    this.lock = lock;
    this.watcher = watcher;
  }

  /** Adds a step, of which nobody is told yet; with the lock held. */
  void add(Step step) {
    steps.add(step);
  }

  /**
   * Leaves all steps not yet told to {@link #tellRest}, with the lock held: the lanes are about to
   * be interrupted.
   */
  void end() {
    ended = true;
  }

  /** Tells of what was added; a lane that comes late finds that another has told of its step. */
  void tell() {
    if (watcher.equals(Lookups.UNWATCHED)) {
      return;
    }
    telling.lock();
    try {
      for (Step step = untold(); step != null; step = untold()) {
        watcher.accept(step);
      }
    } finally {
      telling.unlock();
    }
  }

  private @Nullable Step untold() {
    lock.lock();
    try {
      return ended || told == steps.size() ? null : steps.get(told++);
    } finally {
      lock.unlock();
    }
  }

  /** Tells of what is left, when no lane is; called once. */
  void tellRest() {
    steps.subList(told, steps.size()).forEach(watcher);
  }

  /** All steps, in the order in which they ended, when no lane is left. */
  List<Step> steps() {
    return List.copyOf(steps);
  }
}
