package dev.weft;

import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be there already for a value to be set: the compare of a compare-and-set. Immutable.
 *
 * {@snippet file="dev/weft/snippets/DhtSnippetsIT.java" region="expected"}
 *
 * <h2>What it promises, and what it does not</h2>
 *
 * <p>The k closest nodes are read as with {@link Freshness#NEWEST}, and only where the newest
 * version that they hold is the expected one is the value sent to them, under a higher version.
 * Whoever read a value some time ago is so kept from overwriting what has been set since: what more
 * than half of the nodes held when the call began is not overlooked.
 *
 * <p>Those who set an item through one {@link Dht} take turns, so of those among them that expect
 * the same version one at most succeeds.
 *
 * <p>Between programs it is no lock. A distributed hash table has no consensus, and between the
 * read and the write another may write. Of two that expect the same version at the same time
 *
 * <ul>
 *   <li>either is refused when it meets a node that the other's higher version has reached before;
 *   <li>both may be told that they succeeded. Then the order of versions decides, which is total:
 *       the higher one replaces the other wherever they meet, and those who read with {@link
 *       Freshness#NEWEST} agree on it. The other's value is lost, and its writer does not hear.
 * </ul>
 *
 * <p>Only the owner writes an item, so the two are programs of the same identity; they can read
 * with {@link Freshness#NEWEST} after a while to see whose value it is. Nor is an item that has
 * expired remembered: then nothing is what is there. The same is true of one that was {@linkplain
 * Dht#delete deleted}, and what is set then gets a higher version than its tombstone. A set that
 * fails with {@link DhtException.NotStored} may have left copies, which others then find.
 *
 * @param version the version that is to be the newest there; empty if there is to be none
 */
public record Expected(OptionalLong version) {

  private static final Expected ABSENT = new Expected(OptionalLong.empty());

  /**
   * Nothing is to be there: what was deleted is not.
   *
   * @return what expects that
   */
  public static Expected absent() {
    return ABSENT;
  }

  /**
   * A version is to be there.
   *
   * @param version as {@link OwnedItem#version} tells
   * @return what expects that
   */
  public static Expected version(long version) {
    return new Expected(OptionalLong.of(version));
  }

  /**
   * What a {@code get} returned is to be there: its version, or nothing.
   *
   * @param read what {@code get} returned, with {@link Freshness#NEWEST} if it is to be any use
   * @return what expects that it is there still
   */
  public static Expected of(Optional<? extends OwnedItem> read) {
    return read.map(item -> version(item.version())).orElse(ABSENT);
  }

  /** Whether this is what is there; under a tombstone nothing is. */
  boolean isMetBy(Optional<Item> found) {
    return equals(of(found.filter(item -> !item.isTombstone()).map(OwnedItem.class::cast)));
  }

  /** For people: what is expected. */
  @Override
  public String toString() {
    return version.isPresent() ? "version " + version.getAsLong() : "nothing";
  }
}
