package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import java.time.Duration;
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

  /** Of the longest wait for a peer, the part after which one that is late may be given up. */
  private static final int LEAST_PATIENCE = 4;

  /** One question. */
  final class Call {
    final Contact peer;
    final long asked;
    final boolean hedge;
    private final long slowAt;
    private final long patience;
    private final long limit;
    private boolean slow;

    private Call(Contact peer, long asked, long softDeadline, boolean brief) {
      this.peer = peer;
      this.asked = asked;
      this.hedge = underWay.size() >= alpha;
      this.slowAt = asked + softDeadline;
      this.patience = Math.max(longestWait / LEAST_PATIENCE, PATIENCE * softDeadline);
      this.limit = brief ? Math.min(longestWait, patience()) : longestWait;
    }

    /** For how long to wait before the peer may be given up: longer where answers take long. */
    private long patience() {
      return Math.max(patience, 2 * longest);
    }

    private long givenUpAt() {
      return asked + patience();
    }

    boolean isSlow() {
      return slow;
    }

    /** How long to wait for the answer. */
    Duration limit() {
      return Duration.ofNanos(limit);
    }

    /** Whether that is less than the longest wait. */
    boolean isBrief() {
      return limit < longestWait;
    }
  }

  private final int alpha;
  private final long longestWait;
  private final List<Call> underWay = new ArrayList<>();
  private int slow;

  /** The longest round trip so far: where all are slow, none is given up before its time. */
  private long longest;

  /**
   * @param alpha how many prompt peers may be asked at once
   * @param longestWait how long to wait for a peer, at most
   */
  Calls(int alpha, long longestWait) {
    this.alpha = alpha;
    this.longestWait = longestWait;
  }

  /** Whether one more peer may be asked: fewer than α are being asked, not counting slow ones. */
  boolean haveRoom() {
    return underWay.size() - slow < alpha;
  }

  /**
   * Notes that a peer is now being asked.
   *
   * @param brief whether to wait no longer than until the peer would be given up: hedges are few,
   *     and a dozen peers that do not exist would hold the lookup up
   */
  Call begin(Contact peer, long now, long softDeadline, boolean brief) {
    Call call = new Call(peer, now, softDeadline, brief);
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

  /** How many peers are late. */
  int slow() {
    return slow;
  }

  /** When the next peer will be late, or given up; at the latest, the given time. */
  long nextLate(long now, long latest) {
    long next = latest;
    for (Call call : underWay) {
      long late = call.slow ? call.givenUpAt() : call.slowAt;
      next = late > now ? Math.min(next, late) : next;
    }
    return next;
  }

  /**
   * Marks peers that have become late.
   *
   * @param givesUp whether peers that are very late count as unreachable, where anybody has
   *     answered: always in a lookup of nodes; in one of a value, where k others have nothing
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
      } else if (givesUp && call.givenUpAt() <= now && shortlist.hasAnswers()) {
        shortlist.silent(call.peer);
        marked = true;
      }
    }
    return marked;
  }
}
