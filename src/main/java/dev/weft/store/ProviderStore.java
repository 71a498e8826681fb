package dev.weft.store;

import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Prefix;
import dev.weft.runtime.Draw;
import dev.weft.runtime.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shared by any number of threads, and guarded by its lock: who has announced themselves under
 * topics, in memory.
 *
 * <p>It is not on disk, and not replicated by those who keep it: a record lives as long as its
 * owner renews it, every quarter of an hour, at those who are the k closest by then. One that is
 * lost with its keeper is back before it is missed, for whoever looks asks all of the k closest.
 */
public final class ProviderStore {

  /** Why a record is not kept. */
  public enum Verdict {
    /** It is kept, or was already. */
    KEPT,
    /** A newer version is kept. */
    STALE,
    /** There is no room for it. */
    FULL
  }

  /**
   * A record.
   *
   * @param origin the network that it was announced from; null where that does not count
   * @param change the number of the change that brought this version
   */
  private record Kept(Provider provider, @Nullable Prefix origin, long change) {
    private Announcement record() {
      return provider.announcement();
    }

    private int bytes() {
      return record().encodedLength();
    }
  }

  private final Environment environment;
  private final ProviderLimits limits;
  private final Consumer<Key> told;
  private final ReentrantLock lock = new ReentrantLock();

  /** By topic, the closest first; then by owner, in the order in which pages follow. */
  private final TreeMap<Key, TreeMap<Key, Kept>> topics;

  private final Map<Key, Integer> perOwner = new HashMap<>();
  private long bytes;
  private int size;
  private long changes;

  /**
   * Makes an empty store.
   *
   * @param environment brings the time, and chance
   * @param self this node's key: what is far from it goes first
   * @param limits how much it keeps
   * @param told is told of topics under which there is something new, by the thread that puts it,
   *     which it holds up
   */
  public ProviderStore(
      Environment environment, Key self, ProviderLimits limits, Consumer<Key> told) {
    this.environment = environment;
    this.limits = limits;
    this.told = told;
    this.topics = new TreeMap<>(self.byDistance());
  }

  /**
   * Keeps a record, which was verified, in place of an older one of its owner.
   *
   * @param record the record
   * @param checked whether its address was found to be its owner's
   * @param origin the network that it was announced from; empty where that does not count
   * @return what came of it
   */
  public Verdict put(Announcement record, boolean checked, Optional<Prefix> origin) {
    Verdict verdict;
    boolean isNews;
    lock.lock();
    try {
      long before = changes;
      verdict = keep(record, checked, origin);
      isNews = changes != before;
    } finally {
      lock.unlock();
    }
    if (isNews) {
      told.accept(record.topic());
    }
    return verdict;
  }

  private Verdict keep(Announcement record, boolean checked, Optional<Prefix> origin) {
    drop(record.topic());
    Kept held = of(record.topic()).get(record.owner());
    int order = held == null ? -1 : held.record().compareVersion(record);
    if (order > 0) {
      return Verdict.STALE;
    }
    if (order == 0 && !checked) {
      return Verdict.KEPT; // who repeats a record of somebody else's does it no harm
    }
    long change =
        held != null && held.record().terms().version() == record.terms().version()
            ? held.change()
            : changes + 1;
    Kept next = new Kept(new Provider(record, checked), origin.orElse(null), change);
    if (held != null) {
      remove(held);
    }
    if (makeRoom(next)) {
      add(next);
      changes = Math.max(changes, next.change());
      return Verdict.KEPT;
    }
    if (held != null) {
      add(held);
    }
    return Verdict.FULL;
  }

  private Map<Key, Kept> of(Key topic) {
    return topics.getOrDefault(topic, new TreeMap<>());
  }

  private void add(Kept kept) {
    Announcement record = kept.record();
    topics.computeIfAbsent(record.topic(), _ -> new TreeMap<>()).put(record.owner(), kept);
    perOwner.merge(record.owner(), 1, Integer::sum);
    bytes += kept.bytes();
    size++;
  }

  private void remove(Kept kept) {
    Announcement record = kept.record();
    topics.computeIfPresent(
        record.topic(),
        (_, records) -> {
          records.remove(record.owner());
          return records.isEmpty() ? null : records;
        });
    perOwner.computeIfPresent(record.owner(), (_, count) -> count == 1 ? null : count - 1);
    bytes -= kept.bytes();
    size--;
  }

  private boolean makeRoom(Kept next) {
    Announcement record = next.record();
    Map<Key, Kept> others = of(record.topic());
    if (perOwner.getOrDefault(record.owner(), 0) >= limits.perOwner()) {
      return false;
    }
    Kept leaving = others.size() < limits.perTopic() ? null : mostCommon(others, next.origin());
    if (others.size() >= limits.perTopic() && leaving == null) {
      return false;
    }
    List<Kept> farther = farther(record.topic(), bytes + next.bytes() - limits.bytes());
    if (bytes + next.bytes() - bytes(farther) > limits.bytes()) {
      return false;
    }
    farther.forEach(this::remove);
    if (leaving != null) {
      remove(leaving);
    }
    return true;
  }

