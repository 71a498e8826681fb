package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.RpcException;
import java.time.Duration;

/**
 * One question that a lookup asked, and what came of it: a line of the lookup's trace. Immutable.
 *
 * @param peer who was asked
 * @param hop how the lookup came to know of the peer: 1 where the node itself knew it, and one more
 *     than the hop of the peer that was the first to tell of it
 * @param commonPrefix how close the peer is to the target: the leading bits they share
 * @param asked when, since the lookup began
 * @param took how long until the answer, or until there was none
 * @param hedge whether the question was asked beside α others, because one of them took long
 * @param outcome what came of it
 * @param path on which of the lookup's paths, from 1
 */
public record Step(
    Contact peer,
    int hop,
    int commonPrefix,
    Duration asked,
    Duration took,
    boolean hedge,
    Outcome outcome,
    int path) {

  /**
   * A step of a lookup's first path, or only one.
   *
   * @param peer as the record's own
   * @param hop as the record's own
   * @param commonPrefix as the record's own
   * @param asked as the record's own
   * @param took as the record's own
   * @param hedge as the record's own
   * @param outcome as the record's own
   */
  public Step(
      Contact peer,
      int hop,
      int commonPrefix,
      Duration asked,
      Duration took,
      boolean hedge,
      Outcome outcome) {
    this(peer, hop, commonPrefix, asked, took, hedge, outcome, 1);
  }

  /** {@return what the peer said, in words: 20 nodes, 12 new} Fit to be shown, and one line. */
  public String said() {
    return Explanation.said(this);
  }

  /**
   * {@return the step as one line: when, who was asked, how close it is to the target, the hop, how
   * long, and what it {@linkplain #said said}}
   */
  public String line() {
    return Explanation.line(this);
  }

  /** The same on another path. */
  Step on(int path) {
    return new Step(peer, hop, commonPrefix, asked, took, hedge, outcome, path);
  }

  /** What came of a question. */
  public sealed interface Outcome {

    /**
     * The peer told of nodes.
     *
     * @param told how many
     * @param fresh how many of them the lookup had not heard of
     */
    record Nodes(int told, int fresh) implements Outcome {}

    /**
     * The peer held a valid value.
     *
     * @param item the value
     */
    record Value(Item item) implements Outcome {}

    /**
     * The peer keeps records under the topic that was asked for, and told of nodes, too.
     *
     * @param total how many it keeps, as it says
     * @param given how many of them it gave
     * @param told how many nodes it told of
     * @param fresh how many of these the lookup had not heard of
     */
    record Providers(int total, int given, int told, int fresh) implements Outcome {}

    /**
     * There was no answer, or the peer refused.
     *
     * @param why what went wrong
     */
    record Failed(RpcException why) implements Outcome {}

    /**
     * The peer answered what no honest peer answers.
     *
     * @param what in which way
     */
    record Lied(String what) implements Outcome {}

    /** The lookup ended before the answer came. */
    record Abandoned() implements Outcome {}
  }
}
