package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plays at random with a store, and compares it with the plain rules after each step. */
abstract class ItemStoreModel {

  static final Key SELF = Key.of("self");
  private static final int STEPS = 400;

  private static List<Item> items() {
    List<Item> items = new ArrayList<>();
    Random random = new Random(0);
    for (int owner = 0; owner < 3; owner++) {
      byte[] secret = new byte[32];
      secret[0] = (byte) owner;
      Identity identity = Identity.fromSecret(secret);
      for (int name = 0; name < 5; name++) {
        for (int version = 0; version < 3; version++) {
          byte[] value = new byte[random.nextInt(200)];
          for (int renewal = 0; renewal < 2; renewal++) {
            items.add(NamedItem.sign(identity, "name " + name, value, version, expiry(random)));
          }
          items.add(NamedItem.tombstone(identity, "name " + name, version, expiry(random)));
        }
      }
    }
    for (int content = 0; content < 15; content++) {
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(value);
      items.add(ContentItem.of(value, expiry(random)));
      items.add(ContentItem.of(value, expiry(random)));
    }
    return items;
  }

  private static Instant expiry(Random random) {
    return SimEnvironment.START.plusSeconds(random.nextInt(STEPS));
  }

  abstract ItemStore open(SimEnvironment environment, StoreOptions options);

  /** How many games are played. */
  abstract int games();

  @Test
  void whateverHappensTheStoreDoesAsThePlainRulesSay() throws InterruptedException {
    List<Item> items = items();
    for (int seed = 0; seed < games(); seed++) {
      play(seed, items, new SimEnvironment(seed));
    }
  }

  private void play(int seed, List<Item> items, SimEnvironment environment)
      throws InterruptedException {
    Random random = new Random(seed);
    StoreOptions options =
        new StoreOptions(
            1 + random.nextInt(20),
            500L + random.nextInt(3000),
            1 + random.nextInt(5),
            300L + random.nextInt(1000));
    NaiveStore model = new NaiveStore(environment, SELF, options);
    try (ItemStore store = open(environment, options)) {
      for (int step = 0; step < STEPS; step++) {
        String where = "seed " + seed + ", step " + step;
        Item item = items.get(random.nextInt(items.size()));
        Duration some = Duration.ofSeconds(random.nextInt(40));
        switch (random.nextInt(9)) {
          case 0 -> {
            Duration pause = Duration.ofMillis(random.nextInt(6000));
            environment.run(() -> environment.sleep(pause));
          }
          case 1 ->
              assertThat(store.dueForReplication(some, 99)).as(where).isEqualTo(model.due(some));
          case 2 -> {
            store.replicated(item);
            model.replicated(item);
          }
          case 3 ->
              assertThat(store.get(item.key()))
                  .as(where)
                  .isEqualTo(Optional.ofNullable(model.get(item.key())));
          case 4 -> {
            Key after = items.get(random.nextInt(items.size())).key();
            assertThat(store.dueForReplication(some, after, item.key(), 99))
                .as(where)
                .isEqualTo(model.due(some, after, item.key()));
          }
          default -> {
            Duration cacheFor = random.nextBoolean() ? Duration.ZERO : some;
            assertThat(store.put(item, cacheFor)).as(where).isEqualTo(model.put(item, cacheFor));
          }
        }
        assertThat(store.expire()).as(where).isLessThanOrEqualTo(model.expire());
        assertThat(store.scan(null, 99)).as(where).isEqualTo(model.replicas());
        assertThat(store.size()).as(where).isEqualTo(model.size());
        assertThat(store.bytes()).as(where).isEqualTo(model.bytes());
      }
    }
  }
}
