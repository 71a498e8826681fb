package dev.weft.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The order of all that may meet under one key is total, whatever its owner signs. */
class VersionOrderTest {

  private static final Identity OWNER = Identity.fromSecret(new byte[32]);

  private static List<Item> versions() {
    List<Item> items = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      for (int expires = 0; expires < 3; expires++) {
        items.add(NamedItem.tombstone(OWNER, "name", version, Instant.ofEpochMilli(expires)));
        for (byte value = 0; value < 2; value++) {
          items.add(
              NamedItem.sign(
                  OWNER, "name", new byte[] {value}, version, Instant.ofEpochMilli(expires)));
        }
      }
    }
    for (int expires = 0; expires < 3; expires++) {
      items.add(ContentItem.of(new byte[1], Instant.ofEpochMilli(expires)));
    }
    return items;
  }

  @Test
  void ofTwoItemsOneReplacesTheOtherUnlessTheyAreEqual() {
    for (Item a : versions()) {
      for (Item b : versions()) {
        int order = Integer.signum(a.compareVersion(b));
        assertThat(order).isEqualTo(-Integer.signum(b.compareVersion(a)));
        assertThat(order == 0).isEqualTo(a.equals(b));
      }
    }
  }

  @Test
  void whatReplacesOneItemReplacesAllThatItReplaces() {
    List<Item> all = versions();
    for (Item a : all) {
      for (Item b : all) {
        for (Item c : all) {
          if (a.compareVersion(b) > 0 && b.compareVersion(c) > 0) {
            assertThat(a.compareVersion(c)).isPositive();
          }
        }
      }
    }
  }

  /** Anything that an owner may sign under one name; often the same version, or almost the same. */
  private static Item any(Random random) {
    long version = random.nextBoolean() ? random.nextInt(3) : random.nextLong();
    Instant expires =
        Instant.ofEpochMilli(random.nextBoolean() ? random.nextInt(3) : random.nextLong());
    return random.nextInt(3) == 0
        ? NamedItem.tombstone(OWNER, "name", version, expires)
        : NamedItem.sign(OWNER, "name", new byte[random.nextInt(2)], version, expires);
  }

  @Test
  void soItIsWithWhateverIsSignedAtRandom() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      Item a = any(random);
      Item b = any(random);
      Item c = any(random);
      int order = Integer.signum(a.compareVersion(b));
      assertThat(order).isEqualTo(-Integer.signum(b.compareVersion(a)));
      assertThat(order == 0).isEqualTo(a.equals(b));
      if (order >= 0 && b.compareVersion(c) >= 0) {
        assertThat(a.compareVersion(c)).isNotNegative();
      }
      if (a.sameVersion(b)) {
        assertThat(a.isTombstone()).isEqualTo(b.isTombstone());
      }
    }
  }

  @Test
  void theHigherVersionCountsBeforeTheLaterExpiry() {
    NamedItem lower = NamedItem.sign(OWNER, "n", new byte[0], 1, Instant.ofEpochMilli(9));
    NamedItem higher = NamedItem.sign(OWNER, "n", new byte[0], 2, Instant.ofEpochMilli(1));
    assertThat(higher.compareVersion(lower)).isPositive();
  }

  @Test
  void inWhateverOrderItemsArriveTheSameOneIsLeft() {
    List<Item> arriving = versions();
    Random random = new Random(3);
    Item left = last(arriving);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(arriving, random);
      assertThat(last(arriving)).isEqualTo(left);
    }
  }

  private static Item last(List<Item> arriving) {
    return arriving.stream()
        .reduce((held, next) -> next.compareVersion(held) > 0 ? next : held)
        .orElseThrow();
  }
}
