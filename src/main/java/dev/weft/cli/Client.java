package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.SetReport;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A short-lived guest of the network, who signs with the user's identity. Safe for use by any
 * number of threads.
 *
 * <p>Only what it stores bears that identity. Towards other nodes it has a new one each time: the
 * user's own belongs to the node that may run on this machine, or to another command at the same
 * moment, and no network has room for two nodes with one key. It renews nothing, as it is soon
 * gone.
 */
final class Client implements AutoCloseable {

  private final Dht dht;
  private final Identity owner;
  private final Environment environment;
  private final AtomicLong lastVersion = new AtomicLong();

  Client(Dht dht, Identity owner, Environment environment) {
    this.dht = dht;
    this.owner = owner;
    this.environment = environment;
  }

  /** The network. */
  Dht dht() {
    return dht;
  }

  /** Whose items are stored. */
  Key owner() {
    return owner.key();
  }

  /** Stores a value under a name of the user's; otherwise as {@link Dht#store}. */
  SetReport set(String name, byte[] value, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    Instant now = environment.now();
    long version = lastVersion.updateAndGet(last -> Math.max(NamedItem.versionAt(now), last + 1));
    return dht.store(NamedItem.sign(owner, name, value, version, now.plus(timeToLive)), timeout);
  }

  /** Stores a value under its own hash; otherwise as {@link Dht#store}. */
  SetReport put(byte[] value, Duration timeToLive, Duration timeout) throws InterruptedException {
    return dht.store(ContentItem.of(value, environment.now().plus(timeToLive)), timeout);
  }

  @Override
  public void close() {
    dht.close();
  }
}
