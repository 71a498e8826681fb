package dev.weft.node;

import static dev.weft.node.World.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest extends SweepFixture {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static List<Key> keys(List<Item> items) {
    return items.stream().map(Item::key).toList();
  }

  @Test
  void allThatIsDueComesToTheKClosestOfEach() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(200, _ -> true);
    hold(items);
    sweep.round(HOUR);
    assertAtTheClosest(items);
    assertThat(due()).isEmpty();
    assertThat(crowd.lookups).hasSizeLessThan(140);
  }

  @Test
  void whatANodeIsAmongTheClosestToTakesAFewLookups() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(200, this::isMine);
    hold(items);
    sweep.round(HOUR);
    assertAtTheClosest(items);
    assertThat(due()).isEmpty();
    assertThat(crowd.lookups).hasSizeLessThan(10);
  }

  @Test
  void twoItemsOfARegionAreLookedUpEachByItself() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(2, this::isMine);
    hold(items);
    sweep.round(HOUR);
    assertAtTheClosest(items);
    assertThat(crowd.lookups).containsExactlyInAnyOrderElementsOf(keys(items));
  }

  @Test
  void itemsThatTurnOutToLieFarFromEachOtherAreSentAsTheyWereLookedUp()
      throws InterruptedException {
    among(200, 5);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int place = i;
      items.addAll(items(1, key -> key.commonPrefix(self) == 0 && fourBits(key) % 8 == place));
    }
    hold(items);
    sweep.round(HOUR);
    assertAtTheClosest(items);
    assertThat(crowd.lookups).containsExactlyInAnyOrderElementsOf(keys(items));
    assertThat(due()).isEmpty();
  }

  private static int fourBits(Key key) {
    return Byte.toUnsignedInt(key.toBytes()[0]) >> 4;
  }

  @Test
  void whatWillBeDueInHalfAnIntervalGoesAlongAndWhatIsFresherDoesNot() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(4, this::isMine);
    store.put(items.get(0));
    environment.sleep(MINUTE.multipliedBy(25));
    store.put(items.get(1));
    store.put(items.get(2));
    environment.sleep(MINUTE.multipliedBy(15));
    store.put(items.get(3));
    environment.sleep(MINUTE.multipliedBy(20));
    sweep.round(HOUR);
    assertAtTheClosest(items.subList(0, 3));
  }

  @Test
  void afterAReunionWhatWasReplicatedSinceIsLeftAlone() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(5, this::isMine);
    for (Item item : items.subList(0, 4)) {
      store.put(item);
    }
    environment.sleep(MINUTE);
    store.put(items.get(4));
    sweep.round(MINUTE);
    assertAtTheClosest(items.subList(0, 4));
  }

  @Test
  void theRegionOfWhatWaitsLongestComesFirstAndEachInTheOrderOfTheKeys()
      throws InterruptedException {
    among(200, 5);
    Key far = self.randomAt(0, environment.random());
    List<Item> old = items(10, key -> key.commonPrefix(far) > 8);
    List<Item> near = items(10, this::isMine);
    for (Item item : sorted(old).reversed()) {
      store.put(item);
    }
    environment.sleep(MINUTE);
    hold(near);
    sweep.round(HOUR);
    List<Key> order = List.copyOf(crowd.given.keySet());
    assertThat(order.subList(0, 8))
        .containsExactlyInAnyOrderElementsOf(keys(sorted(old).subList(0, 8)));
    assertThat(order.subList(8, 10))
        .containsExactlyInAnyOrderElementsOf(keys(sorted(old).subList(8, 10)));
    assertThat(order).hasSize(20);
  }

  @Test
  void whatAnotherHolderReplicatesMeanwhileIsNotSent() throws InterruptedException {
    among(200, 5);
    List<Item> items = sorted(items(30, this::isMine));
    hold(items);
    crowd.onStore =
        () -> {
          for (Item item : items.subList(8, 30)) {
            store.put(item);
          }
        };
    sweep.round(HOUR);
    assertAtTheClosest(items.subList(0, 8));
  }

  @Test
  void ofWhatOthersAreCloserToOnlyTheClosestIsAskedWhetherItHasIt() throws InterruptedException {
    among(200, 5);
    Key far = self.randomAt(0, environment.random());
    List<Item> items = items(10, key -> key.commonPrefix(far) > 8);
    items.forEach(item -> crowd.held.put(item.key(), item));
    hold(items);
    sweep.round(HOUR);
    assertThat(crowd.asks).isEqualTo(10);
    assertThat(crowd.stores).isZero();
    assertThat(due()).isEmpty();
  }

  @Test
  void whatWasReplacedMeanwhileIsReplicatedAsWhatHasReplacedIt() throws InterruptedException {
    among(4, 20);
    Identity owner = Identity.fromSecret(new byte[32]);
    Instant expires = environment.now().plus(World.DAY);
    NamedItem older = NamedItem.sign(owner, "name", new byte[] {1}, 1, expires);
    NamedItem newer = NamedItem.sign(owner, "name", new byte[] {2}, 2, expires);
    store.put(newer);
    assertThat(placer.replicate(older, World.DAY)).isTrue();
    assertThat(store.get(older.key())).contains(newer);
  }

  @Test
  void whereNobodyCanBeReachedNothingCounts() throws InterruptedException {
    among(200, 5);
    crowd.silent.addAll(crowd.nodes);
    hold(items(2, this::isMine));
    sweep.round(HOUR);
    assertThat(due()).hasSize(2);
    hold(items(20, this::isMine));
    sweep.round(HOUR);
    assertThat(due()).hasSize(20);
  }

  @Test
  void whereEverybodyGoesMeanwhileTheRestDoesNotCount() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(20, this::isMine);
    hold(items);
    crowd.onStore =
        () -> {
          if (crowd.stores > 8 * (k - 1)) {
            crowd.silent.addAll(crowd.nodes);
            crowd.silentToStores.addAll(crowd.nodes);
          }
        };
    sweep.round(HOUR);
    assertThat(due()).hasSize(12);
  }

  @Test
  void whatIsTakenByNobodyOfThoseThatAnswerCountsAllTheSame() throws InterruptedException {
    among(200, 5);
    crowd.silentToStores.addAll(crowd.nodes);
    hold(items(20, this::isMine));
    sweep.round(HOUR);
    assertThat(due()).isEmpty();
  }

  @Test
  void whoDoesNotAnswerIsLeftOutAndTheNextInLineTakesItsPlace() throws InterruptedException {
    among(200, 5);
    Contact mute = crowd.closest(self, 1).getFirst();
    crowd.silentToStores.add(mute);
    List<Item> items = sorted(items(40, this::isMine));
    assertThat(survey.around(survey.near(self)).orElseThrow().nodes()).hasSizeGreaterThan(k);
    hold(items);
    sweep.round(HOUR);
    crowd.nodes.remove(mute);
    assertThat(crowd.given.keySet()).containsAll(keys(items));
    for (Item item : items.subList(8, 40)) {
      int others = isMine(item.key()) ? k - 1 : k;
      assertThat(crowd.given.get(item.key()))
          .containsExactlyInAnyOrderElementsOf(crowd.closest(item.key(), others));
    }
  }

  @Test
  void aRegionOfWhichTooFewAreLeftIsSurveyedAnew() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(24, key -> key.commonPrefix(self) > 8);
    hold(items);
    crowd.closest(self, 8).subList(1, 8).forEach(crowd.silentToStores::add);
    sweep.round(HOUR);
    assertThat(due()).isEmpty();
    assertThat(crowd.lookups).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void aRegionIsSurveyedAnewWhenThatWasLongAgo() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(40, key -> key.commonPrefix(self) > 8);
    hold(items);
    crowd.onStore = () -> environment.sleep(MINUTE);
    Region region = survey.around(survey.near(self)).orElseThrow();
    int once = crowd.lookups.size();
    sweep.round(HOUR);
    assertThat(region.nodes()).hasSizeGreaterThanOrEqualTo(k);
    assertThat(crowd.lookups).hasSize(3 * once);
    assertAtTheClosest(items);
  }

  @Test
  void tenItemsAreSentInASecondAndEightAtOnce() throws InterruptedException {
    among(200, 5);
    hold(items(104, this::isMine));
    crowd.latency = Duration.ofMillis(10);
    long began = environment.nanoTime();
    sweep.round(HOUR);
    assertThat(Duration.ofNanos(environment.nanoTime() - began))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    assertThat(crowd.mostUnderWay).isEqualTo(Sweep.AT_ONCE * (k - 1));
  }

  @Test
  void whoHoldsMoreThanFitsHalfAnIntervalSoSendsFaster() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(24, this::isMine);
    hold(items);
    for (Item other : items(36_000, key -> !isMine(key))) {
      store.put(other);
    }
    long began = environment.nanoTime();
    sweep.round(HOUR);
    assertAtTheClosest(items);
    assertThat(Duration.ofNanos(environment.nanoTime() - began))
        .isBetween(Duration.ofMillis(1_190), Duration.ofMillis(1_200));
  }

  @Test
  void whereSendingTakesLongerThereIsNoPause() throws InterruptedException {
    among(200, 5);
    hold(items(24, this::isMine));
    crowd.onStore = () -> environment.sleep(Duration.ofSeconds(1));
    long began = environment.nanoTime();
    sweep.round(HOUR);
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aRoundEndsEvenWhereItTakesLongerThanItemsMayGoWithout() throws InterruptedException {
    among(200, 5);
    List<Item> items = items(20, this::isMine);
    hold(items);
    crowd.onStore = () -> environment.sleep(Duration.ofSeconds(2));
    sweep.round(Duration.ofSeconds(3));
    assertAtTheClosest(items);
    assertThat(crowd.stores).isEqualTo(20 * (k - 1));
  }
}
