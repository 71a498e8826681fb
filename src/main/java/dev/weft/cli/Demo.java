package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.SetReport;
import dev.weft.Wire;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Confined to the thread that runs it, but for the work of its lanes, each of which has a slot of
 * its own for what it finds: a network of real nodes in one process, put through its paces.
 */
final class Demo {

  /** The dictionary of the talk. */
  private static final List<Entry> DICTIONARY =
      List.of(
          new Entry("ntoll", "Towcester"),
          new Entry("voidspace", "Bugbrooke"),
          new Entry("pinner", "Coventry"));

  private static final int IN_FLIGHT = 32;
  private static final int ONE_IN = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private final Environment environment;
  private final Fleet fleet;
  private final Wire wire;
  private final boolean secure;
  private final int size;
  private final List<Entry> entries;

  /** The index of each node by its key; complete when all have started. */
  private final Map<Key, Integer> indices = new HashMap<>();

  /** Which nodes keep an entry, as the report of its set tells; none until it is stored. */
  private final AtomicReferenceArray<BitSet> keepers;

  private final List<Chapter> chapters = new ArrayList<>();

  private record Entry(String name, String value) {}

  /** Work on the entry with this index; an empty answer means success. */
  @FunctionalInterface
  private interface Work {
    Optional<String> apply(int index) throws InterruptedException;
  }

  Demo(Environment environment, Opener opener, Wire wire, boolean secure, int nodes, int items) {
    this.environment = environment;
    this.fleet = new Fleet(environment, opener, nodes);
    this.wire = wire;
    this.secure = secure;
    this.size = nodes;
    this.entries = new ArrayList<>(DICTIONARY);
    for (int i = 1; i <= items; i++) {
      entries.add(new Entry("item-" + i, "the value of item " + i));
    }
    this.keepers = new AtomicReferenceArray<>(entries.size());
    IntStream.range(0, entries.size()).forEach(index -> keepers.set(index, new BitSet(0)));
  }

  /**
   * Runs the demo, and stops all nodes.
   *
   * @param teller is told of each part when it is over
   */
  List<Chapter> run(Consumer<Chapter> teller) throws InterruptedException {
    try {
      tell(teller, start());
      tell(teller, all("stored", List.of(), this::store));
      tell(teller, readAll("read"));
      tell(teller, trace());
      tell(teller, stopSome());
      tell(teller, readAll("read again"));
      return List.copyOf(chapters);
    } finally {
      fleet.end(Dht::close);
    }
  }

  /** Whether nothing failed in any part. */
  static boolean succeeded(List<Chapter> chapters) {
    return chapters.stream()
        .noneMatch(chapter -> chapter instanceof Chapter.Worked work && !work.failures().isEmpty());
  }

  private void tell(Consumer<Chapter> teller, Chapter chapter) {
    chapters.add(chapter);
    teller.accept(chapter);
  }

  private Chapter start() throws InterruptedException {
    var watch = new Stopwatch(environment);
    fleet.start(this::config);
    IntSummaryStatistics contacts = new IntSummaryStatistics();
    for (int index = 0; index < size; index++) {
      indices.put(fleet.node(index).owner(), index);
      contacts.accept(fleet.node(index).contacts());
    }
    return new Chapter.Started(size, contacts.getMin(), contacts.getMax(), watch.elapsed());
  }

  private DhtConfig.Builder config() {
    DhtConfig.Builder config = DhtConfig.builder().wire(wire).secure(secure);
    return wire == Wire.DROGULUS
        // As in the drogulus's own tests: a network for a minute, in which all that can be seen is
        // the time that keys take.
        ? config.identity(RsaIdentity.generate(RsaIdentity.MIN_BITS))
        : config;
  }

  private Optional<String> store(int index) throws InterruptedException {
    Entry entry = entries.get(index);
    byte[] value = entry.value().getBytes(UTF_8);
    SetReport report = fleet.node(setter(index)).set(entry.name(), value, TIME_TO_LIVE, TIMEOUT);
    BitSet kept = new BitSet(size);
    Stream.concat(report.stored().stream(), report.pending().stream())
        .map(keeper -> indices.get(keeper.key()))
        .filter(Objects::nonNull)
        .forEach(kept::set);
    keepers.set(index, kept);
    return Optional.empty();
  }

