package dev.weft.tcp;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import dev.weft.socket.SocketLine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all who call; guarded by its lock: the attempts to connect that are under way. All who
 * want the same peer wait for the same attempt, each for as long as it likes; an attempt goes on
 * when nobody waits any more, as the connection will be wanted again.
 */
final class Dials {

  private record Target(InetSocketAddress address, @Nullable Key key) {}

  private final Hub hub;
  private final ConnectionTable table;
  private final Handshakes handshakes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Target, Promise<Dialled>> underWay = new LinkedHashMap<>();
  private boolean closed;

  Dials(Hub hub, ConnectionTable table, Handshakes handshakes) {
    this.hub = hub;
    this.table = table;
    this.handshakes = handshakes;
  }

  /** The connection to a node, made if there is none. */
  PeerConnection connect(Contact to, Duration timeout) throws RpcException, InterruptedException {
    PeerConnection made = await(new Target(to.address(), to.key()), timeout);
    // Of two that dialled each other at the same time, one connection is given up at once.
    return Objects.requireNonNullElse(table.find(to), made);
  }

  /** A new connection to whoever is at an address. */
  PeerConnection connect(InetSocketAddress address, Duration timeout)
      throws RpcException, InterruptedException {
    return await(new Target(address, null), timeout);
  }

  private PeerConnection await(Target target, Duration timeout)
      throws RpcException, InterruptedException {
    var outcome = join(target).await(timeout);
    if (outcome.isEmpty()) {
      throw new RpcException.Timeout("no connection to " + target.address() + " came in time");
    }
    return switch (outcome.get()) {
      case Dialled.Connected(PeerConnection connection) -> connection;
      case Dialled.Failed(RpcException reason) -> throw reason;
    };
  }

  private Promise<Dialled> join(Target target) throws RpcException {
    lock.lock();
    try {
      if (closed) {
        throw new RpcException.Unsent(TcpTransport.CLOSED);
      }
      Promise<Dialled> attempt = underWay.get(target);
      if (attempt != null) {
        return attempt;
      }
      PeerConnection open =
          target.key() == null ? null : table.find(new Contact(target.key(), target.address()));
      if (open != null) {
        attempt = hub.environment().promise();
        attempt.complete(new Dialled.Connected(open));
        return attempt;
      }
      if (underWay.size() >= hub.limits().dials()) {
        throw new RpcException.Unsent("this node dials too many others already");
      }
      attempt =
          handshakes.dial(
              SocketLine.to(target.address()),
              target.address(),
              target.key(),
              () -> forget(target));
      underWay.put(target, attempt);
      return attempt;
    } finally {
      lock.unlock();
    }
  }

  private void forget(Target target) {
    lock.lock();
    try {
      underWay.remove(target);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait of all who wait here, and starts no more attempts. Idempotent. */
  void close(RpcException reason) {
    List<Promise<Dialled>> attempts;
    lock.lock();
    try {
      closed = true;
      attempts = List.copyOf(underWay.values());
    } finally {
      lock.unlock();
    }
    attempts.forEach(attempt -> attempt.complete(new Dialled.Failed(reason)));
  }
}
