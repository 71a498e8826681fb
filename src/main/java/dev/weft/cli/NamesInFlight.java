package dev.weft.cli;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by the lanes of one load; guarded by its lock. Where a file holds a name twice, the later
 * line waits for the earlier one, so that the later one counts. It holds one name per lane at most.
 */
final class NamesInFlight {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> names = new HashSet<>();

  /** Waits until nobody else has the name, and takes it. */
  void enter(String name) throws InterruptedException {
    lock.lock();
    try {
      while (!names.add(name)) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  void leave(String name) {
    lock.lock();
    try {
      names.remove(name);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