  /** Which node stores an entry: all take turns. */
  private int setter(int index) {
    return index % size;
  }

  /**
   * Which node reads an entry: a living one that has to ask for it, as it neither stored nor keeps
   * it. In a small network there may be none; then another than stored it, or whichever is left.
   */
  private int reader(int index) {
    BitSet kept = keepers.get(index);
    List<Integer> living = fleet.living();
    List<Integer> others = living.stream().filter(node -> node != setter(index)).toList();
    List<Integer> askers = others.stream().filter(node -> !kept.get(node)).toList();
    List<Integer> readers =
        Stream.of(askers, others, living).filter(list -> !list.isEmpty()).findFirst().orElseThrow();
    // Not by the index alone: with it, the same few pairs of nodes would meet again and again.
    return readers.get((index + index / size) % readers.size());
  }

  private Chapter readAll(String what) throws InterruptedException {
    List<String> samples =
        IntStream.range(0, DICTIONARY.size())
            .mapToObj(
                i ->
                    entries.get(i).name()
                        + " → "
                        + entries.get(i).value()
                        + ", set by node "
                        + (setter(i) + 1)
                        + ", read by node "
                        + (reader(i) + 1))
            .toList();
    return all(what, samples, this::read);
  }

  private Optional<String> read(int index) throws InterruptedException {
    Entry entry = entries.get(index);
    Optional<OwnedItem> item =
        fleet
            .node(reader(index))
            .get(fleet.node(setter(index)).owner(), entry.name(), Freshness.FIRST, TIMEOUT);
    if (item.isEmpty()) {
      return Optional.of("not found");
    }
    String text = item.get().text();
    return text.equals(entry.value()) ? Optional.empty() : Optional.of("read as " + text);
  }

  /** Does the work for every entry, many at once, and measures it. */
  private Chapter all(String what, List<String> samples, Work work) throws InterruptedException {
    var watch = new Stopwatch(environment);
    var failures = new AtomicReferenceArray<Optional<String>>(entries.size());
    var times = new AtomicReferenceArray<Duration>(entries.size());
    Lanes.each(
        environment,
        IN_FLIGHT,
        entries.size(),
        index -> {
          var one = new Stopwatch(environment);
          failures.set(index, attempt(work, index));
          times.set(index, one.elapsed());
        });
    Duration took = watch.elapsed();
    List<String> named = new ArrayList<>();
    List<Duration> good = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      String name = entries.get(i).name();
      failures.get(i).ifPresentOrElse(why -> named.add(name + ": " + why), add(good, times.get(i)));
    }
    // A median of nothing is shown as nothing.
    if (good.isEmpty()) {
      good.add(Duration.ZERO);
    }
    Duration[] sorted = good.stream().sorted().toArray(Duration[]::new);
    return new Chapter.Worked(
        what,
        entries.size(),
        named.isEmpty() ? samples : List.of(),
        named,
        took,
        quantile(sorted, 0.5),
        quantile(sorted, 0.99));
  }

  private static Runnable add(List<Duration> times, Duration time) {
    return () -> times.add(time);
  }

  private static Optional<String> attempt(Work work, int index) throws InterruptedException {
    try {
      return work.apply(index);
    } catch (DhtException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The smallest of the times that so large a part of them does not exceed. */
  static Duration quantile(Duration[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  private Chapter trace() throws InterruptedException {
    int last = size - 1;
    String name = DICTIONARY.getLast().name();
    int setter = setter(DICTIONARY.size() - 1);
    var target = wire.keyOf(fleet.node(setter).owner(), name);
    return new Chapter.Traced(name, last + 1, fleet.node(last).lookup(target));
  }

  private Chapter stopSome() {
    var watch = new Stopwatch(environment);
    List<Contact> stopped = fleet.abort(Math.max(1, size / ONE_IN));
    return new Chapter.Stopped(stopped, fleet.living().size(), watch.elapsed());
  }
}
