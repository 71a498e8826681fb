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
    /** It cannot be reached, or lied: out of consideration for good. */
    UNREACHABLE
  }

  final Contact contact;
  final int hop;
  private @Nullable Peer teller;
  private State state = State.HEARD;

  /** Of those that it named: how many have answered, and how many are slow or unreachable. */
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
    return state == State.SLOW || state == State.UNREACHABLE;
  }

  /** Somebody else has named it too, which is heeded where the first is not to be trusted. */
  void namedBy(@Nullable Peer other) {
    if (isDoubtful()) {
      teller = other;
    }
  }

  /** Whether it has not been asked, and was named by nobody who still has credit. */
  boolean isDoubtful() {
    return state == State.HEARD
        && teller != null
        && teller.silent >= FAIR_TRIAL
        && teller.silent > 2 * teller.live;
  }
}
