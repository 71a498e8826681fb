package dev.weft;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A node of a distributed hash table, and the way to use it. Being written: signatures only. */
@SuppressWarnings("DoNotCallSuggester")
public final class Dht implements AutoCloseable {

  private Dht() {}

  /** Opens a node and joins the network. */
  public static Dht open(DhtConfig config) throws InterruptedException {
    throw new UnsupportedOperationException(config.toString());
  }

  /** Who this node signs as, and its place in the key space. */
  public Key owner() {
    throw new UnsupportedOperationException();
  }

  /** How others reach this node; empty for a client. */
  public Optional<Contact> self() {
    throw new UnsupportedOperationException();
  }

  /** How many other nodes are in the routing table. */
  public int contacts() {
    throw new UnsupportedOperationException();
  }

  /** How many items this node keeps. */
  public int items() {
    throw new UnsupportedOperationException();
  }

  /** Signs and stores text under a name of this node's owner. */
  public SetReport set(String name, String value) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Signs and stores bytes under a name of this node's owner. */
  public SetReport set(String name, byte[] value) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Signs and stores bytes, with a time to live and a time-out of its own. */
  public SetReport set(String name, byte[] value, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Stores bytes under their own hash, and returns that key. */
  public Key put(byte[] value) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Stores an item that was made elsewhere (a content item, or one signed by another identity). */
  public SetReport store(Item item, Duration timeout) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** The owner's item of that name, the first found. */
  public Optional<NamedItem> get(Key owner, String name) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** The owner's item of that name. */
  public Optional<NamedItem> get(Key owner, String name, Freshness freshness, Duration timeout)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** The content item with that key. */
  public Optional<ContentItem> get(Key key) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Whatever item is stored under a key. */
  public Optional<Item> find(Key key, Freshness freshness, Duration timeout)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** The k nodes closest to a key, with the trace. */
  public LookupResult lookup(Key target) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * The same, telling of each step as it ends; the watcher is called by several threads in turn.
   */
  public LookupResult lookup(Key target, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Leaves the network in good order. Idempotent. */
  @Override
  public void close() {}
}
