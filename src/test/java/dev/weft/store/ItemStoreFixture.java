package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.sim.SimEnvironment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store under test, a clock, and items for it. */
abstract class ItemStoreFixture {

  static final Identity OWNER = Identity.fromSecret(new byte[32]);
  static final Key SELF = Key.of("self");
  static final Duration REPLICA = Duration.ZERO;
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MILLI = Duration.ofMillis(1);

  final SimEnvironment environment = new SimEnvironment(1);

  /** The store under test, with the default limits; closed after each test. */
  ItemStore store;

  abstract ItemStore open(StoreOptions options);

  @BeforeEach
  void openStore() {
    store = open(StoreOptions.DEFAULTS);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** A version of the one named item that most of these tests are about. */
  NamedItem item(long version, Duration timeToLive) {
    return NamedItem.sign(OWNER, "name", new byte[] {(byte) version}, version, in(timeToLive));
  }

  /** A version of it by which it is deleted. */
  NamedItem tombstone(long version, Duration timeToLive) {
    return NamedItem.tombstone(OWNER, "name", version, in(timeToLive));
  }

  ContentItem content(int number) {
    return ContentItem.of(ByteBuffer.allocate(4).putInt(number).array(), in(HOUR));
  }

  Instant in(Duration duration) {
    return SimEnvironment.START.plus(duration);
  }

  /** Lets time pass. */
  void pass(Duration time) throws InterruptedException {
    environment.run(() -> environment.sleep(time));
  }

  void assertHeld(Item item) {
    assertThat(store.get(item.key())).contains(item);
  }

  /** Puts an item as a replica with the default limits, which it cannot break. */
  void keep(Item... items) throws InterruptedException {
    for (Item item : items) {
      assertThat(store.put(item)).isEqualTo(new PutOutcome.Stored());
    }
  }
}
