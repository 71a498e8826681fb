package dev.weft.node;

import dev.weft.admission.Rate;
import dev.weft.admission.TokenBucket;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.routing.RoutingActor;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Draw;
import dev.weft.runtime.Environment;
import dev.weft.store.ProviderSample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Guarded by its lock: topics after which this node is asked often though it keeps nothing under
 * them, as it lies on the way to those that do. It then asks these for some records, and hands them
 * out for a minute.
 *
 * <p>So a topic spreads by as many hops as it is popular: whoever has found enough on the way asks
 * nobody closer, and {@link ProviderSearch} sees to it that not all go the same way. The node that
 * is asked fetches the records itself, and verifies them; so nobody can have it hand out what it
 * did not look for. It takes them from those that keep them, never from another copy: so no copy is
 * older than a minute, the shortest life of a record, and who has withdrawn is given no longer.
 *
 * <p>To fetch costs about as much as one call that is not spared the rest of its way; who is asked
 * a dozen times in the life of a copy saves more than that. Where a topic is very popular, most of
 * what its keepers are asked is asked for copies: with a life half as long, it is twice as much.
 */
final class PopularTopics {

  /** How many topics are counted, and perhaps cached; the one not asked for longest goes first. */
  static final int MOST = 256;

  /** More than 5 at once, after a rest; more than one in five seconds in the long run. */
  private static final Rate UNPOPULAR = new Rate(5, Duration.ofSeconds(5));

  private static final long FRESH = TimeUnit.MINUTES.toNanos(1);

  /** What is known of one topic. Guarded by the same lock. */
  private static final class Topic {
    private final TokenBucket asked;
    private @Nullable ProviderSample cached;

    /** When what was fetched last, be it nothing, is to be fetched again. */
    private long due;

    /** The most that anybody has asked for. */
    private int wanted;

    private boolean fetching;

    private Topic(long now) {
      this.asked = new TokenBucket(UNPOPULAR, now);
      this.due = now;
    }
  }

  private final Environment environment;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final Crew errands;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();

  /** Who was asked for last is last. */
  private final SequencedMap<Key, Topic> topics = new LinkedHashMap<>(16, 0.75f, true);

  PopularTopics(
      Environment environment,
      RoutingActor routing,
      Lookups lookups,
      Crew errands,
      Duration timeout) {
    this.environment = environment;
    this.routing = routing;
    this.lookups = lookups;
    this.errands = errands;
    this.timeout = timeout;
  }

  /**
   * Somebody asks: what is cached, which is nothing unless many have asked lately. Never waits.
   *
   * @param most how many records at most
   */
  ProviderSample asked(Key key, int most) {
    lock.lock();
    try {
      long now = environment.nanoTime();
      Topic topic = topics.computeIfAbsent(key, _ -> new Topic(now));
      if (topics.size() > MOST) {
        topics.pollFirstEntry();
      }
      topic.wanted = Math.clamp(most, Math.max(1, topic.wanted), Gathering.MOST_COPIES);
      boolean popular = !topic.asked.take(now);
      boolean due = now - topic.due >= 0;
      if (due) {
        topic.cached = null;
      }
      if (popular && due && !topic.fetching) {
        int enough = topic.wanted;
        topic.fetching = errands.start("errand", () -> fetch(key, topic, enough));
      }
      ProviderSample cached = topic.cached;
      return cached == null ? ProviderSample.NONE : some(cached, most);
    } finally {
      lock.unlock();
    }
  }

  /** Each as likely as any other: who is found by many is not to be found by all. */
  private ProviderSample some(ProviderSample cached, int most) {
    return new ProviderSample(
        cached.total(), Draw.of(cached.providers(), most, environment.random()));
  }

  private void fetch(Key key, Topic topic, int enough) throws InterruptedException {
    long began = environment.nanoTime();
    Gathering gathering = Gathering.ofOriginals(key, enough);
    Optional<LookupResult> found = Optional.empty();
    try {
      found =
          Optional.of(
              lookups.findProviders(gathering, routing.startOf(key), timeout, Lookups.UNWATCHED));
    } finally {
      fetched(topic, gathering, found, began);
    }
  }

  private void fetched(Topic topic, Gathering gathering, Optional<LookupResult> found, long began) {
    lock.lock();
    try {
      topic.fetching = false;
      topic.due = began + FRESH;
      topic.wanted = 1;
      topic.cached =
          found
              .map(result -> new ProviderSample(total(result, gathering), gathering.providers()))
              .filter(sample -> !sample.providers().isEmpty())
              .orElse(null);
    } finally {
      lock.unlock();
    }
  }

  /** As many as any node says that there are. */
  private static int total(LookupResult result, Gathering gathering) {
    List<Step> trace = result.trace();
    return trace.stream()
        .map(Step::outcome)
        .mapToInt(outcome -> outcome instanceof Step.Outcome.Providers some ? some.total() : 0)
        .reduce(gathering.providers().size(), Math::max);
  }
}
