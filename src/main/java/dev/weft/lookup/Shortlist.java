package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.lookup.Peer.State;
import dev.weft.rpc.RpcException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The peers that one lookup has heard of, closest first, and how far it got with each. Confined to
 * whoever holds the lock of the lookup that it belongs to; knows no clock.
 *
 * <p>The lookup's frontier is the k closest peers that are in consideration: not slow, nor silent,
 * nor gone. Only peers within it are asked. The lookup is complete when k peers of the frontier
 * have answered (Kademlia, §2.3), or all that there are, and no slow one is left to hope for. A
 * patient lookup hopes for slow ones among the k closest in any case.
 *
 * <p>A liar may name nodes that do not exist, all of them closer than anybody. A lookup that is not
 * patient gives up on them when the first few do not answer: peers in doubt ({@link Peer}) are
 * asked when there are too few others, and the frontier is formed without them.
 */
final class Shortlist {

  private final int k;
  private final boolean patient;
  private final boolean hopeful;
  private final Key target;
  private final Key self;
  private final int mostPeers;
  private final PrefixLimits prefixes;
  private final Origins origins;

  /** Asked of each peer that is about to be asked: whether no other path has been quicker. */
  private final Predicate<Contact> claim;

  /** The closest first. */
  private final List<Peer> peers = new ArrayList<>();

  /**
   * @param target what is looked for
   * @param self the node that looks, which is never heard of
   * @param k how many closest peers are wanted; 50 times as many are remembered at most, and beyond
   *     that, the farthest of those that have not been asked are forgotten
   * @param patient whether a slow peer is hoped for that is among the k closest, even when k others
   *     have answered
   */
  Shortlist(Key target, Key self, int k, boolean patient) {
    this(target, self, k, patient, patient, PrefixLimits.DEFAULT, _ -> true);
  }

  private Shortlist(
      Key target,
      Key self,
      int k,
      boolean patient,
      boolean hopeful,
      PrefixLimits prefixes,
      Predicate<Contact> claim) {
    this.k = k;
    this.patient = patient;
    this.hopeful = hopeful;
    this.target = target;
    this.self = self;
    this.mostPeers = 50 * k;
    this.prefixes = prefixes;
    this.origins = new Origins(prefixes);
    this.claim = claim;
  }

  /**
   * For a lookup of a value, which a slow peer may be the only one to have: that is hoped for, even
   * when k others have answered and have nothing. Whom only a liar names is passed over all the
   * same.
   */
  static Shortlist ofValue(Key target, Key self, int k) {
    return new Shortlist(target, self, k, false, true, PrefixLimits.DEFAULT, _ -> true);
  }

  /** The same, still empty, with other limits for each part of the internet. */
  Shortlist within(PrefixLimits prefixes) {
    return new Shortlist(target, self, k, patient, hopeful, prefixes, claim);
  }

  /**
   * One of the same kind, and empty, for one of several paths: it asks only whom it can claim.
   *
   * @param claim whether the peer is this path's from now on; safe for use by all paths at once
   */
  Shortlist claiming(Predicate<Contact> claim) {
    return new Shortlist(target, self, k, patient, hopeful, prefixes, claim);
  }

  /**
   * Takes in what the node itself knows: peers of hop 1.
   *
   * @return how many of the contacts are new
   */
  int heard(Collection<Contact> contacts) {
    return heard(contacts, 1, null);
  }

  /**
   * Takes in what a peer told; those that are new are one hop farther than the teller.
   *
   * @return how many of the contacts are new
   */
  int heard(Contact teller, Collection<Contact> contacts) {
    Peer peer = peer(teller);
    return heard(teller.mayName(contacts), peer.hop + 1, peer);
  }

  private int heard(Collection<Contact> contacts, int hop, @Nullable Peer teller) {
    int fresh = 0;
    for (Contact contact : contacts) {
      Key key = contact.key();
      int at = indexOf(key);
      if (at >= 0) {
        peers.get(at).namedBy(teller);
      } else if (!key.equals(self) && hasRoomAt(-at - 1, contact)) {
        peers.add(-at - 1, new Peer(contact, hop, teller));
        origins.added(contact);
        fresh++;
      }
    }
    return fresh;
  }

  /** Where a peer is; or else, less than 0, as {@link Collections#binarySearch} tells it. */
  private int indexOf(Key key) {
    int from = 0;
    int to = peers.size();
    while (from < to) {
      int middle = (from + to) / 2;
      int order = target.compareDistance(peers.get(middle).contact.key(), key);
      if (order == 0) {
        return middle;
      }
      from = order < 0 ? middle + 1 : from;
      to = order < 0 ? to : middle;
    }
    return -from - 1;
  }

  /** Whether there is room for a new peer; made, where need be, in place of one farther away. */
  private boolean hasRoomAt(int index, Contact contact) {
    if (!origins.hasRoomFor(contact)) {
      return drop(index, peer -> origins.areSame(peer.contact, contact));
    }
    return peers.size() < mostPeers || drop(index, _ -> true);
  }

