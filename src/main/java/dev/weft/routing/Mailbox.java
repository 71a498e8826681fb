package dev.weft.routing;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shared by the routing actor and all who tell it something; guarded by its lock. Bounded in two
 * steps.
 *
 * <p>From {@code capacity} waiting commands on, hints are shed. Commands that must not be lost have
 * as much room again for themselves, and when that is full too, whoever brings one waits. That wait
 * is short and needs no interrupt, since the actor empties the whole mailbox at once and never
 * waits for anything else.
 *
 * <p>Hints that can wait do not wake the actor, until {@value #PATIENCE} commands are there. A
 * thread that is woken for each message costs more than what it then does.
 */
final class Mailbox<C> {

  private static final int PATIENCE = 64;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Deque<C> commands = new ArrayDeque<>();
  private boolean due;
  private boolean closed;
  private long shed;

  /** Since the actor had to wake; null where it need not, or nobody records. */
  private @Nullable MailboxDelayEvent delay;

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Leaves a hint, or sheds it when there is no room; a closed mailbox ignores it.
   *
   * @param urgent whether it is to be taken soon, and not just with what comes after it
   */
  void offer(C hint, boolean urgent) {
    lock.lock();
    try {
      if (commands.size() >= capacity) {
        shed++;
      } else if (!closed) {
        add(hint, urgent);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Leaves a command that must not be lost; waits for room, and does not heed an interrupt.
   *
   * @return whether it is in; not when the mailbox is closed
   */
  boolean put(C command) {
    lock.lock();
    try {
      while (!closed && commands.size() >= 2 * capacity) {
        emptied.awaitUninterruptibly();
      }
      if (!closed) {
        add(command, true);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void add(C command, boolean urgent) {
    commands.add(command);
    if (urgent || commands.size() >= Math.min(PATIENCE, capacity)) {
      if (!due) {
        due = true;
        time();
      }
      filled.signal();
    }
  }

  private void time() {
    MailboxDelayEvent event = new MailboxDelayEvent();
    if (event.isEnabled()) {
      event.start();
      delay = event;
    }
  }

  /**
   * Waits until there is a command that cannot wait, or are many that can, and takes all there are.
   *
   * @return whether it did; not when the mailbox is closed
   */
  boolean takeAll(Collection<C> into) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !due) {
        filled.await();
      }
      if (!closed) {
        drain(into);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the mailbox: nothing gets in any more, and whoever waits goes on. Idempotent. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the mailbox and takes what nobody has taken. */
  void closeAndTake(Collection<C> into) {
    lock.lock();
    try {
      close();
      drain(into);
    } finally {
      lock.unlock();
    }
  }

  private void drain(Collection<C> into) {
    if (delay != null) {
      delay.over(commands.size(), shed);
      delay = null;
    }
    into.addAll(commands);
    commands.clear();
    due = false;
    emptied.signalAll();
  }

  /** How many commands wait. */
  int size() {
    lock.lock();
    try {
      return commands.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many hints were shed so far. */
  long shed() {
    lock.lock();
    try {
      return shed;
    } finally {
      lock.unlock();
    }
  }
}
