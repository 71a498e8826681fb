package dev.weft.lan;

import dev.weft.kademlia.Contact;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guarded by its lock, which is held for no call to anybody else: announces a node wherever this
 * machine is in a local network, and has the node meet those that it hears of. May be used by any
 * thread.
 *
 * <p>Which places there are is looked at every {@value #LOOK_SECONDS} seconds, so that a network
 * that this machine comes into is used soon, and one that it has left no longer.
 */
public final class Neighbourhood implements AutoCloseable {

  /** How many contacts may wait to be met; more than a local network has at once. */
  static final int MOST_WAITING = 64;

  private static final int LOOK_SECONDS = 5;
  private static final int MOST_AT_ONCE = 8;
  private static final Logger LOG = LoggerFactory.getLogger(Neighbourhood.class);

  /** What is done with those that were heard of. */
  @FunctionalInterface
  public interface Meeting {
    /**
     * Dials them, as far as they are not known yet.
     *
     * @param found each with another key
     * @throws InterruptedException if the thread is interrupted, as it is when the neighbourhood is
     *     closed
     */
    void meet(List<Contact> found) throws InterruptedException;
  }

  private final Environment environment;
  private final Lan lan;
  private final Crew loops;
  private final Crew leaving;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition heard = lock.newCondition();
  private final Set<Contact> waiting = new LinkedHashSet<>();
  private final Map<Place, Lan.Station> stations = new LinkedHashMap<>();

  /** Where the node could not be announced, and the log was told; of the thread that looks. */
  private final Set<Place> told = new LinkedHashSet<>();

  /**
   * One in which nothing happens before it is started.
   *
   * @param environment brings time and threads
   * @param lan where the neighbours are
   */
  public Neighbourhood(Environment environment, Lan lan) {
    this.environment = environment;
    this.lan = lan;
    this.loops = new Crew(environment, 2);
    this.leaving = new Crew(environment);
  }

  /**
   * Announces a node from now on, and has it meet others. To be called once.
   *
   * @param self what is announced
   * @param listening at which addresses the node listens
   * @param meeting is told of whom was heard, some at once, on a thread that waits for it
   */
  public void start(Notice self, Predicate<InetAddress> listening, Meeting meeting) {
    loops.start("lan-places", () -> keepLooking(self, listening));
    loops.start(
        "lan-meet",
        () -> {
          while (true) {
            meeting.meet(take());
          }
        });
  }

  private void keepLooking(Notice self, Predicate<InetAddress> listening)
      throws InterruptedException {
    while (true) {
      try {
        look(self, lan.places().stream().filter(one -> listening.test(one.address())).toList());
      } catch (IOException e) {
        LOG.debug("the network interfaces are not known: {}", e.getMessage());
      }
      environment.sleep(Duration.ofSeconds(LOOK_SECONDS));
    }
  }

  /** Opens a station at each place that is new, and closes those at places that are gone. */
  private void look(Notice self, List<Place> places) {
    told.retainAll(places);
    withdrawAllBut(places);
    for (Place place : places) {
      if (!isOpen(place)) {
        open(place, self);
      }
    }
  }

  private void withdrawAllBut(List<Place> places) {
    lock.lock();
    try {
      Map<Place, Lan.Station> gone = new LinkedHashMap<>(stations);
      gone.keySet().removeAll(places);
      stations.keySet().removeAll(gone.keySet());
      gone.forEach(
          (place, station) -> {
            LOG.debug("announced at {} no more", place);
            leaving.start("lan-leave", station::close);
          });
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen(Place place) {
    lock.lock();
    try {
      return stations.containsKey(place);
    } finally {
      lock.unlock();
    }
  }

  private void open(Place place, Notice self) {
    try {
      Lan.Station station = lan.open(place, self, (who, at) -> hear(self, place, who, at));
      LOG.debug("announced at {}", place);
      lock.lock();
      try {
        stations.put(place, station);
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      if (told.add(place)) {
        LOG.warn("cannot announce this node at {}, and will try again: {}", place, e.getMessage());
      }
    }
  }

  /** Notes a contact that may be worth a call. Those beyond the limit are forgotten. */
  private void hear(Notice self, Place place, Notice who, InetAddress at) {
    InetSocketAddress address = new InetSocketAddress(at, who.port());
    if (who.key().equals(self.key())
        || !who.isOfTheNetworkOf(self)
        || !place.reaches(at)
        || !Contact.isPlausible(address)) {
      return;
    }
    lock.lock();
    try {
      if (waiting.size() < MOST_WAITING) {
        waiting.add(new Contact(who.key(), address));
        heard.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for some contacts, and takes those that came first; of each key one. */
  private List<Contact> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty()) {
        heard.await();
      }
      List<Contact> some = new ArrayList<>();
      for (Contact contact : waiting) {
        if (some.size() < MOST_AT_ONCE
            && some.stream().noneMatch(other -> other.key().equals(contact.key()))) {
          some.add(contact);
        }
      }
      some.forEach(waiting::remove);
      return some;
    } finally {
      lock.unlock();
    }
  }

  /** Begins to withdraw the node, and meets nobody any more. Idempotent. */
  public void leave() {
    loops.close();
    withdrawAllBut(List.of());
  }

  /**
   * Withdraws the node, and returns when that is done and no thread is left, even when interrupted.
   * Idempotent.
   */
  @Override
  public void close() {
    leave();
    leaving.awaitEnd();
  }
}
