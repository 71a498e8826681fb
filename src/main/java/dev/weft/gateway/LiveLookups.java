package dev.weft.gateway;

import dev.weft.runtime.Environment;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Guarded by its lock: who wants to be told of all lookups that are made through the gateway. */
final class LiveLookups {

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Inbox> listeners = new LinkedHashSet<>();
  private final AtomicLong lookups = new AtomicLong();

  LiveLookups(Environment environment) {
    this.environment = environment;
  }

  /** What a new lookup is called. */
  String newId() {
    return Long.toString(lookups.incrementAndGet());
  }

  /** Tells all that listen. */
  void tell(Event event) {
    lock.lock();
    try {
      listeners.forEach(listener -> listener.put(event));
    } finally {
      lock.unlock();
    }
  }

  /** Sends what happens from now on, for as long as somebody listens. */
  void follow(EventWriter out) throws InterruptedException {
    Inbox inbox = new Inbox(environment);
    change(() -> listeners.add(inbox));
    try {
      out.beat(); // so that the listener knows that it listens
      inbox.pump(out);
    } finally {
      change(() -> listeners.remove(inbox));
    }
  }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
    } finally {
      lock.unlock();
    }
  }
}