  /** One of those from the network that has most, if that has more than another would with one. */
  private static @Nullable Kept mostCommon(Map<Key, Kept> records, @Nullable Prefix origin) {
    Map<Optional<Prefix>, List<Kept>> byOrigin = new HashMap<>();
    for (Kept kept : records.values()) {
      byOrigin.computeIfAbsent(Optional.ofNullable(kept.origin), _ -> new ArrayList<>()).add(kept);
    }
    int own = byOrigin.getOrDefault(Optional.ofNullable(origin), List.of()).size();
    int most = byOrigin.values().stream().mapToInt(List::size).max().orElse(0);
    return records.values().stream()
        .filter(kept -> most > own + 1)
        .filter(kept -> size(byOrigin, kept) == most)
        .findFirst()
        .orElse(null);
  }

  private static int size(Map<Optional<Prefix>, List<Kept>> byOrigin, Kept kept) {
    return byOrigin.getOrDefault(Optional.ofNullable(kept.origin), List.of()).size();
  }

  /** What lies farther than a topic, until enough bytes are found; the farthest first. */
  private List<Kept> farther(Key topic, long wanted) {
    List<Kept> leaving = new ArrayList<>();
    long found = 0;
    for (TreeMap<Key, Kept> records : topics.tailMap(topic, false).descendingMap().values()) {
      for (Kept kept : records.values()) {
        if (found >= wanted) {
          return leaving;
        }
        leaving.add(kept);
        found += kept.bytes();
      }
    }
    return leaving;
  }

  private static long bytes(List<Kept> records) {
    return records.stream().mapToLong(Kept::bytes).sum();
  }

  /**
   * {@return some of the records under a topic, each as likely as any other}
   *
   * @param topic the topic's key
   * @param most how many at most
   */
  public ProviderSample sample(Key topic, int most) {
    lock.lock();
    try {
      List<Provider> all = live(topic).toList();
      return new ProviderSample(all.size(), Draw.of(all, most, environment.random()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@return a page of the records under a topic, in the order of their owners}
   *
   * @param topic the topic's key
   * @param after only of owners greater than this one
   * @param most the longest page; a shorter one is the last
   */
  public ProviderSample page(Key topic, Key after, int most) {
    lock.lock();
    try {
      List<Provider> all = live(topic).toList();
      return new ProviderSample(
          all.size(),
          all.stream().filter(one -> one.owner().compareTo(after) > 0).limit(most).toList());
    } finally {
      lock.unlock();
    }
  }

  /**
   * The last change under a topic that a watcher has, and what came after it.
   *
   * @param last the number of the last change
   * @param providers those who came, changed or withdrew
   */
  public record Changes(long last, List<Provider> providers) {}

  /**
   * {@return what has changed under a topic, the longest ago first; withdrawals, too, but not what
   * has expired or had to go}
   *
   * @param topic the topic's key
   * @param since only changes after this one
   * @param most how many at most
   */
  public Changes changes(Key topic, long since, int most) {
    lock.lock();
    try {
      drop(topic);
      List<Kept> later =
          of(topic).values().stream()
              .filter(kept -> kept.change() > since)
              .sorted(Comparator.comparingLong(Kept::change))
              .limit(most)
              .toList();
      return new Changes(
          later.isEmpty() ? since : later.getLast().change(),
          later.stream().map(Kept::provider).toList());
    } finally {
      lock.unlock();
    }
  }

  private Stream<Provider> live(Key topic) {
    drop(topic);
    return of(topic).values().stream()
        .map(Kept::provider)
        .filter(provider -> !provider.announcement().isWithdrawn());
  }

  /**
   * {@return what is kept of an owner under a topic, be it that they have withdrawn}
   *
   * @param topic the topic's key
   * @param owner the owner's key
   */
  public Optional<Announcement> find(Key topic, Key owner) {
    lock.lock();
    try {
      drop(topic);
      return Optional.ofNullable(of(topic).get(owner)).map(Kept::record);
    } finally {
      lock.unlock();
    }
  }

  private void drop(Key topic) {
    Instant now = environment.now();
    of(topic).values().stream()
        .filter(kept -> kept.record().isExpired(now))
        .toList()
        .forEach(this::remove);
  }

  /** Drops all that has expired. It is invisible without that, except to {@link #size}. */
  public void expire() {
    lock.lock();
    try {
      List.copyOf(topics.keySet()).forEach(this::drop);
    } finally {
      lock.unlock();
    }
  }

  /** {@return how many records are kept} */
  public int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }
}
