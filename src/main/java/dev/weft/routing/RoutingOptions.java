package dev.weft.routing;

import dev.weft.kademlia.PrefixLimits;
import java.time.Duration;

/**
 * The settings of a routing table. Immutable; {@link #defaults()} has the usual values.
 *
 * @param k how many contacts a bucket holds, and how many nodes count as our neighbourhood; default
 *     20 (Kademlia, §2.2)
 * @param replacementCacheSize how many candidates wait beside a full bucket; the one seen longest
 *     ago makes room for another; default k (Kademlia, §4.1, names no number)
 * @param maxFailures how many calls in a row a contact may leave unanswered before it goes; it goes
 *     earlier when its bucket is full and a candidate that was seen since waits; default 5
 *     (Kademlia, §4.1; drogulus)
 * @param blacklistFor how long a node that lied is ignored; default 1 hour (our own choice)
 * @param blacklistSize how many liars are remembered; the oldest is forgotten for another; default
 *     1,000 (our own choice)
 * @param pingAfter how long a contact must not have been seen before it is pinged to make room for
 *     a newcomer; keeps a busy node from pinging all the time; default 5 minutes (our own choice;
 *     BitTorrent's BEP 5 has 15)
 * @param maxPings how many pings of contacts are under way at once, over all buckets, and how many
 *     of candidates beside them; a newcomer beyond that waits in its replacement cache without one;
 *     default 8 (our own choice)
 * @param mailboxCapacity how many commands may wait for the actor before it sheds hints; those that
 *     must not be lost have as much again for themselves; default 1,024 (our own choice)
 * @param prefixes how many contacts may lie in one part of the internet
 */
public record RoutingOptions(
    int k,
    int replacementCacheSize,
    int maxFailures,
    Duration blacklistFor,
    int blacklistSize,
    Duration pingAfter,
    int maxPings,
    int mailboxCapacity,
    PrefixLimits prefixes) {

  private static final RoutingOptions DEFAULTS =
      new RoutingOptions(
          20,
          20,
          5,
          Duration.ofHours(1),
          1_000,
          Duration.ofMinutes(5),
          8,
          1_024,
          PrefixLimits.DEFAULT);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is less than 1 or a time is negative
   */
  public RoutingOptions {
    requirePositive("k", k);
    requirePositive("replacementCacheSize", replacementCacheSize);
    requirePositive("maxFailures", maxFailures);
    requireTime("blacklistFor", blacklistFor);
    requirePositive("blacklistSize", blacklistSize);
    requireTime("pingAfter", pingAfter);
    requirePositive("maxPings", maxPings);
    requirePositive("mailboxCapacity", mailboxCapacity);
  }

  /** {@return the defaults, as each component states} */
  public static RoutingOptions defaults() {
    return DEFAULTS;
  }

  /**
   * {@return the same with another k, which is then the size of the replacement caches too}
   *
   * @param k at least 1
   */
  public RoutingOptions withK(int k) {
    return new RoutingOptions(
        k,
        k,
        maxFailures,
        blacklistFor,
        blacklistSize,
        pingAfter,
        maxPings,
        mailboxCapacity,
        prefixes);
  }

  /**
   * {@return the same with other limits for each part of the internet}
   *
   * @param prefixes the limits
   */
  public RoutingOptions withPrefixes(PrefixLimits prefixes) {
    return new RoutingOptions(
        k,
        replacementCacheSize,
        maxFailures,
        blacklistFor,
        blacklistSize,
        pingAfter,
        maxPings,
        mailboxCapacity,
        prefixes);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1, and not " + value);
    }
  }

  private static void requireTime(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is not negative, as " + value + " is");
    }
  }
}
