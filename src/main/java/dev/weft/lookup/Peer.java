package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import org.jspecify.annotations.Nullable;

/**
 * A peer that one lookup has heard of, and how far it got with it. Confined to the shortlist that
 * it is in.
 *
 * <p>A peer has credit for what it names. It loses that when most of whom it named, of three or
 * more that were asked, do not answer: then it has made them up, or knows nothing of how things
 * stand.
 */
final class Peer {

  private static final int FAIR_TRIAL = 3;

  /** How far a lookup got with a peer. */
  enum State {
    /** Somebody told of it; it has not been asked. */
    HEARD,
    /** It has been asked. */
    WAITING,
    /** It was asked, and is late: out of consideration until it does answer. */
    SLOW,
    /** It answered. */
    QUERIED,
    /** It did not answer in time, if it is there at all: out of consideration. */
    SILENT,
    /** It is not there, or lied: out of consideration for good. */
    GONE,
    /** Another path of the same lookup asks it: out of consideration on this one. */
    TAKEN
  }

  final Contact contact;
  final int hop;
  private @Nullable Peer teller;
  private State state = State.HEARD;
  private boolean vouched;

  /** Of those that it named: how many have answered, and how many have not. */
  private int live;

  private int silent;

  /**
   * @param hop over how many hops the lookup has heard of it; see {@link Step}
   * @param teller who named it; null for the node that looks
   */
  Peer(Contact contact, int hop, @Nullable Peer teller) {
    this.contact = contact;
    this.hop = hop;
    this.teller = teller;
    this.vouched = teller == null;
  }

  State state() {
    return state;
  }

  /** Takes note of how far the lookup got with it. */
  void is(State next) {
    if (teller != null) {
      teller.live += count(next == State.QUERIED); // once, as nobody is asked again
      teller.silent += count(isMissed(next)) - count(isMissed(state));
    }
    state = next;
  }

  private static int count(boolean one) {
    return one ? 1 : 0;
  }

  private static boolean isMissed(State state) {
    return state == State.SLOW || state == State.SILENT || state == State.GONE;
  }

  /** Somebody else has named it too, which is heeded where the first is not to be trusted. */
  void namedBy(@Nullable Peer other) {
    vouched = true;
    if (isDoubtful()) {
      teller = other;
    }
  }

  /** Whether it has answered, or more than one have named it, or this node knows it itself. */
  boolean isVouched() {
    return vouched || state == State.QUERIED;
  }

  /** Whether it was asked in vain, and may be there: one that is made up is named by one liar. */
  boolean isMissing() {
    return switch (state) {
      case WAITING, SLOW, SILENT -> vouched;
      case HEARD, QUERIED, GONE, TAKEN -> false;
    };
  }

  /** Whether it has not been asked, and was named by nobody who still has credit. */
  boolean isDoubtful() {
    return state == State.HEARD
        && teller != null
        && teller.silent >= FAIR_TRIAL
        && teller.silent > 2 * teller.live;
  }
}
