package dev.weft.tcp;

import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all who call over one connection, by its reading thread, and by whoever closes it;
 * guarded by its lock: the calls that wait for an answer, by their id.
 *
 * <p>Whether calls are still taken is kept here, under the same lock as the calls: so each call is
 * either refused, or handed to whoever {@link #end ends} the connection, and none waits for what
 * cannot come any more. Promises are completed without the lock.
 */
final class PendingCalls {

  private final int limit;
  private final String peer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Promise<Outcome>> pending = new LinkedHashMap<>();
  private long lastId = Message.NO_CALL;
  private boolean ended;
  private volatile boolean retiring; // written under the lock, peeked at without

  /**
   * @param limit how many calls may wait at once
   * @param peer who is asked, for a person to read
   */
  PendingCalls(int limit, String peer) {
    this.limit = limit;
    this.peer = peer;
  }

  /** How many calls wait for an answer. */
  int count() {
    lock.lock();
    try {
      return pending.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a call.
   *
   * @param promise what the caller will wait for
   * @return the call's id
   * @throws RpcException.Unreachable if no calls are taken any more
   * @throws RpcException.Unsent if as many wait as may
   */
  long register(Promise<Outcome> promise) throws RpcException {
    lock.lock();
    try {
      if (ended || retiring) {
        throw new RpcException.Unreachable("the connection to " + peer + " is closed");
      }
      if (pending.size() >= limit) {
        throw new RpcException.Unsent("too many calls to " + peer + " are under way");
      }
      pending.put(++lastId, promise);
      return lastId;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait for a call; nothing happens if nobody waits for it any more. */
  void complete(long id, Outcome outcome) {
    Promise<Outcome> promise = remove(id);
    // Nobody waits any more when the call has timed out or was interrupted.
    if (promise != null) {
      promise.complete(outcome);
    }
  }

  /** Forgets a call, whether it was answered, timed out or was interrupted. */
  void forget(long id) {
    remove(id);
  }

  private @Nullable Promise<Outcome> remove(long id) {
    lock.lock();
    try {
      return pending.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more calls; those that wait go on. */
  void retire() {
    lock.lock();
    try {
      retiring = true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #retire} was called. */
  boolean isRetiring() {
    return retiring;
  }

  /**
   * Takes no more calls, and forgets those that wait.
   *
   * @return those, for the one who asks to complete; null if this is not the first time
   */
  @Nullable List<Promise<Outcome>> end() {
    lock.lock();
    try {
      if (ended) {
        return null;
      }
      ended = true;
      List<Promise<Outcome>> calls = List.copyOf(pending.values());
      pending.clear();
      return calls;
    } finally {
      lock.unlock();
    }
  }
}
