package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that has no room left; only where this user may make one. */
class FullDiskIT {

  private static final Key SELF = Key.of("self");

  @TempDir private Path disk;

  private final Environment environment = new RealEnvironment();

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/mount"))
            && succeeds("/bin/mount", "-t", "tmpfs", "-o", "size=2m", "weft", disk.toString()),
        "a small file system can be mounted");
  }

  @AfterEach
  void unmount() throws Exception {
    succeeds("/bin/umount", disk.toString());
  }

  private ItemStore open() {
    return SqliteItemStoreTest.open(
        environment, disk.resolve("items.db"), SELF, StoreOptions.DEFAULTS);
  }

  private Item item(int number) {
    byte[] value = ByteBuffer.allocate(4096).putInt(number).array();
    return ContentItem.of(value, environment.now().plus(Duration.ofHours(1)));
  }

  private static void assertAllHeld(ItemStore store, List<Item> items) {
    for (Item item : items) {
      assertThat(store.get(item.key())).contains(item);
    }
  }

  @Test
  void aFullDiskLosesNothingAndIsWrittenToAgainWhenThereIsRoom() throws Exception {
    Path filler = disk.resolve("filler");
    Files.write(filler, new byte[1 << 20]);
    List<Item> kept = new ArrayList<>();
    try (ItemStore store = open()) {
      Item next = item(0);
      while (store.put(next) instanceof PutOutcome.Stored) {
        kept.add(next);
        next = item(kept.size());
      }
      assertThat(kept).isNotEmpty();
      assertThat(store.put(next)).isInstanceOf(PutOutcome.Full.class);
      assertAllHeld(store, kept);
      Files.delete(filler);
      assertThat(store.put(next)).isEqualTo(new PutOutcome.Stored());
      kept.add(next);
    }
    try (ItemStore store = open()) {
      assertAllHeld(store, kept);
      assertThat(store.size()).isEqualTo(kept.size());
    }
  }
}