  /** Drops the farthest from there on that has not been asked, of some; whether there is one. */
  private boolean drop(int index, Predicate<Peer> some) {
    for (int i = peers.size() - 1; i >= index; i--) {
      if (peers.get(i).state() == State.HEARD && some.test(peers.get(i))) {
        origins.removed(peers.remove(i).contact);
        return true;
      }
    }
    return false;
  }

  /** The closest peer of the frontier that has not been asked, which is now waited for; or null. */
  @Nullable Contact next() {
    Peer next = candidate();
    while (next != null && !claim.test(next.contact)) {
      next.is(State.TAKEN);
      next = candidate();
    }
    return next == null ? null : ask(next);
  }

  private @Nullable Peer candidate() {
    int considered = 0;
    Peer doubtful = null;
    for (Peer peer : peers) {
      if (isPassedOver(peer)) {
        doubtful = doubtful == null ? peer : doubtful;
      } else if (peer.state() == State.HEARD) {
        return peer;
      } else if (isInConsideration(peer) && ++considered == k) {
        return null;
      }
    }
    return doubtful;
  }

  private static Contact ask(Peer peer) {
    peer.is(State.WAITING);
    return peer.contact;
  }

  private boolean isPassedOver(Peer peer) {
    return !patient && peer.isDoubtful();
  }

  private static boolean isInConsideration(Peer peer) {
    return switch (peer.state()) {
      case HEARD, WAITING, QUERIED -> true;
      case SLOW, SILENT, GONE, TAKEN -> false;
    };
  }

  /** Whether nothing closer is to be found. */
  boolean isComplete() {
    int answered = 0;
    boolean doubt = false;
    boolean hope = false;
    for (Peer peer : peers) {
      if (isPassedOver(peer)) {
        doubt = true;
      } else if (peer.state() == State.SLOW) {
        hope = true;
      } else if (peer.state() == State.HEARD || peer.state() == State.WAITING) {
        return false;
      } else if (peer.state() == State.QUERIED && ++answered == k) {
        return !(hopeful && hope);
      }
    }
    return !(doubt || hope);
  }

  /** Whether so many have answered as are wanted. */
  boolean isFull() {
    return peers.stream().filter(peer -> peer.state() == State.QUERIED).limit(k).count() == k;
  }

  /**
   * How near the lookup has come.
   *
   * @param reach from which distance on, as a part of the farthest, a peer is no longer likely to
   *     be one of the k closest
   */
  Frontier frontier(double reach) {
    List<Contact> closest = new ArrayList<>(k);
    List<Contact> likely = new ArrayList<>(k);
    int settled = 0;
    for (Peer peer : peers) {
      if (closest.size() == k) {
        break;
      }
      if (!isPassedOver(peer) && isInConsideration(peer)) {
        settled += peer.state() == State.QUERIED && settled == closest.size() ? 1 : 0;
        closest.add(peer.contact);
        if (peer.isVouched() && target.distanceTo(peer.contact.key()) < reach) {
          likely.add(peer.contact);
        }
      }
    }
    return new Frontier(closest, likely, settled);
  }

  Key target() {
    return target;
  }

  boolean isPatient() {
    return patient;
  }

  /** Whether anybody has answered. */
  boolean hasAnswers() {
    return peers.stream().anyMatch(peer -> peer.state() == State.QUERIED);
  }

  /** The peer is late. */
  void slow(Contact contact) {
    peer(contact).is(State.SLOW);
  }

  /** The peer answered, late or not. */
  void answered(Contact contact) {
    peer(contact).is(State.QUERIED);
  }

  /** The peer does not answer. */
  void silent(Contact contact) {
    peer(contact).is(State.SILENT);
  }

  /** The peer is not there, or is not to be believed. */
  void gone(Contact contact) {
    peer(contact).is(State.GONE);
  }

  /** The peer was asked, and there is no answer. */
  void failed(Contact contact, RpcException why) {
    switch (why) {
      case RpcException.Unreachable _ -> gone(contact);
      case RpcException.Misbehaved _ -> gone(contact);
      case RpcException.Timeout _ -> silent(contact);
      case RpcException.Refused _ -> silent(contact);
      case RpcException.Unsent _ -> silent(contact);
    }
  }

  /** Over how many hops the lookup first heard of the peer; see {@link Step}. */
  int hop(Contact contact) {
    return peer(contact).hop;
  }

  /** Whether the lookup has heard of a peer, and remembers it, whatever came of that. */
  boolean knows(Contact contact) {
    return indexOf(contact.key()) >= 0;
  }

  private Peer peer(Contact contact) {
    return peers.get(indexOf(contact.key()));
  }

  /** The k closest peers that answered, but for some, closest first. */
  List<Contact> closest(Set<Contact> except) {
    Predicate<Peer> answered = peer -> peer.state() == State.QUERIED;
    return peers.stream()
        .filter(answered)
        .map(peer -> peer.contact)
        .filter(contact -> !except.contains(contact))
        .limit(k)
        .toList();
  }

  /**
   * Of the k closest peers that answered or may be there, those that did not answer: known to this
   * node or named by two.
   */
  List<Contact> missing() {
    return peers.stream()
        .filter(peer -> peer.state() == State.QUERIED || peer.isMissing())
        .limit(k)
        .filter(Peer::isMissing)
        .map(peer -> peer.contact)
        .toList();
  }
}
