package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.kademlia.Key;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Somebody who can be found under a topic, as those tell who keep the record. Immutable.
 *
 * @param announcement what its owner has signed
 * @param checked whether a node that keeps the record has found the owner's node at the address
 *     that is announced: that the host is theirs, of the port it knows nothing. A client's address
 *     is never checked, as nobody can reach it
 */
public record Provider(Announcement announcement, boolean checked) {

  /** {@return whose record it is: SHA-512 of their public key} */
  public Key owner() {
    return announcement.owner();
  }

  /** {@return where the service listens, if that was announced} */
  public Optional<InetSocketAddress> address() {
    return announcement.terms().address();
  }

  /** {@return what else was announced; a copy} */
  public byte[] payload() {
    return announcement.terms().payload().clone();
  }

  /** {@return the payload as text; bytes that are not UTF-8 are replaced} */
  public String text() {
    return new String(announcement.terms().payload(), UTF_8);
  }

  /**
   * {@return how long ago the owner announced this, and not only renewed it; 0 where their clock
   * runs ahead}
   *
   * @param now the time
   */
  public Duration age(Instant now) {
    Instant announced = Instant.EPOCH.plus(announcement.terms().version(), ChronoUnit.MICROS);
    return announced.isAfter(now) ? Duration.ZERO : Duration.between(announced, now);
  }
}
