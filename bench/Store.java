import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import dev.weft.store.ItemFormat;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.SqliteItemStore;
import dev.weft.store.StoreOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast a store takes items of 300 bytes and gives them back, on 64 virtual threads, and how
 * long it takes to open: again and again, until as many items are in it as are asked for. Before
 * each round the store is closed, and opened again. In a durable store, what was put is on the disk
 * when a put returns.
 *
 * <pre>java -Xmx256m -cp target/weft.jar bench/Store.java 1000000 /tmp/items.db
 * java -cp target/weft.jar bench/Store.java 100000 memory</pre>
 */
class Store {

  static final int ROUND = 50_000;
  static final int LANES = 64;
  static final int VALUE_BYTES = 300;

  /** Something that is done with the item with an index. */
  interface Work {
    void with(int index) throws InterruptedException;
  }

  static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    ItemStore memory = args[1].equals("memory") ? memory() : null;
    for (int have = 0; have < count; have += ROUND) {
      long opening = System.nanoTime();
      ItemStore store = memory == null ? durable(Path.of(args[1])) : memory;
      double opened = (System.nanoTime() - opening) / 1e6;
      List<Item> items = items(have);
      double puts = perSecond(i -> store.put(items.get(i)));
      double gets = perSecond(i -> store.get(items.get(i).key()).orElseThrow());
      System.out.printf(
          Locale.ROOT,
          "%,d items: opened in %.0f ms; %,.0f puts/s, %,.0f gets/s; %d MiB of heap%s%n",
          store.size(),
          opened,
          puts,
          gets,
          heap() >> 20,
          memory == null ? ", " + (Files.size(Path.of(args[1])) >> 20) + " MiB of disk" : "");
      if (memory == null) {
        store.close();
      }
    }
  }

  static final Environment ENVIRONMENT = new RealEnvironment();
  static final StoreOptions LIMITS = new StoreOptions(10_000_000, 1L << 40, 10_000_000, 1L << 40);

  static ItemStore memory() {
    return new MemoryItemStore(ENVIRONMENT, Key.of("self"), LIMITS);
  }

  static ItemStore durable(Path file) throws Exception {
    return SqliteItemStore.open(
        ENVIRONMENT, Thread.ofPlatform().factory(), file, Key.of("self"), LIMITS, ItemFormat.WEFT);
  }

  static List<Item> items(int from) {
    Instant expires = ENVIRONMENT.now().plus(Duration.ofDays(1));
    List<Item> items = new ArrayList<>();
    for (int i = from; i < from + ROUND; i++) {
      byte[] value = ByteBuffer.allocate(VALUE_BYTES).putInt(i).array();
      items.add(ContentItem.of(value, expires));
    }
    return items;
  }

  static double perSecond(Work work) throws InterruptedException {
    var next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    long begin = System.nanoTime();
    for (int lane = 0; lane < LANES; lane++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = next.getAndIncrement(); i < ROUND; i = next.getAndIncrement()) {
                    work.with(i);
                  }
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return ROUND * 1e9 / (System.nanoTime() - begin);
  }

  static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
