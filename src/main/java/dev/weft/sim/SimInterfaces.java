package dev.weft.sim;

import dev.weft.lan.Interfaces;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one address of a simulated machine. Confined to the scheduler's thread and those that it
 * runs; the lock is there for its condition.
 */
final class SimInterfaces implements Interfaces {

  private final Endpoint endpoint;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  SimInterfaces(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public Set<InetAddress> awaitOther(Set<InetAddress> before) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Set<InetAddress> now = new LinkedHashSet<>(List.of(endpoint.address.getAddress()));
        if (!now.equals(before)) {
          return now;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The machine has another address now. */
  void changed() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
