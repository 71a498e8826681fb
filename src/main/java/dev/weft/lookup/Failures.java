package dev.weft.lookup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the lanes of one lookup have failed with, for its owner to throw the first. Guarded by its
 * lock.
 *
 * <p>The scope of the lanes would throw it too, but not when the lane's end has already moved the
 * owner to close the scope: what a cancelled lane throws is ignored there.
 */
final class Failures {

  private final ReentrantLock lock = new ReentrantLock();

  /** Each throws what a lane has failed with. */
  private final List<Runnable> throwers = new ArrayList<>();

  void add(Runnable thrower) {
    lock.lock();
    try {
      throwers.add(thrower);
    } finally {
      lock.unlock();
    }
  }

  /** Throws the first, if there is any; when no lane is left. */
  void rethrow() {
    throwers.forEach(Runnable::run);
  }
}
