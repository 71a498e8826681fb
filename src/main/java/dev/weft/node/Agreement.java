package dev.weft.node;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Guarded by the lock of {@link Whereabouts}: what nodes in different parts of the internet say
 * that an address is. Each part, a /16 of IPv4 or a /32 of IPv6, which is about what one provider
 * has, has one vote, its last; so whoever has many nodes in few networks has few votes. The votes
 * of the last {@value #MOST} are kept.
 */
final class Agreement {

  static final int MOST = 64;

  /** So many have to agree, and more than two thirds of all who vote. */
  static final int QUORUM = 3;

  /** A vote, and when it was given, by the environment's clock. */
  private record Vote(InetAddress said, long at) {}

  /** By the voter's part of the internet, the last who voted last. */
  private final LinkedHashMap<ByteBuffer, Vote> votes = new LinkedHashMap<>();

  /** Somebody at an address says what the other one is. */
  void vote(InetAddress from, InetAddress said, long now) {
    byte[] bytes = from.getAddress();
    ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length == 4 ? 2 : 4));
    votes.putLast(part, new Vote(said, now));
    if (votes.size() > MOST) {
      votes.pollFirstEntry();
    }
  }

  /** The address that enough agree on. */
  Optional<InetAddress> agreed() {
    return mostNamed()
        .filter(
            address -> {
              long count = count(address);
              return count >= QUORUM && 3 * count > 2L * votes.size();
            });
  }

  /** The address that most name; of several the one that was named first. */
  Optional<InetAddress> mostNamed() {
    Collection<Vote> all = votes.values();
    Map<InetAddress, Long> counts =
        all.stream()
            .map(Vote::said)
            .collect(
                Collectors.groupingBy(
                    Function.identity(), LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Comparator.comparing(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  private long count(InetAddress address) {
    return votes.values().stream().filter(vote -> vote.said().equals(address)).count();
  }

  /** Whether anybody has named an address since some moment. */
  boolean names(InetAddress address, long since) {
    return votes.values().stream()
        .anyMatch(vote -> vote.said().equals(address) && vote.at() - since >= 0);
  }

  /** Whether anybody has voted since some moment. */
  boolean hasAnySince(long since) {
    return votes.values().stream().anyMatch(vote -> vote.at() - since >= 0);
  }

  /** Forgets all. */
  void clear() {
    votes.clear();
  }
}
