package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreException;
import dev.weft.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimDiskTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final SimEnvironment world = new SimEnvironment(1);
  private final SimDisk disk =
      new SimDisk(new MemoryItemStore(world, Key.of("self"), StoreOptions.DEFAULTS));
  private final Item item = ContentItem.of(new byte[] {1}, SimEnvironment.START.plus(DAY));

  private List<Item> dueAnywhere(ItemStore store) {
    return store.dueForReplication(
        Duration.ofHours(1), item.key().least(0), item.key().greatest(0), 10);
  }

  @Test
  void whatIsPutIsThereAgainWhenTheStoreIsOpenedAnew() throws InterruptedException {
    ItemStore first = disk.open();
    first.put(item);
    first.close();
    assertThat(disk.content().get(item.key())).contains(item);
    assertThat(disk.open().get(item.key())).contains(item);
  }

  @Test
  void whatIsHeldIsOldWhenTheStoreIsOpenedAnewUntilItIsClosed() throws InterruptedException {
    ItemStore first = disk.open();
    assertThat(first.mayWait()).isFalse();
    first.put(item);
    assertThat(first.isOld(item.key())).isFalse();
    first.close();
    world.run(() -> world.sleep(Duration.ofSeconds(1)));
    ItemStore second = disk.open();
    assertThat(second.isOld(item.key())).isTrue();
    assertThat(second.mayWait()).isTrue();
    second.close();
    assertThat(second.isOld(item.key())).isFalse();
  }

  @Test
  void anOpenStoreIsTheStoreBehindIt() throws InterruptedException {
    ItemStore store = disk.open();
    store.put(item);
    assertThat(store.size()).isOne();
    assertThat(store.sinceReplicated(item.key())).contains(Duration.ZERO);
    assertThat(store.bytes()).isEqualTo(disk.content().bytes()).isPositive();
    assertThat(store.scan(null, 10)).containsExactly(item);
    world.run(() -> world.sleep(Duration.ofHours(2)));
    assertThat(store.dueForReplication(Duration.ofHours(1), 10)).containsExactly(item);
    assertThat(dueAnywhere(store)).containsExactly(item);
    store.replicated(item);
    assertThat(store.dueForReplication(Duration.ofHours(1), 10)).isEmpty();
    world.run(() -> world.sleep(DAY));
    assertThat(store.expire()).isOne();
    assertThat(disk.content().size()).isZero();
  }

  @Test
  void aStoreThatIsClosedHoldsNothingAndTakesNothing() throws InterruptedException {
    ItemStore store = disk.open();
    store.put(item);
    store.close();
    assertThatThrownBy(() -> store.put(item))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThat(store.get(item.key())).isEmpty();
    assertThat(store.sinceReplicated(item.key())).isEmpty();
    assertThat(store.scan(null, 10)).isEmpty();
    assertThat(store.size()).isZero();
    assertThat(store.bytes()).isZero();
    world.run(() -> world.sleep(DAY));
    assertThat(store.dueForReplication(Duration.ofHours(1), 10)).isEmpty();
    assertThat(dueAnywhere(store)).isEmpty();
    store.replicated(item);
    assertThat(store.expire()).isZero();
    assertThat(disk.content().size()).isOne();
  }
}
