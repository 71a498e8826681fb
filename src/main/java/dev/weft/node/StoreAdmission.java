package dev.weft.node;

import dev.weft.admission.Buckets;
import dev.weft.admission.Rate;
import dev.weft.admission.Refusal;
import dev.weft.admission.TokenBucket;
import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Response;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Shared by all threads that answer, without a lock of its own: which of the items that others
 * bring are worth their checks, and pass them.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>What costs little is looked at first: times; whether the peer has sent forgeries; how fast it
 * stores, and how fast items of this owner come; whether this item, or a newer version, is held.
 * Only what passes has its signature checked, which takes as long as to answer ten questions.
 *
 * <p>An item that comes too fast waits for its turn, a second at most, and is refused as busy where
 * that would not do. So an honest node, which hands over a thousand items one after the other, is
 * slowed down and loses none; one that waits for no answer has most of its items refused,
 * unchecked.
 *
 * <p>Honest nodes pass on only what they have checked themselves. So who sends a forged item is not
 * honest. If its key is proved, it is told to the routing actor as a liar; in any case it may send
 * {@value #FORGERIES} forgeries and another one each minute, and beyond that its owned items are
 * refused unchecked. Signatures are checked on half of the processors at once, so that whatever
 * comes, the others answer.
 */
final class StoreAdmission {

  /** How many forged items of one peer are checked at once. */
  static final int FORGERIES = 3;

  /**
   * How fast things may come. Immutable.
   *
   * @param peer how fast one peer may store
   * @param owner how fast items of one owner may come, whoever brings them
   * @param patience how long an item waits for its turn at most
   */
  record Rates(Rate peer, Rate owner, Duration patience) {
    /**
     * 1,000 in a second of a peer, and 4,000 at once; 2,000 of an owner, and 8,000 at once; a
     * second.
     */
    static final Rates DEFAULT =
        new Rates(
            Rate.perSecond(1_000, 4_000), Rate.perSecond(2_000, 8_000), Duration.ofSeconds(1));
  }

  private static final Rate FORGERY = new Rate(FORGERIES, Duration.ofMinutes(1));

  private final Environment environment;
  private final RoutingActor routing;
  private final ItemStore store;
  private final Refuser refuser;
  private final boolean callersAreProved;
  private final long patience;
  private final Buckets<Key> peers;
  private final Buckets<Key> owners;
  private final Buckets<Key> forgers = new Buckets<>(FORGERY);
  private final Semaphore verifying =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  /**
   * @param callersAreProved whether it is known that a caller is who it says
   */
  StoreAdmission(
      Environment environment,
      RoutingActor routing,
      ItemStore store,
      Refuser refuser,
      boolean callersAreProved) {
    this(environment, routing, store, refuser, callersAreProved, Rates.DEFAULT);
  }

  /** One that has other rates. */
  StoreAdmission(
      Environment environment,
      RoutingActor routing,
      ItemStore store,
      Refuser refuser,
      boolean callersAreProved,
      Rates rates) {
    this.environment = environment;
    this.routing = routing;
    this.store = store;
    this.refuser = refuser;
    this.callersAreProved = callersAreProved;
    this.patience = rates.patience.toNanos();
    this.peers = new Buckets<>(rates.peer);
    this.owners = new Buckets<>(rates.owner);
  }

  /** What is to be checked of an item or a record. */
  @FunctionalInterface
  private interface Check {
    Optional<Response> run() throws ItemException, InterruptedException;
  }

  /** What finds a flaw. */
  @FunctionalInterface
  private interface Proof {
    void verify() throws ItemException;
  }

  /** Why an item is not to be kept; empty if nothing is wrong with it. */
  Optional<Response> refusal(Caller from, Item item) throws InterruptedException {
    Optional<Key> owner =
        item instanceof OwnedItem owned ? Optional.of(owned.owner()) : Optional.empty();
    Instant now = environment.now();
    return refusal(from, owner, () -> item.checkLimits(now), () -> check(from, item));
  }

  /**
   * Why a record is not to be kept under its topic; empty if nothing is wrong with it.
   *
   * @param held what is kept of its owner there
   */
  Optional<Response> refusal(Caller from, Announcement record, Optional<Announcement> held)
      throws InterruptedException {
    Instant now = environment.now();
    return refusal(
        from,
        Optional.of(record.owner()),
        () -> record.checkLimits(now),
        () -> {
          if (held.filter(kept -> kept.compareVersion(record) > 0).isPresent()) {
            return refuse(Refusal.STALE, from, "a newer version is kept here");
          }
          if (held.filter(record::equals).isEmpty()) {
            verifyInTurn(record::verify);
          }
          return Optional.empty();
        });
  }

  private Optional<Response> refusal(Caller from, Optional<Key> owner, Proof limits, Check proof)
      throws InterruptedException {
    long time = environment.nanoTime();
    try {
      limits.verify();
      if (owner.isPresent() && !forgers.of(from.key(), time).hasToken(time)) {
        return refuse(Refusal.FORGER, from, "this peer has sent forged items lately");
      }
      TokenBucket ofPeer = peers.of(from.key(), time);
      if (!awaitTurn(ofPeer)) {
        String most = "this node takes " + ofPeer.rate() + " items of one peer";
        return refuse(Refusal.PEER_STORES, from, most);
      }
      if (owner.isPresent()) {
        TokenBucket ofOwner = owners.of(owner.get(), time);
        if (!awaitTurn(ofOwner)) {
          String most = "this node takes " + ofOwner.rate() + " items of one owner";
          return refuse(Refusal.OWNER_STORES, from, most);
        }
      }
      return proof.run();
    } catch (ItemException e) {
      return refuse(from, e);
    }
  }

  private boolean awaitTurn(TokenBucket bucket) throws InterruptedException {
    long wait = bucket.reserve(environment.nanoTime(), patience);
    if (wait > 0) {
      environment.sleep(Duration.ofNanos(wait));
    }
    return wait >= 0;
  }

  private Optional<Response> check(Caller from, Item item)
      throws ItemException, InterruptedException {
    Optional<Item> held = store.get(item.key());
    if (held.isPresent()) {
      if (held.get().equals(item)) {
        return Optional.empty(); // verified when it came, and its copies come every hour
      }
      if (held.get().compareVersion(item) > 0 && !held.get().sameVersion(item)) {
        return refuse(Refusal.STALE, from, "a newer version is held here");
      }
    }
    if (item instanceof OwnedItem) {
      verifyInTurn(item::verify);
    } else {
      item.verify();
    }
    return Optional.empty();
  }

  private void verifyInTurn(Proof proof) throws ItemException, InterruptedException {
    verifying.acquire();
    try {
      proof.verify();
    } finally {
      verifying.release();
    }
  }

  private Optional<Response> refuse(Caller from, ItemException flaw) {
    String why = flaw.getMessage();
    return switch (flaw.flaw()) {
      case EXPIRED -> refuse(Refusal.EXPIRED, from, why);
      case FUTURE -> refuse(Refusal.FUTURE, from, why);
      case FORGED, MALFORMED -> {
        long now = environment.nanoTime();
        forgers.of(from.key(), now).take(now);
        if (callersAreProved) {
          from.contact().ifPresent(peer -> routing.misbehaved(peer, "it sent a forged item"));
        }
        yield refuse(Refusal.FORGED, from, why);
      }
    };
  }

  private Optional<Response> refuse(Refusal refusal, Caller from, String why) {
    return Optional.of(refuser.refuse(refusal, from, why));
  }
}
