package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.SetReport;
import dev.weft.Wire;
import dev.weft.cli.Pass.What;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.RealEnvironment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A benchmark stores and reads all items over a network, before and after some of it has gone. */
@Timeout(60)
class BenchTest implements Network, Machine {

  private static final Workload WORKLOAD =
      new Workload(5, 20, List.of(1, 4), 9, 2, 40, 0, 30, Wire.WEFT, false);

  private final List<DhtConfig> configs = new CopyOnWriteArrayList<>();
  private final Map<Key, Item> items = new ConcurrentHashMap<>();
  private final Map<Key, Contact> setters = new ConcurrentHashMap<>();
  private final Set<Contact> aborted = ConcurrentHashMap.newKeySet();
  private final Set<Contact> readers = ConcurrentHashMap.newKeySet();
  private final Set<Freshness> freshness = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicLong messages = new AtomicLong();
  private final List<Pass.Round> told = new ArrayList<>();

  /** By the number at the beginning of their values: what cannot be stored. */
  private final Set<Long> refused = ConcurrentHashMap.newKeySet();

  /** What is read as something else. */
  private final Set<Long> wrong = ConcurrentHashMap.newKeySet();

  /** What nobody finds although it was stored. */
  private final Set<Long> lost = ConcurrentHashMap.newKeySet();

  /** What every node keeps. */
  private final Set<Long> everywhere = ConcurrentHashMap.newKeySet();

  private int heaps;
  private int cpus;

  private static Identity identity(int number) {
    byte[] secret = new byte[32];
    secret[0] = (byte) number;
    return Identity.fromSecret(secret);
  }

  @Override
  public Dht open(DhtConfig config) throws InterruptedException {
    configs.add(config);
    int number = opened.incrementAndGet(); // nodes are opened side by side
    Identity self = identity(number);
    var contact = new Contact(self.key(), new InetSocketAddress("127.0.0.1", 10_000 + number));
    Dht node = mock(Dht.class, withSettings().stubOnly());
    when(node.self()).thenReturn(Optional.of(contact));
    when(node.put(any(byte[].class), any(), any()))
        .thenAnswer(call -> put(contact, ContentItem.of(call.getArgument(0), Shell.NOW)));
    when(node.set(anyString(), any(byte[].class), any(), any()))
        .thenAnswer(
            call ->
                put(
                    contact,
                    NamedItem.sign(self, call.getArgument(0), call.getArgument(1), 1, Shell.NOW)));
    when(node.held(any()))
        .thenAnswer(
            call ->
                Optional.ofNullable(items.get(call.<Key>getArgument(0)))
                    .filter(item -> everywhere.contains(number(item))));
    when(node.find(any(), any(), any()))
        .thenAnswer(call -> find(contact, call.getArgument(0), call.getArgument(1)));
    doAnswer(call -> aborted.add(contact)).when(node).abort();
    return node;
  }

  private static long number(Item item) {
    return Long.parseLong(item.text());
  }

  private SetReport put(Contact setter, Item item) {
    messages.addAndGet(10);
    if (refused.contains(number(item))) {
      throw new DhtException.NobodyAnswered("nobody answered");
    }
    items.put(item.key(), item);
    setters.put(item.key(), setter);
    return Shell.stored(item);
  }

  private Optional<Item> find(Contact reader, Key key, Freshness how) {
    assertThat(aborted).doesNotContain(reader);
    assertThat(setters.get(key)).isNotEqualTo(reader);
    messages.addAndGet(4);
    readers.add(reader);
    freshness.add(how);
    Item item = items.get(key);
    if (wrong.contains(number(item))) {
      return Optional.of(ContentItem.of(new byte[9], Shell.NOW));
    }
    return lost.contains(number(item)) ? Optional.empty() : Optional.of(item);
  }

  @Override
  public long messages() {
    return messages.get();
  }

  @Override
  public int connections() {
    return 2 * configs.size();
  }

  @Override
  public OptionalLong resident() {
    return OptionalLong.of(configs.size() << 20);
  }

  @Override
  public OptionalLong threads() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong files() {
    return OptionalLong.empty();
  }

  @Override
  public Duration cpu() {
    return Duration.ofMillis(40L * cpus++);
  }

  @Override
  public long heap() {
    return 1_000L * heaps++;
  }

  private List<Pass.Round> run(Workload workload) throws InterruptedException {
    return new Bench(new RealEnvironment(), this, () -> this, workload).run(told::add);
  }

  private static Pass pass(Pass.Round round, What what) {
    return round.passes().stream().filter(pass -> pass.what() == what).findFirst().orElseThrow();
  }

  @Test
  void eachKindAndParallelismHasARoundInANetworkOfItsOwn() throws Exception {
    List<Pass.Round> rounds = run(WORKLOAD);
    assertThat(rounds).isEqualTo(told).allMatch(Pass.Round::succeeded);
    assertThat(rounds)
        .extracting(round -> round.kind() + " " + round.inFlight())
        .containsExactly("content 1", "content 4", "named 1", "named 4");
    assertThat(configs).hasSize(4 * 5).allMatch(config -> config.k() == 2 && config.alpha() == 2);
    assertThat(configs).allMatch(config -> config.bind().equals(Optional.of("127.0.0.1")));
    assertThat(configs).allMatch(config -> config.maxConnections() == 30);
    assertThat(configs).filteredOn(config -> config.seeds().isEmpty()).hasSize(4);
    assertThat(aborted).hasSize(4 * 5);
    assertThat(setters.values()).hasSizeGreaterThan(20);
  }

