package dev.weft;

import dev.weft.item.Item;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.node.Node;
import dev.weft.node.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads from the network through a node, mends what it reads, and has the outcome judged.
 * Immutable; may be used by any thread.
 *
 * @param k on how many nodes an item is kept
 * @param dependent whether the node depends on others even where it knows none, as a client does
 */
record Finder(Node node, int k, boolean dependent) {

  /**
   * The item with a key; empty, too, if it was deleted.
   *
   * @throws DhtException if nobody answers, in time or at all
   */
  Optional<Item> find(Key key, Freshness freshness, Duration timeout) throws InterruptedException {
    Optional<Item> found =
        switch (freshness) {
          case FIRST -> first(key, timeout);
          case NEWEST -> newest(key, timeout);
        };
    return found.filter(item -> !item.isTombstone());
  }

  private Optional<Item> first(Key key, Duration timeout) throws InterruptedException {
    Optional<Item> held = node.current(key, timeout);
    if (held.isPresent()) {
      return held;
    }
    return switch (search(key, timeout, Lookups.UNWATCHED)) {
      case LookupResult.Found found -> Optional.of(found.item());
      case LookupResult.Closest closest -> Verdicts.requireComplete(closest, Optional.empty());
    };
  }

  /**
   * How the search of other nodes for a value goes, and what it comes to.
   *
   * @throws DhtException if nobody answers
   */
  LookupResult search(Key key, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    LookupResult result = node.find(key, timeout, watcher);
    if (result instanceof LookupResult.Closest closest) {
      Verdicts.requireAnswers(closest, dependent);
    }
    return result;
  }

  /**
   * The newest version of the item with a key, which may be a tombstone.
   *
   * @throws DhtException if nobody answers, in time or at all
   */
  Optional<Item> newest(Key key, Duration timeout) throws InterruptedException {
    return judged(node.newest(key, timeout)).item();
  }

  /**
   * What each of the closest nodes holds that holds any.
   *
   * @throws DhtException if nobody answers, in time or at all
   */
  List<Item> versions(Key key, Duration timeout) throws InterruptedException {
    return judged(node.read(key, timeout)).versions();
  }

  private Reading judged(Reading reading) {
    Verdicts.requireAnswers(reading.lookup(), dependent);
    Verdicts.requireConclusive(reading);
    return reading;
  }

  /**
   * Who of the closest nodes holds which version of a record.
   *
   * @throws DhtException if nobody answers
   */
  HealthReport health(Key key, Duration timeout) throws InterruptedException {
    return Verdicts.of(node.survey(key, timeout), k, dependent);
  }

  /**
   * Brings the newest version of a record to all of the closest nodes.
   *
   * @throws DhtException if nobody answers, or too few nodes keep it
   */
  Optional<SetReport> repair(Key key, Duration timeout) throws InterruptedException {
    return Verdicts.of(node.repair(key, timeout), k, dependent);
  }

  /**
   * Who has announced themselves under a topic, until there are enough.
   *
   * @param told as {@link Gathering} tells
   * @throws DhtException if nobody answers, in time or at all
   */
  List<Provider> providers(Key topic, int limit, Duration timeout, Consumer<Provider> told)
      throws InterruptedException {
    Gathering gathering = new Gathering(topic, limit, told);
    LookupResult.Closest near = node.topics().find(topic, gathering, timeout);
    List<Provider> found = gathering.providers();
    if (found.isEmpty()) {
      Verdicts.requireAnswers(near, dependent);
      Verdicts.requireComplete(near, Optional.empty());
    }
    return found;
  }

  /**
   * The live nodes closest to a key.
   *
   * @throws DhtException if nobody answers
   */
  LookupResult closest(Key target, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    LookupResult.Closest closest = node.closest(target, timeout, watcher);
    Verdicts.requireAnswers(closest, dependent);
    return closest;
  }
}
