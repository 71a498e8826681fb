package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Reach;
import dev.weft.rpc.Reachability;
import dev.weft.rpc.Reachability.State;
import dev.weft.rpc.Sighting;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guarded by its lock, which is held for no call to another node: where this node is, by what
 * others say, and whether they can connect to it. May be used by any thread.
 *
 * <p>Those that this node has dialled say at which address they see it. Where enough of them agree
 * ({@link Agreement}), of IPv4 and of IPv6 each for itself, and another node says that it has
 * dialled that very address, it is told to others. Nothing is dialled for that: each node that this
 * one calls dials it before it takes it into its table, and so do those who call it later.
 *
 * <p>Whoever dials this node may say that it has dialled any address: that gives no vote, and
 * counts for the address that the others agree on alone. Where they agree on none, as in a small or
 * private network, it counts for no address, but somebody has connected.
 */
final class Whereabouts {

  /** How long those that were called have to dial this node, and to say so. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long somebody's connecting counts. */
  static final Duration LIFETIME = Duration.ofHours(3);

  private static final Logger LOG = LoggerFactory.getLogger(Whereabouts.class);

  private final Environment environment;
  private final Crew errands;
  private final Transport transport;
  private final boolean client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Agreement v4 = new Agreement();
  private final Agreement v6 = new Agreement();
  private final Agreement dialled4 = new Agreement();
  private final Agreement dialled6 = new Agreement();

  /** Who was called since the last move, up to as many as are enough. */
  private final Set<Key> called = new LinkedHashSet<>();

  /** When enough were called; null if they were not. */
  private @Nullable Long calledAt;

  private boolean reviewing;
  private List<InetAddress> advertised = List.of();
  private Reachability told = unknown("nobody was asked yet");

  /**
   * @param errands who looks again after a while
   * @param transport whose sightings these are
   */
  Whereabouts(Environment environment, Crew errands, Transport transport) {
    this.environment = environment;
    this.errands = errands;
    this.transport = transport;
    this.client = transport.self().isEmpty();
    transport.onSighting(this::sighted);
  }

  /** Another node says where it sees this one. Never waits. */
  void sighted(Sighting sighting) {
    long now = environment.nanoTime();
    boolean old = sighting.seen().getAddress().length == 4;
    boolean enough;
    lock.lock();
    try {
      if (sighting.inbound()) {
        (old ? dialled4 : dialled6).vote(sighting.from(), sighting.seen(), now);
      } else {
        (old ? v4 : v6).vote(sighting.from(), sighting.seen(), now);
        count(sighting.by(), now);
      }
      enough = calledAt != null && !client && !reviewing;
      reviewing |= enough;
    } finally {
      lock.unlock();
    }
    review();
    if (enough && !errands.start("errand", this::reviewLater)) {
      reviewed(); // the next sighting tries again
    }
  }

  private void count(Key by, long now) {
    if (called.size() < Agreement.QUORUM) {
      called.add(by);
      if (called.size() == Agreement.QUORUM) {
        calledAt = now;
      }
    }
  }

  /** By then those that were called have dialled, or will not. */
  private void reviewLater() throws InterruptedException {
    try {
      environment.sleep(PATIENCE);
    } finally {
      reviewed();
    }
    review();
  }

  private void reviewed() {
    lock.lock();
    try {
      reviewing = false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether others can connect to this node, as far as it knows. */
  Reachability reachability() {
    review();
    lock.lock();
    try {
      return told;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all that others have said: the machine is elsewhere. */
  void moved() {
    lock.lock();
    try {
      Stream.of(v4, v6, dialled4, dialled6).forEach(Agreement::clear);
      called.clear();
      calledAt = null;
    } finally {
      lock.unlock();
    }
    review();
  }

  /** Draws the conclusions, and tells where they are new. */
  private void review() {
    lock.lock();
    try {
      long now = environment.nanoTime();
      List<InetAddress> confirmed = new ArrayList<>();
      agreed().filter(address -> isDialled(address, now)).forEach(confirmed::add);
      if (!confirmed.equals(advertised)) {
        advertised = confirmed;
        transport.advertise(confirmed);
      }
      Reachability judged = judge(now);
      if (!judged.equals(told)) {
        tell(judged);
      }
      told = judged;
    } finally {
      lock.unlock();
    }
  }

  private void tell(Reachability judged) {
    if (judged.state() == State.NO) {
      LOG.warn(
          "this node cannot be reached by others, and so is in nobody's table: {}", judged.why());
    } else if (judged.state() == State.YES) {
      LOG.info("{}", judged.why());
    } else {
      LOG.debug("{}", judged.why());
    }
  }

  private Reachability judge(long now) {
    if (client) {
      return unknown("a client listens on nothing");
    }
    List<InetAddress> places = places();
    for (InetAddress place : places) {
      if (isDialled(place, now)) {
        return at(State.YES, place, " was dialled by another node");
      }
    }
    if (places.isEmpty() && isDialled(now)) {
      return at(
          State.YES,
          named().orElse(self().getAddress()),
          " is where this node is, and others have connected; they are too few to say whether"
              + " everybody can");
    }
    if (calledAt != null && now - calledAt >= PATIENCE.toNanos()) {
      return nobody(places.stream().findFirst().or(this::named).orElse(self().getAddress()));
    }
    return unknown("this node has not called enough others, or they have not had the time to dial");
  }

  private Reachability nobody(InetAddress place) {
    InetSocketAddress address = new InetSocketAddress(place, self().getPort());
    String why =
        "nobody could connect to "
            + Contact.written(address)
            + ": forward the port to this machine, or say by --advertise where others reach it";
    return new Reachability(State.NO, Optional.of(address), why);
  }

  private static Reachability unknown(String why) {
    return new Reachability(State.UNKNOWN, Optional.empty(), why);
  }

  private Reachability at(State state, InetAddress place, String what) {
    InetSocketAddress address = new InetSocketAddress(place, self().getPort());
    return new Reachability(state, Optional.of(address), Contact.written(address) + what);
  }

  private InetSocketAddress self() {
    return transport.self().map(Contact::address).orElseThrow();
  }

  /** Where others have to be able to connect: what they agree on, or this node was told. */
  private List<InetAddress> places() {
    Stream<InetAddress> own = Stream.of(self().getAddress()).filter(Whereabouts::isPublic);
    return Stream.concat(agreed(), own).distinct().toList();
  }

  private Stream<InetAddress> agreed() {
    return Stream.of(v4, v6)
        .flatMap(family -> family.agreed().stream())
        .filter(Whereabouts::isPublic);
  }

  private static boolean isPublic(InetAddress address) {
    return Reach.of(address) == Reach.PUBLIC;
  }

  /** Where most of those that were called see this node. */
  private Optional<InetAddress> named() {
    return v4.mostNamed().or(v6::mostNamed);
  }

  private boolean isDialled(InetAddress place, long now) {
    long since = now - LIFETIME.toNanos();
    return dialled4.names(place, since) || dialled6.names(place, since);
  }

  private boolean isDialled(long now) {
    long since = now - LIFETIME.toNanos();
    return dialled4.hasAnySince(since) || dialled6.hasAnySince(since);
  }
}
