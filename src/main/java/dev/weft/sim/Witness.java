package dev.weft.sim;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.SetReport;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets and gets through the nodes of a simulated network, and remembers what it was told: what was
 * acknowledged, and which version each reader has seen. Confined to the scheduler's thread.
 *
 * <h2>What a reader is promised</h2>
 *
 * <p>No value that nobody set, ever. And under {@link Freshness#NEWEST}, where the read succeeds:
 * at least the version that more than half of the k closest nodes hold which the reader can reach,
 * if they do so at the beginning of the read and at its end. It can reach who is up, honest and not
 * frozen, when no message between them is cut off; so while the network is in two parts, each part
 * has k closest nodes of its own. So no reader sees a version go backwards, for one that was read
 * has been given to the k closest nodes; unless so many of them went away since, or are out of
 * reach, that no majority is left which holds it. Such {@linkplain Tally#setbacks setbacks} are
 * counted.
 *
 * <p>What was deleted reads like what is not there. So whoever reads nothing counts as having read
 * the newest tombstone that any node keeps, if there is one: nothing is wrong then, unless a newer
 * value was to be found.
 */
public final class Witness {

  /**
   * What came of all calls so far.
   *
   * @param sets that succeeded, deletions among them
   * @param setsFailed with a {@link DhtException}
   * @param gets that returned an item
   * @param misses gets that returned none, though the item had been acknowledged and not deleted
   * @param getsFailed with a {@link DhtException}
   * @param setbacks reads of the newest version, of one older than the same reader had seen, or
   *     none, which the model allows
   */
  public record Tally(
      int sets, int setsFailed, int gets, int misses, int getsFailed, int setbacks) {}

  /** What is known of one key. */
  private static final class Story {
    private final Set<String> values = new HashSet<>();
    private final Map<SimNode, Item> seen = new HashMap<>();
  }

  /** What a reader is to find, and where it is. */
  private record Floor(Item item, Set<SimNode> holders) {}

  private final SimNetwork network;
  private final LossCheck losses;
  private final int k;
  private final Map<Key, Story> stories = new HashMap<>();
  private int sets;
  private int setsFailed;
  private int gets;
  private int misses;
  private int getsFailed;
  private int setbacks;

  Witness(SimNetwork network, LossCheck losses) {
    this.network = network;
    this.losses = losses;
    this.k = network.settings().k();
  }

  /** {@return what came of all calls so far} */
  public Tally tally() {
    return new Tally(sets, setsFailed, gets, misses, getsFailed, setbacks);
  }

  /**
   * Has a node set a value under a name of its owner, with the defaults of its configuration.
   *
   * @param by who sets it
   * @param name the name
   * @param value the value, as text
   * @return what was acknowledged; empty if nothing was
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<SetReport> set(SimNode by, String name, String value)
      throws InterruptedException {
    return set(by, name, value, network.settings().timeToLive());
  }

  /**
   * Has a node set a value under a name of its owner.
   *
   * @param by who sets it
   * @param name the name
   * @param value the value, as text
   * @param timeToLive how long it lives, from when it is set
   * @return what was acknowledged; empty if nothing was
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<SetReport> set(SimNode by, String name, String value, Duration timeToLive)
      throws InterruptedException {
    story(NamedItem.keyOf(by.identity().key(), name)).values.add(value);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Dht dht = by.dht();
    return store(() -> dht.set(name, bytes, timeToLive, timeout()));
  }

  /**
   * Has a node delete what is under a name of its owner.
   *
   * @param by who deletes it
   * @param name the name
   * @return what was acknowledged; empty if nothing was, or nothing was there
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<SetReport> delete(SimNode by, String name) throws InterruptedException {
    try {
      Optional<SetReport> report = by.dht().delete(name, timeout());
      report.ifPresent(this::acknowledged);
      return report;
    } catch (DhtException e) {
      setsFailed++;
      return Optional.empty();
    }
  }

  /**
   * Has a node put a value under its own hash.
   *
   * @param by who puts it
   * @param value the value, as text
   * @return what was acknowledged; empty if nothing was
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<SetReport> put(SimNode by, String value) throws InterruptedException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Dht dht = by.dht();
    return store(() -> dht.put(bytes, network.settings().timeToLive(), timeout()));
  }

  private Optional<SetReport> store(SimEnvironment.Task<SetReport, InterruptedException> operation)
      throws InterruptedException {
    try {
      SetReport report = operation.call();
      story(report.item().key()).values.add(report.item().text());
      acknowledged(report);
      return Optional.of(report);
    } catch (DhtException e) {
      setsFailed++;
      return Optional.empty();
    }
  }

  private void acknowledged(SetReport report) {
    sets++;
    losses.acknowledged(report.item(), report.needed());
  }

  private Duration timeout() {
    return network.settings().operationTimeout();
  }

  private Story story(Key key) {
    return stories.computeIfAbsent(key, _ -> new Story());
  }

  /**
   * Has a node read what is under a key.
   *
   * @param reader who reads
   * @param key the key
   * @param freshness the first version found, or the newest
   * @return what it read; empty if it found nothing, or failed
   * @throws Violation if it is not what it was promised
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<Item> get(SimNode reader, Key key, Freshness freshness)
      throws InterruptedException {
    Dht dht = reader.dht();
    Optional<Floor> floor = floor(reader, key);
    Optional<Item> got;
    try {
      got = dht.find(key, freshness, timeout());
    } catch (DhtException e) {
      getsFailed++;
      return Optional.empty();
    }
    got.ifPresentOrElse(_ -> gets++, () -> misses += isAcknowledged(key) ? 1 : 0);
    got.ifPresent(item -> requireGenuine(reader, item));
    if (freshness == Freshness.NEWEST) {
      Item read = got.or(() -> tombstone(key)).orElse(null);
      floor.ifPresent(least -> requireNewest(reader, least, read));
      remember(reader, key, read);
    }
    return got;
  }

  private boolean isAcknowledged(Key key) {
    return losses.live().stream().anyMatch(item -> item.key().equals(key) && !item.isTombstone());
  }

  /** The newest tombstone that is kept anywhere. */
  private Optional<Item> tombstone(Key key) {
    return new Census(network.nodes())
        .copies(key).stream()
            .map(Census.Copy::item)
            .filter(Item::isTombstone)
            .max(Item::compareVersion);
  }

  private void requireGenuine(SimNode reader, Item item) {
    if (!story(item.key()).values.contains(item.text())) {
      throw violation(reader + " read " + item + ", which nobody has set: " + item.text());
    }
  }

  /** The newest version that a majority of those holds that the reader must be able to reach. */
  private Optional<Floor> floor(SimNode reader, Key key) {
    List<Census.Copy> newestFirst =
        new Census(reachable(reader, key))
            .copies(key).stream()
                .sorted(Comparator.comparing(Census.Copy::item, Item::compareVersion).reversed())
                .toList();
    if (newestFirst.size() < majority() || isAboutToExpire(newestFirst.get(majority() - 1))) {
      return Optional.empty();
    }
    Item item = newestFirst.get(majority() - 1).item();
    Set<SimNode> holders = new LinkedHashSet<>();
    newestFirst.stream()
        .filter(copy -> Census.isAtLeast(copy.item(), item))
        .forEach(copy -> holders.add(copy.at()));
    return Optional.of(new Floor(item, holders));
  }

  private int majority() {
    return k / 2 + 1;
  }

  private boolean isAboutToExpire(Census.Copy copy) {
    return copy.item().isExpired(network.environment().now().plus(Item.MAX_CLOCK_SKEW));
  }

  /** The k closest of those nodes that must be able to answer the reader, itself among them. */
  private List<SimNode> reachable(SimNode reader, Key key) {
    Faults faults = network.faults();
    List<SimNode> reachable =
        network.up().stream()
            .filter(node -> !node.isLiar() && !node.isFrozen() && !reader.isFrozen())
            .filter(node -> !faults.separate(node.number(), reader.number()))
            .filter(node -> !faults.separate(reader.number(), node.number()))
            .toList();
    return Census.closest(reachable, key, k);
  }

  private void requireNewest(SimNode reader, Floor floor, @Nullable Item got) {
    List<SimNode> left =
        new Census(reachable(reader, floor.item.key()))
            .holders(floor.item).stream().filter(floor.holders::contains).toList();
    if (left.size() >= majority() && (got == null || !Census.isAtLeast(got, floor.item))) {
      throw violation(
          reader + " read " + got + " as the newest version, when " + left + " held " + floor.item);
    }
  }

  private void remember(SimNode reader, Key key, @Nullable Item got) {
    Item before = story(key).seen.get(reader);
    if (before != null && (got == null || !Census.isAtLeast(got, before))) {
      setbacks++;
    } else if (got != null) {
      story(key).seen.put(reader, got);
    }
  }

  private Violation violation(String what) {
    return new Violation("at " + network.environment().elapsed() + ": " + what);
  }
}
