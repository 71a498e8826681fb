package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.sim.Simulated;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchingTest extends Simulated {

  private static final Response UNCHANGED = new Response.Unchanged();
  private static final Response.Changed CHANGED = new Response.Changed(new Cursor(0, 1), List.of());
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Request.Watch QUESTION =
      new Request.Watch(Key.of("watched"), false, Cursor.NONE, LEASE);
  private static final Optional<Contact> SELF = Optional.empty();
  private static final List<Contact> NEAR =
      IntStream.range(0, 8).mapToObj(i -> World.contact(Key.of("peer " + i), i + 1)).toList();

  /** How somebody answers. */
  private interface Peer {
    Response answer() throws RpcException, InterruptedException;
  }

  private final WatchedItem watched = mock(withSettings().stubOnly());
  private final Map<Optional<Contact>, Peer> peers = new HashMap<>();
  private final List<Optional<Contact>> asked = new ArrayList<>();
  private final List<Duration> refreshed = new ArrayList<>();
  private final List<Boolean> ends = new ArrayList<>();
  private List<Contact> near = NEAR;
  private int asking;
  private int mostAsking;

  @BeforeEach
  void watch() throws Exception {
    when(watched.question(any(), any())).thenReturn(QUESTION);
    when(watched.refresh())
        .then(
            _ -> {
              refreshed.add(environment.elapsed());
              return near;
            });
  }

  private Response patient() throws InterruptedException {
    environment.sleep(LEASE);
    return UNCHANGED;
  }

  private Response ask(Optional<Contact> whom, Request.Watch watch, Duration lease)
      throws RpcException, InterruptedException {
    assertThat(watch).isEqualTo(QUESTION);
    assertThat(lease).isEqualTo(LEASE);
    asked.add(whom);
    mostAsking = Math.max(mostAsking, ++asking);
    try {
      return peers.getOrDefault(whom, this::patient).answer();
    } finally {
      asking--;
    }
  }

  /** Watches for so long, and ends it, which must leave nothing behind. */
  private void watch(boolean client, Duration time) throws InterruptedException {
    Thread thread =
        start(
            () -> {
              new Watching(watched, environment, this::ask, client).run();
              ends.add(true);
            });
    environment.sleep(time);
    thread.interrupt();
    settle();
    assertThat(ends).hasSize(1);
    assertThat(asking).as("calls that are left").isZero();
  }

  private void all(Peer peer) {
    near.forEach(contact -> peers.put(Optional.of(contact), peer));
  }

  private static Response gone() throws RpcException {
    throw new RpcException.Unreachable("gone");
  }

  private List<Duration> pauses() {
    return IntStream.range(1, refreshed.size())
        .mapToObj(i -> refreshed.get(i).minus(refreshed.get(i - 1)))
        .toList();
  }

  private static Duration[] seconds(int... seconds) {
    return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
  }

  @Test
  void fourAreAskedAtOnceThisNodeAndThreeOthers() throws InterruptedException {
    watch(false, Duration.ofSeconds(10));
    assertThat(asked).hasSize(4).doesNotHaveDuplicates().contains(SELF);
  }

  @Test
  void aClientDoesNotAskItself() throws InterruptedException {
    watch(true, Duration.ofSeconds(10));
    assertThat(asked).hasSize(4).doesNotHaveDuplicates().doesNotContain(SELF);
  }

  @Test
  void whoAnswersIsAskedAgainUntilTheWatchEnds() throws InterruptedException {
    watch(false, Duration.ofMinutes(3).plusSeconds(5));
    assertThat(asked).hasSize(7 * 4);
    assertThat(asked.stream().distinct()).hasSize(4);
    assertThat(refreshed).hasSize(1);
  }

  @Test
  void inTheirTurnsAllOfTheClosestAreDrawn() throws InterruptedException {
    watch(true, Duration.ofHours(2));
    assertThat(asked.stream().distinct()).hasSize(NEAR.size());
    assertThat(mostAsking).isEqualTo(4);
  }

  @Test
  void whoFailsIsReplacedByAnotherAtOnce() throws InterruptedException {
    all(
        () -> {
          if (asked.size() <= 4) {
            environment.sleep(Duration.ofSeconds(10));
            return gone();
          }
          return patient();
        });
    watch(false, Duration.ofSeconds(11));
    assertThat(asked).hasSize(7).doesNotHaveDuplicates();
    assertThat(refreshed).hasSize(1);
  }

  @Test
  void whoSaysAtOnceThatThereIsNothingIsGivenUpAfterTwentyAnswers() throws InterruptedException {
    Optional<Contact> useless = Optional.of(NEAR.getFirst());
    peers.put(useless, () -> UNCHANGED);
    near = NEAR.subList(0, 1);
    watch(true, Duration.ofSeconds(1));
    assertThat(asked).hasSize(20).containsOnly(useless);
    near = NEAR.subList(0, 4);
    asked.clear();
    ends.clear();
    watch(false, Duration.ofSeconds(1));
    assertThat(asked.stream().filter(useless::equals).count()).isIn(0L, 20L);
    assertThat(asked).containsAll(List.of(SELF, Optional.of(NEAR.get(1))));
  }

  @Test
  void whoTellsOfNewsThatAreNoneIsGivenUpAfterTwenty() throws InterruptedException {
    near = NEAR.subList(0, 1);
    all(
        () -> {
          environment.sleep(Duration.ofSeconds(3));
          return CHANGED;
        });
    watch(true, Duration.ofMillis(60_500));
    assertThat(asked).hasSize(20);
  }

  @Test
  void whoHasSomethingNewNowAndThenIsOfUse() throws Exception {
    near = NEAR.subList(0, 1);
    all(
        () -> {
          environment.sleep(Duration.ofSeconds(1));
          return CHANGED;
        });
    AtomicInteger taken = new AtomicInteger();
    when(watched.take(any(), any())).then(_ -> taken.incrementAndGet() % 20 == 0);
    watch(true, Duration.ofMillis(100_500));
    assertThat(asked).hasSize(101);
    assertThat(taken.get()).isEqualTo(100);
  }

  @Test
  void whoWaitsASecondBeforeItSaysThatThereIsNothingIsOfUse() throws InterruptedException {
    near = NEAR.subList(0, 1);
    all(
        () -> {
          environment.sleep(Duration.ofSeconds(1));
          return UNCHANGED;
        });
    watch(true, Duration.ofMillis(100_500));
    assertThat(asked).hasSize(101);
  }

  @Test
  void whoIsClosestIsFoundAnewAfterSomeFiveMinutes() throws InterruptedException {
    watch(false, Duration.ofHours(3));
    assertThat(pauses())
        .hasSizeGreaterThan(25)
        .allMatch(pause -> pause.compareTo(Duration.ofSeconds(225)) >= 0)
        .allMatch(pause -> pause.compareTo(Duration.ofSeconds(377)) <= 0);
    assertThat(pauses().stream().mapToLong(Duration::toSeconds).average().orElseThrow())
        .isCloseTo(301, within(30.0));
  }

  @Test
  void whereThereIsNobodyTheSearchGoesOnLessAndLessOften() throws InterruptedException {
    near = List.of();
    watch(true, Duration.ofSeconds(130));
    assertThat(asked).isEmpty();
    assertThat(pauses()).containsExactly(seconds(2, 4, 8, 16, 30, 30, 30));
  }

  @Test
  void aNodeThatIsAloneWatchesItself() throws InterruptedException {
    near = List.of();
    watch(false, Duration.ofMinutes(2));
    assertThat(asked).hasSize(5).containsOnly(SELF);
    assertThat(refreshed).hasSize(1);
  }

  @Test
  void afterARoundThatLastedTheNextBeginsSoon() throws InterruptedException {
    near = NEAR.subList(0, 1);
    all(WatchingTest::gone);
    Optional<Contact> peer = Optional.of(NEAR.getFirst());
    peers.put(
        peer,
        () -> {
          if (refreshed.size() == 3) {
            environment.sleep(Duration.ofSeconds(31));
          }
          return gone();
        });
    watch(true, Duration.ofSeconds(50));
    assertThat(pauses()).containsExactly(seconds(2, 4, 31 + 1, 2, 4));
  }

  @Test
  void whereOneOfFewIsGoneForGoodTheSearchGoesOnAndTheOthersAreWatchedMeanwhile()
      throws InterruptedException {
    near = NEAR.subList(0, 3);
    peers.put(Optional.of(NEAR.getFirst()), WatchingTest::gone);
    List<Integer> watchedAt = new ArrayList<>();
    Thread looking =
        start(
            () -> {
              for (int i = 0; i < 100; i++) {
                environment.sleep(Duration.ofMillis(990));
                watchedAt.add(asking);
              }
            });
    watch(true, Duration.ofSeconds(100));
    looking.join();
    assertThat(watchedAt).hasSize(100).containsOnly(2);
    assertThat(pauses()).containsExactly(seconds(2, 4, 8, 16, 30, 30));
  }

  @Test
  void whileThisNodesStoreFailsTheOthersThatWereClosestAreWatched() throws Exception {
    StoreException failure = new StoreException("the disk is gone");
    peers.put(
        SELF,
        () -> {
          throw failure;
        });
    when(watched.refresh())
        .then(
            _ -> {
              refreshed.add(environment.elapsed());
              if (refreshed.size() > 1) {
                throw failure;
              }
              return near;
            });
    refreshed.clear(); // of what came of telling that to the mock
    watch(false, Duration.ofMinutes(20));
    assertThat(refreshed).as("it is tried again").hasSizeBetween(4, 6);
    assertThat(asked.getLast()).as("at the end others are watched").isNotEqualTo(SELF);
    assertThat(asked.stream().filter(SELF::equals)).hasSameSizeAs(refreshed);
  }
}
