package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code demo} stores and reads over a whole network, before and after some of it has stopped. */
@Timeout(60)
class DemoCommandTest {
  @TempDir private Path home;
  private Shell shell;

  private final List<DhtConfig> configs = new CopyOnWriteArrayList<>();
  private final Map<Key, NamedItem> items = new ConcurrentHashMap<>();
  private final Set<Integer> aborted = ConcurrentHashMap.newKeySet();
  private final Set<Integer> closed = ConcurrentHashMap.newKeySet();
  private final Set<String> readByItsSetter = ConcurrentHashMap.newKeySet();
  private final Set<Integer> readers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger started = new AtomicInteger();

  /** The nodes that every set reports to keep the item. */
  private final List<Contact> keepers = new CopyOnWriteArrayList<>();

  /** What nobody finds although it was stored. */
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  /** What cannot be stored. */
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /** What is read as something else. */
  private final Set<String> wrong = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
    shell.opener = this::start;
  }

  private static Identity identity(int number) {
    byte[] secret = new byte[32];
    secret[0] = (byte) number;
    return Identity.fromSecret(secret);
  }

  private static Contact contact(int number) {
    var address = new InetSocketAddress("127.0.0.1", 10_000 + number);
    return new Contact(identity(number).key(), address);
  }

  /** A node that keeps its items where all others do. */
  private Dht start(DhtConfig config) throws InterruptedException {
    configs.add(config);
    int number = started.incrementAndGet();
    Identity self = identity(number);
    Dht node = mock(Dht.class, withSettings().stubOnly());
    when(node.self()).thenReturn(Optional.of(contact(number)));
    when(node.owner()).thenReturn(self.key());
    when(node.contacts()).thenReturn(number);
    when(node.set(anyString(), any(byte[].class), any(), any()))
        .thenAnswer(call -> set(self, call.getArgument(0), call.getArgument(1)));
    when(node.get(any(), anyString(), any(), any()))
        .thenAnswer(
            call ->
                get(number, self, call.getArgument(0), call.getArgument(1), call.getArgument(2)));
    when(node.lookup(any())).thenAnswer(call -> lookup(call.getArgument(0)));
    doAnswer(call -> aborted.add(number)).when(node).abort();
    doAnswer(call -> closed.add(number)).when(node).close();
    return node;
  }

  private Object set(Identity owner, String name, byte[] value) {
    if (refused.contains(name)) {
      throw new DhtException.NobodyAnswered("nobody\nanswered");
    }
    byte[] kept = wrong.contains(name) ? "nonsense".getBytes(UTF_8) : value;
    NamedItem item = NamedItem.sign(owner, name, kept, 1, Shell.NOW);
    items.put(item.key(), item);
    return new SetReport(
        item,
        true,
        keepers,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        1,
        Duration.ofMillis(1));
  }

  private Optional<OwnedItem> get(
      int number, Identity self, Key owner, String name, Freshness freshness) {
    assertThat(aborted).doesNotContain(number);
    assertThat(freshness).isEqualTo(Freshness.FIRST);
    if (self.key().equals(owner)) {
      readByItsSetter.add(name);
    }
    readers.add(number);
    return lost.contains(name)
        ? Optional.empty()
        : Optional.ofNullable(items.get(NamedItem.keyOf(owner, name)));
  }

  private static LookupResult lookup(Key target) {
    Contact peer = Shell.contact("a", 4711);
    var step =
        new Step(
            peer, 2, 7, Duration.ZERO, Duration.ofMillis(3), false, new Step.Outcome.Nodes(20, 12));
    return new LookupResult.Closest(
        target, List.of(peer), List.of(), true, Duration.ofMillis(40), List.of(step));
  }

  @Test
  void tellsWhatItDidWithCountsAndTimes() {
    assertThat(shell.run("demo")).isZero();
    String out = shell.out();
    assertThat(out)
        .containsPattern("started {8,}25 nodes  .* 1 to 25 contacts each")
        .containsPattern("stored +1,003 of 1,003 .* per second   p50 .*   p99 ")
        .containsPattern("\nread +1,003 of 1,003 ")
        .contains("  ntoll → Towcester, set by node 1, read by node 2")
        .contains("  voidspace → Bugbrooke")
        .contains("  pinner → Coventry")
        .containsPattern("looked up +pinner .* from node 25")
        .contains("20 nodes, 12 new", "the 1 closest node")
        .containsPattern("stopped +5 nodes .* without good-bye, the first among them; 20 left")
        .containsPattern("read again +1,003 of 1,003 ")
        .containsPattern("every item was found; .* in all");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void opensRealNodesOnLoopbackThatJoinThroughTheFirst() {
    shell.run("demo", "--nodes=3", "--items=0");
    assertThat(configs).hasSize(3).allMatch(config -> config.port() == 0);
    assertThat(configs).allMatch(config -> config.bind().equals(Optional.of("127.0.0.1")));
    assertThat(configs).noneMatch(DhtConfig::client).allMatch(DhtConfig::secure);
    assertThat(configs.get(0).seeds()).isEmpty();
    assertThat(configs.get(1).seeds()).hasSize(1).allMatch(seed -> seed.port() == 10_001);
    assertThat(configs.get(2).seeds()).isEqualTo(configs.get(1).seeds());
  }

  @Test
  void theNodesSpeakInTheClearWhereThatIsAskedFor() {
    shell.run("demo", "--nodes=3", "--items=0", "--insecure");
    assertThat(configs).hasSize(3).noneMatch(DhtConfig::secure);
  }

  @Test
  void theDrogulusWireHasShortKeysAndFewerItems() {
    assertThat(shell.run("demo", "--nodes=3", "--wire=drogulus")).isZero();
    assertThat(configs).hasSize(3).allMatch(config -> config.wire() == Wire.DROGULUS);
    assertThat(configs)
        .extracting(config -> config.identity().orElseThrow().publicKeyText().length())
        .allMatch(length -> length < 260);
    assertThat(configs)
        .extracting(config -> config.identity().orElseThrow().key())
        .doesNotHaveDuplicates();
    assertThat(shell.out()).containsPattern("stored +103 of 103 ");
  }

  @Test
  void readsEveryItemFromAnotherNodeThanStoredIt() {
    assertThat(shell.run("demo", "--nodes=11", "--items=200")).isZero();
    assertThat(items).hasSize(203);
    assertThat(readByItsSetter).isEmpty();
    assertThat(aborted).hasSize(2).contains(1);
    assertThat(closed).hasSize(11);
  }

  @Test
  void readsFromNodesThatHaveToAskForTheItem() {
    for (int number = 1; number <= 7; number++) {
      keepers.add(contact(number));
    }
    assertThat(shell.run("demo", "--nodes=10", "--items=50")).isZero();
    assertThat(readers).containsExactlyInAnyOrder(8, 9, 10);
  }

  @Test
  void twoNodesAreEnough() {
    assertThat(shell.run("demo", "--nodes=2", "--items=0")).isZero();
    assertThat(aborted).containsExactly(1);
    assertThat(closed).containsExactlyInAnyOrder(1, 2);
    assertThat(shell.out()).contains("stopped               1 node");
  }

  @Test
  void itemsThatAreNotFoundAreNamedAndTheExitCodeIsOne() {
    lost.add("item-7");
    wrong.add("item-8");
    refused.add("item-9");
    assertThat(shell.run("demo", "--nodes=5", "--items=20")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out())
        .containsPattern("stored +22 of 23 ")
        .containsPattern("\nread +20 of 23 ")
        .contains(
            "  failed: item-7: not found",
            "  failed: item-8: read as nonsense",
            "  failed: item-9: nobody answered")
        .contains("not every item was stored and found; ")
        .doesNotContain("ntoll → Towcester");
    assertThat(closed).hasSize(5);
  }

  @Test
  void manyFailuresAreCounted() {
    for (int i = 1; i <= 30; i++) {
      lost.add("item-" + i);
    }
    lost.addAll(List.of("ntoll", "voidspace", "pinner"));
    assertThat(shell.run("demo", "--nodes=5", "--items=30")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out()).containsPattern("\nread +0 of 33 ").contains("  and 13 more");
  }

  @Test
  void programsGetOneDocument() {
    assertThat(shell.run("demo", "--nodes=5", "--items=10", "--json")).isZero();
    var json = JSON.std.mapFrom(shell.out());
    assertThat(json).containsEntry("succeeded", true).containsKey("took");
    assertThat((List<?>) json.get("chapters"))
        .extracting(chapter -> ((Map<?, ?>) chapter).get("what"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly("started", "stored", "read", "looked up", "stopped", "read again");
  }

  @Test
  void aNodeThatCannotBeOpenedEndsTheDemoAndTheOthers() {
    shell.opener =
        config -> {
          if (started.get() == 2) {
            throw new DhtException.CannotOpen("too many open files");
          }
          return start(config);
        };
    assertThat(shell.run("demo", "--nodes=2", "--items=0")).isZero();
    closed.clear();
    started.set(1);
    assertThat(shell.run("demo", "--nodes=2", "--items=0")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines()).containsExactly("weft: too many open files");
    assertThat(closed).containsExactly(2);
  }

  @Test
  void aMedianIsTheMiddleAndTheNinetyNinthPercentileNearTheEnd() {
    Duration[] times = new Duration[100];
    for (int i = 0; i < 100; i++) {
      times[i] = Duration.ofMillis(i + 1L);
    }
    assertThat(Demo.quantile(times, 0.5)).isEqualTo(Duration.ofMillis(50));
    assertThat(Demo.quantile(times, 0.99)).isEqualTo(Duration.ofMillis(99));
    Duration[] one = {Duration.ofMillis(7)};
    assertThat(Demo.quantile(one, 0.5)).isEqualTo(Duration.ofMillis(7));
    assertThat(Demo.quantile(one, 0.99)).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void sizesHaveLimits() {
    for (String option : List.of("--nodes=1", "--nodes=501", "--items=-1", "--items=1000001")) {
      assertThat(shell.run("demo", option)).isEqualTo(ExitCode.USAGE);
    }
    assertThat(shell.err()).contains("weft: --nodes is from 2 to 500 (see: weft demo --help)");
    assertThat(configs).isEmpty();
  }
}
