package dev.weft.tcp;

import dev.weft.admission.Refusal;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all threads of a transport; guarded by its lock, but for {@link #find}, which takes
 * none: the open connections, and how many more there may be.
 *
 * <p>There can be two connections to one peer for a while, when both dialled at the same time. Both
 * sides then send over the one that the node with the smaller key dialled. The other is closed by
 * the node that dialled it, once nothing is under way there. Its peer leaves it alone: perhaps the
 * preferred connection is dead and only one side knows, and then this one is the replacement. Of
 * two that were dialled by the same side the newer one counts: whoever dials anew has lost the
 * older.
 */
final class ConnectionTable {

  private final Key self;
  private final TcpLimits limits;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Set<PeerConnection> all = new LinkedHashSet<>();
  private final Map<Key, PeerConnection> dialled = new HashMap<>();
  private final Map<Key, PeerConnection> accepted = new HashMap<>();
  private final ConcurrentMap<Key, PeerConnection> preferred = new ConcurrentHashMap<>();
  private final Origins origins;
  private int handshakes;
  private boolean closed;

  ConnectionTable(Key self, TcpLimits limits) {
    this.self = self;
    this.limits = limits;
    this.origins = new Origins(limits.shares());
  }

  /** The connection over which to call a peer, if there is one. */
  @Nullable PeerConnection find(Key key) {
    return preferred.get(key);
  }

  /** The same, if the peer is known to be at this address. */
  @Nullable PeerConnection find(Contact contact) {
    PeerConnection open = find(contact.key());
    return open != null && open.leadsTo(contact.address()) ? open : null;
  }

  /** All open connections, oldest first. */
  List<PeerConnection> all() {
    lock.lock();
    try {
      return List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note of a connection that was accepted and has yet to say HELLO.
   *
   * @return null; or why not, as there are too many, in all or from there
   */
  @Nullable NotNow admit(InetAddress remote, long now) {
    lock.lock();
    try {
      if (handshakes >= limits.handshakes()) {
        return new NotNow(
            Refusal.HANDSHAKES, "this node is welcoming " + limits.handshakes() + " others");
      }
      NotNow why = origins.judge(remote, now);
      if (why == null) {
        handshakes++;
        origins.begun(remote);
      }
      return why;
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that an {@link #admit admitted} connection has said HELLO, or never will. */
  void release(InetAddress remote) {
    lock.lock();
    try {
      handshakes--;
      origins.over(remote);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a connection.
   *
   * @return false if there are too many and all are in use, or this is closed
   */
  boolean add(PeerConnection connection) {
    var evicted = new ArrayList<PeerConnection>();
    var replaced = new ArrayList<PeerConnection>();
    lock.lock();
    try {
      if (closed || !makeRoom(evicted)) {
        return false;
      }
      all.add(connection);
      origins.connected(connection.line().remote());
      some.signal();
      PeerConnection former = side(connection).put(connection.key(), connection);
      if (former != null) {
        replaced.add(former);
      }
      PeerConnection own = dialled.get(connection.key());
      PeerConnection theirs = accepted.get(connection.key());
      if (own != null && theirs != null && self.compareTo(connection.key()) > 0) {
        theirs.reached(own.reached());
        dialled.remove(connection.key());
        replaced.add(own);
      }
      prefer(connection.key());
    } finally {
      lock.unlock();
    }
    evicted.forEach(PeerConnection::makeWay);
    replaced.forEach(PeerConnection::retire);
    return true;
  }

  private boolean makeRoom(List<PeerConnection> evicted) {
    if (all.size() < limits.connections()) {
      return true;
    }
    var spare =
        all.stream()
            .filter(PeerConnection::isSpare)
            .min(Comparator.comparingLong(PeerConnection::lastUsed));
    spare.ifPresent(this::drop);
    spare.ifPresent(evicted::add);
    return spare.isPresent();
  }

  private Map<Key, PeerConnection> side(PeerConnection connection) {
    return connection.dialled() ? dialled : accepted;
  }

  /** Where there are both, ours has the smaller key: otherwise it would have been retired. */
  private void prefer(Key key) {
    PeerConnection best = dialled.getOrDefault(key, accepted.get(key));
    if (best == null) {
      preferred.remove(key);
    } else {
      preferred.put(key, best);
    }
  }

  /** Forgets a connection. */
  void remove(PeerConnection connection) {
    lock.lock();
    try {
      drop(connection);
    } finally {
      lock.unlock();
    }
  }

  private void drop(PeerConnection connection) {
    if (all.remove(connection)) {
      origins.closed(connection.line().remote());
    }
    side(connection).remove(connection.key(), connection);
    prefer(connection.key());
  }

  /** Waits until there is a connection; for one thread. */
  void awaitSome() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (all.isEmpty()) {
        some.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes the connections that no request went over for as long as they are kept. */
  void closeIdle(long now) {
    long limit = TimeUnit.NANOSECONDS.convert(limits.idle());
    all().stream()
        .filter(connection -> now - connection.lastUsed() > limit && connection.isSpare())
        .forEach(connection -> connection.close(idle(connection)));
  }

  /**
   * Closes the connections that do not use any of these addresses of this machine.
   *
   * @return how many there were
   */
  int cutOff(Set<InetAddress> here) {
    return (int)
        all().stream()
            .filter(connection -> !here.contains(connection.line().local()))
            .filter(connection -> connection.close(adrift(connection)))
            .count();
  }

  private static RpcException adrift(PeerConnection connection) {
    return new RpcException.Unreachable(
        "the address from which " + connection + " was connected is gone");
  }

  /** What a call gets that comes at this very moment, and the transport sends it again. */
  private static RpcException idle(PeerConnection connection) {
    return new RpcException.Unreachable("the connection to " + connection + " was idle for long");
  }

  /** Closes all connections, and takes no more. Idempotent. */
  void close(RpcException reason) {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    all().forEach(connection -> connection.close(reason));
  }
}
