package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import java.util.ArrayList;
import java.util.List;

/**
 * The questions of one lookup that are under way, and which of them are late. Confined to whoever
 * holds the lock of the lookup that it belongs to; times are in nanoseconds since the lookup began,
 * and come from outside.
 */
final class Calls {

  /** For how many soft deadlines, at least, a lookup waits for a peer before it gives it up. */
  private static final int PATIENCE = 4;

  /** One question. */
  static final class Call {
    final Contact peer;
    final long asked;
    final boolean hedge;
    private final long slowAt;
    private final long patience;
    private boolean slow;

    private Call(Contact peer, long asked, long softDeadline, long patience, boolean hedge) {
      this.peer = peer;
      this.asked = asked;
      this.hedge = hedge;
      this.slowAt = asked + softDeadline;
      this.patience = Math.max(patience, PATIENCE * softDeadline);
    }

    boolean isSlow() {
      return slow;
    }
  }

  private final int alpha;
  private final long patience;
  private final List<Call> underWay = new ArrayList<>();
  private int slow;

  /** The longest round trip so far: where all are slow, none is given up before its time. */
  private long longest;

  /**
   * @param alpha how many prompt peers may be asked at once
   * @param patience for how long, at least, a lookup waits for a peer before it gives it up
   */
  Calls(int alpha, long patience) {
    this.alpha = alpha;
    this.patience = patience;
  }

  /** Whether one more peer may be asked: fewer than α are being asked, not counting slow ones. */
  boolean haveRoom() {
    return underWay.size() - slow < alpha;
  }

  /** Notes that a peer is now being asked. */
  Call begin(Contact peer, long now, long softDeadline) {
    Call call = new Call(peer, now, softDeadline, patience, underWay.size() >= alpha);
    underWay.add(call);
    return call;
  }

  /** Notes that a question is over, one way or another. */
  void end(Call call) {
    underWay.remove(call);
    slow -= call.slow ? 1 : 0;
  }

  /** Notes how long the answer to a question took. */
  void took(long nanos) {
    longest = Math.max(longest, nanos);
  }

  private long givenUpAt(Call call) {
    return call.asked + Math.max(call.patience, 2 * longest);
  }

  /** How many peers are late. */
  int slow() {
    return slow;
  }

  /** When the next peer will be late, or given up; at the latest, the given time. */
  long nextLate(long now, long latest) {
    long next = latest;
    for (Call call : underWay) {
      long late = call.slow ? givenUpAt(call) : call.slowAt;
      next = late > now ? Math.min(next, late) : next;
    }
    return next;
  }

  /**
   * Marks peers that have become late.
   *
   * @param givesUp whether peers that are very late count as unreachable, where anybody has
   *     answered
   * @return whether there were any
   */
  boolean markLate(long now, Shortlist shortlist, boolean givesUp) {
    boolean marked = false;
    for (Call call : underWay) {
      if (!call.slow && call.slowAt <= now) {
        call.slow = true;
        slow++;
        shortlist.slow(call.peer);
        marked = true;
      } else if (givesUp && givenUpAt(call) <= now && shortlist.hasAnswers()) {
        shortlist.failed(call.peer);
        marked = true;
      }
    }
    return marked;
  }
}
