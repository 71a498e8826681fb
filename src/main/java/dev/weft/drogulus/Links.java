package dev.weft.drogulus;

import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.socket.Line;
import dev.weft.socket.Outbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all threads of a transport; guarded by its lock: the connections, and which of them is
 * current for whom.
 *
 * <p>Who a peer is shows with its first genuine message, and from then on the link over which that
 * came is current for it, whoever dialled; the latest counts. Several links to one peer are normal
 * here. None is closed for being idle or superseded: a drogulus node never notices that a
 * connection has ended, and what it sends afterwards is lost. But those who never say anything
 * genuine are closed after a while, and where there are too many links the one that was used least
 * recently goes.
 */
final class Links implements Link.Listener {

  /** How long a link may go without a genuine message, from the start. */
  static final Duration ACQUAINTANCE = Duration.ofSeconds(10);

  /** How long a link may bring nothing after a question before it counts as dead. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  /** How long a frame of more than 256 KiB may take. */
  static final Duration LONG_FRAME = Duration.ofSeconds(60);

  /** How many links there may be from one address; any number from this machine. */
  static final int MOST_PER_ADDRESS = 64;

  private final Environment environment;
  private final Crew crew;
  private final int limit;
  private final Function<InetSocketAddress, Line> dialler;
  private final DrogulusCodec codec;
  private final Outbox.Meter meter;
  private final Reception reception;
  private final Questions questions;
  private final LargeFrames large = new LargeFrames();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Set<Link> all = new LinkedHashSet<>();
  private final Set<Link> strangers = new LinkedHashSet<>();
  private final Map<InetSocketAddress, Link> dialled = new HashMap<>();
  private final Map<Key, Link> current = new HashMap<>();
  private boolean closed;

  /**
   * @param crew has the threads of all links
   * @param limit how many links there may be
   * @param dialler makes a line to an address, and does not open it
   * @param codec reads messages
   * @param meter is told of what is written
   * @param reception takes what is genuine
   * @param questions wait for answers over links
   */
  Links(
      Environment environment,
      Crew crew,
      int limit,
      Function<InetSocketAddress, Line> dialler,
      DrogulusCodec codec,
      Outbox.Meter meter,
      Reception reception,
      Questions questions) {
    this.environment = environment;
    this.crew = crew;
    this.limit = limit;
    this.dialler = dialler;
    this.codec = codec;
    this.meter = meter;
    this.reception = reception;
    this.questions = questions;
  }

  private Link link(Line line) {
    return new Link(environment, crew, line, codec, large, meter, this);
  }

  /** The link over which a peer is to be asked, if there is one. */
  @Nullable Link current(Key peer) {
    lock.lock();
    try {
      return current.get(peer);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A peer has not answered over a link: the next time it is asked where it is known to be, for
   * whoever is at the other end may not be it, but have repeated what it once said.
   *
   * @param asked when, by the environment's clock; if nothing has come for long since then, the
   *     link may be dead, and the next time there will be another
   */
  void doubt(Link link, long asked) {
    lock.lock();
    try {
      current.values().remove(link);
      long now = environment.nanoTime();
      long silent = Math.min(now - asked, now - link.lastHeard());
      if (silent >= TimeUnit.NANOSECONDS.convert(SILENCE)) {
        dialled.values().remove(link);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A link to an address, made if this node has not dialled there already; connected. */
  Link dial(InetSocketAddress address, Duration timeout) throws RpcException, InterruptedException {
    Link link;
    boolean isNew = false;
    lock.lock();
    try {
      link = dialled.get(address);
      if (link == null) {
        Line line = dialler.apply(address);
        link = link(line);
        if (!add(link)) {
          line.close();
          throw new RpcException.Unsent(
              closed ? DrogulusTransport.CLOSED : "all of this node's connections are in use");
        }
        dialled.put(address, link);
        isNew = true;
      }
    } finally {
      lock.unlock();
    }
    if (isNew) {
      link.start();
    }
    link.awaitOpen(timeout);
    return link;
  }

  /** Takes a connection that another node has made, or turns it away. */
  void accept(Line line) {
    Link link = link(line);
    boolean taken;
    lock.lock();
    try {
      taken = hasRoomFor(line.remote()) && add(link);
    } finally {
      lock.unlock();
    }
    if (taken) {
      link.start();
    } else {
      line.close();
    }
  }

  private boolean hasRoomFor(InetAddress remote) {
    return remote.isLoopbackAddress()
        || all.stream().filter(link -> link.remote().equals(remote)).count() < MOST_PER_ADDRESS;
  }

  private boolean add(Link link) {
    if (closed || (all.size() >= limit && !makeRoom())) {
      return false;
    }
    all.add(link);
    strangers.add(link);
    some.signal();
    return true;
  }

  private boolean makeRoom() {
    Set<Link> inUse = questions.links();
    Set<Link> known = new HashSet<>(current.values());
    Comparator<Link> strangersFirst = Comparator.comparing(known::contains);
    var spare =
        all.stream()
            .filter(link -> link.isIdle() && !inUse.contains(link))
            .min(strangersFirst.thenComparingLong(Link::lastUsed));
    spare.ifPresent(
        link -> link.close(new RpcException.Unreachable(link + " made way for another")));
    return spare.isPresent();
  }

  /** A genuine message makes its link the current one for its sender. */
  @Override
  public void received(Link link, SealedMessage message) throws InterruptedException {
    if (reception.admits(link, message)) {
      heard(link, message.envelope().sender().id());
      reception.take(link, message);
    }
  }

  private void heard(Link link, Key sender) {
    lock.lock();
    try {
      if (link.isOpen() && !link.equals(current.get(sender))) {
        strangers.remove(link);
        // It is current for the last who spoke, or one who has many names would fill the memory.
        current.values().remove(link);
        current.put(sender, link);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ended(Link link, RpcException reason) {
    forget(link);
    questions.ended(link, reason);
  }

  private void forget(Link link) {
    lock.lock();
    try {
      all.remove(link);
      strangers.remove(link);
      dialled.values().remove(link);
      current.values().remove(link);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is a link; for one thread. */
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

  /** Closes those who have never said anything genuine, or take too long for a long frame. */
  void sweep() {
    long now = environment.nanoTime();
    long limit = TimeUnit.NANOSECONDS.convert(ACQUAINTANCE);
    List<Link> late = new ArrayList<>(large.late(LONG_FRAME, now));
    lock.lock();
    try {
      strangers.stream().filter(link -> now - link.born() > limit).forEach(late::add);
    } finally {
      lock.unlock();
    }
    late.forEach(link -> link.close(new RpcException.Unreachable(link + " said nothing in time")));
  }

  /** Closes those that use none of these addresses of this machine; returns how many. */
  int cutOff(Set<InetAddress> here) {
    List<Link> adrift;
    lock.lock();
    try {
      adrift =
          all.stream()
              .filter(link -> !link.local().isAnyLocalAddress() && !here.contains(link.local()))
              .toList();
    } finally {
      lock.unlock();
    }
    adrift.forEach(
        link ->
            link.close(
                new RpcException.Unreachable(
                    "the address that " + link + " was used from is gone")));
    return adrift.size();
  }

  /** How many links there are. */
  int count() {
    lock.lock();
    try {
      return all.size();
    } finally {
      lock.unlock();
    }
  }

  /** Closes all, and takes no more. Idempotent. */
  void close(RpcException reason) {
    List<Link> open;
    lock.lock();
    try {
      closed = true;
      open = List.copyOf(all);
    } finally {
      lock.unlock();
    }
    open.forEach(link -> link.close(reason));
  }
}
