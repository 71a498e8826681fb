package dev.weft.store;

/**
 * The limits of a {@link ProviderStore}. Immutable.
 *
 * @param perTopic how many records are kept under one topic; default 1,000. Beyond that, who comes
 *     from a network (/24 of IPv4, /64 of IPv6) that has fewer of them than another takes the place
 *     of one of that one, and others are refused
 * @param perOwner how many records of one owner are kept; one more is refused. Default 1,000
 * @param bytes how many bytes the encodings of all may have; default 16 MiB. Beyond that, the
 *     records of the topic that is farthest from this node's key go first; when it would be the new
 *     record's own turn, it is refused
 */
public record ProviderLimits(int perTopic, int perOwner, long bytes) {

  /** 1,000 under a topic, 1,000 of an owner, 16 MiB. */
  public static final ProviderLimits DEFAULTS = new ProviderLimits(1_000, 1_000, 16L << 20);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is less than 1
   */
  public ProviderLimits {
    if (Math.min(Math.min(perTopic, perOwner), bytes) < 1) {
      throw new IllegalArgumentException("the limits for records of topics are at least 1");
    }
  }
}