  @Test
  void aRoundStoresAndReadsAllItemsAndReadsAgainWithoutTheNodesThatWereStopped() throws Exception {
    Pass.Round round = run(WORKLOAD).getFirst();
    assertThat(round.passes()).extracting(Pass::what).containsExactly(What.values());
    assertThat(round.passes()).allMatch(pass -> pass.items() == 20 && pass.operations() == 20);
    assertThat(round.passes()).allMatch(pass -> pass.millis().count() == 20);
    assertThat(freshness).containsExactlyInAnyOrder(Freshness.FIRST, Freshness.NEWEST);
    assertThat(readers).hasSizeGreaterThan(3);
  }

  @Test
  void whereNoneIsStoppedNothingIsReadAfterIt() throws Exception {
    Pass.Round round =
        run(new Workload(2, 3, List.of(1), 8, 20, 0, 0, 30, Wire.WEFT, false)).getFirst();
    assertThat(round.passes())
        .extracting(Pass::what)
        .containsExactly(What.PUT, What.GET, What.GET_AGAIN, What.GET_NEWEST);
    assertThat(configs).allMatch(config -> config.k() == 20 && config.alpha() == 3);
  }

  @Test
  void costsAreThoseOfTheWholeProcessOverTheOperations() throws Exception {
    Pass.Round round = run(WORKLOAD).getFirst();
    assertThat(pass(round, What.PUT).messagesEach()).isEqualTo(10);
    assertThat(pass(round, What.GET).messagesEach()).isEqualTo(4);
    assertThat(round.passes()).allMatch(pass -> pass.cpuMillis() == 2);
    assertThat(round.idleBytes()).isEqualTo(200);
    assertThat(round.fullBytes()).isEqualTo(400);
  }

  @Test
  void whatAReaderHasItselfIsCountedAndLeftOut() throws Exception {
    everywhere.addAll(List.of(0L, 1L, 2L, 3L, 4L));
    Pass.Round round = run(WORKLOAD).getFirst();
    assertThat(pass(round, What.PUT).own()).isZero();
    for (What what : List.of(What.GET, What.GET_AGAIN, What.GET_AFTER_KILL)) {
      Pass get = pass(round, what);
      assertThat(get.own()).isEqualTo(5);
      assertThat(get.operations()).isEqualTo(15);
      assertThat(get.millis().count()).isEqualTo(15);
      assertThat(get.messagesEach()).isEqualTo(4);
    }
    assertThat(pass(round, What.GET_NEWEST).own()).isZero();
  }

  @Test
  void whatIsRefusedLostOrWrongIsCounted() throws Exception {
    refused.add(7L);
    lost.add(8L);
    wrong.add(9L);
    Pass.Round round = run(WORKLOAD).getFirst();
    assertThat(round.succeeded()).isFalse();
    assertThat(pass(round, What.PUT).failed()).isEqualTo(1);
    assertThat(pass(round, What.GET).failed()).isEqualTo(3);
    assertThat(pass(round, What.GET_AFTER_KILL).failed()).isEqualTo(3);
    assertThat(pass(round, What.GET_NEWEST).successShare()).isEqualTo(0.85);
  }

  @Test
  void aWarmUpGoesBeforeAndIsNotToldOf() throws Exception {
    assertThat(run(new Workload(3, 4, List.of(2), 8, 20, 0, 6, 30, Wire.WEFT, false)))
        .hasSize(2)
        .isEqualTo(told);
    assertThat(told.getFirst().passes().getFirst().items()).isEqualTo(4);
    assertThat(configs).hasSize(4 * 3);
    assertThat(aborted).hasSize(4 * 3);
  }

  @Test
  void aNodeThatCannotBeOpenedEndsAllAndTheOthers() {
    var opened = new AtomicInteger(); // as two are opened at once
    Network crowded =
        new Network() {
          @Override
          public Dht open(DhtConfig config) throws InterruptedException {
            if (opened.incrementAndGet() == 3) {
              throw new DhtException.CannotOpen("too many open files");
            }
            return BenchTest.this.open(config);
          }

          @Override
          public long messages() {
            return 0;
          }

          @Override
          public int connections() {
            return 0;
          }
        };
    var workload = new Workload(3, 4, List.of(1), 8, 20, 0, 0, 30, Wire.WEFT, false);
    assertThatThrownBy(
            () -> new Bench(new RealEnvironment(), this, () -> crowded, workload).run(told::add))
        .isInstanceOf(DhtException.CannotOpen.class);
    assertThat(aborted).hasSize(2);
    assertThat(told).isEmpty();
  }

  @Test
  void nodesThatDoNothingAreMeasuredAndThenGone() throws Exception {
    Idleness idleness =
        new Idling(new RealEnvironment(), this, this).run(WORKLOAD, Duration.ofMillis(20));
    assertThat(configs).hasSize(5);
    assertThat(aborted).hasSize(5);
    assertThat(items).isEmpty();
    assertThat(idleness.idle()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    assertThat(idleness.joining()).isPositive();
    assertThat(idleness.joiningCpu()).isEqualTo(Duration.ofMillis(40));
    assertThat(idleness.cpu()).isEqualTo(Duration.ofMillis(40));
    assertThat(idleness.messages()).isZero();
    assertThat(idleness.joined())
        .isEqualTo(new Idleness.State(10, OptionalLong.of(5 << 20), OptionalLong.empty()))
        .isEqualTo(idleness.end());
    assertThat(idleness.heap()).isEqualTo(1_000);
    assertThat(idleness.nodesHeap()).isEqualTo(1_000);
  }
}
