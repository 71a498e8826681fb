package dev.weft;

import dev.weft.item.Item;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupEnd;
import dev.weft.node.Node;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.CallEnd;
import dev.weft.rpc.Reachability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What can be seen of a {@link Dht} without asking anybody: what its node is, holds, knows and has
 * counted. Belongs to no thread: may be used by any number of them. It is a class of its own only
 * to keep each part short enough to be read; users see one.
 */
abstract sealed class NodeView permits Reads {

  final DhtConfig config;
  final Owner owner;
  final Node node;
  final boolean client;

  NodeView(DhtConfig config, Owner owner, Node node, Optional<Contact> self) {
    this.config = config;
    this.owner = owner;
    this.node = node;
    this.client = self.isEmpty();
  }

  /** {@return the settings that this node was opened with} */
  public DhtConfig config() {
    return config;
  }

  /** {@return who owns, and signs, what this node sets; its own key, too, unless it is a client} */
  public Key owner() {
    return owner.key();
  }

  /** {@return how others reach this node, as far as it knows now; empty for a client} */
  public Optional<Contact> self() {
    return client ? Optional.empty() : node.self();
  }

  /**
   * {@return whether others can connect to this node, as far as it knows from those that it has
   * called and that have called it}
   *
   * <p>Until one has dialled it, it is in nobody's routing table.
   */
  public Reachability reachability() {
    return node.reachability();
  }

  /** {@return how many other nodes are in the routing table} */
  public int contacts() {
    return node.routing().size();
  }

  /** {@return who is in the routing table, by bucket, at this moment} Immutable; never waits. */
  public RoutingSnapshot routing() {
    return node.routing();
  }

  /** {@return how many items this node keeps, its own and others'} */
  public int items() {
    return node.insight().store().size();
  }

  /**
   * {@return a page of what this node keeps for the network, in the order of keys; not of what it
   * has cached} As {@link dev.weft.store.ItemStore#scan} pages.
   *
   * @param after only keys greater than this one; empty starts from the first
   * @param limit the longest page; a shorter one is the last
   */
  public List<Item> held(Optional<Key> after, int limit) {
    return node.insight().store().scan(after.orElse(null), limit);
  }

  /**
   * {@return how long ago an item that this node keeps was last replicated; empty of others}
   *
   * @param key the key of the item
   */
  public Optional<Duration> sinceReplicated(Key key) {
    return node.insight().store().sinceReplicated(key);
  }

  /** {@return whether this node can keep what comes, as far as is known: a disk may be full} */
  public boolean isWritable() {
    return node.insight().store().isWritable();
  }

  /**
   * {@return how long a node took to answer the last call of this one that it answered} That is
   * known of up to 2,000 that were called since this was asked for the first time.
   *
   * @param other the key of the node
   */
  public Optional<Duration> roundTrip(Key other) {
    return node.insight().times().of(other);
  }

  /**
   * {@return what this node itself keeps under a key, tombstones, too} Asks nobody, and never
   * waits.
   *
   * @param key the key
   */
  public Optional<Item> held(Key key) {
    return node.held(key);
  }

  /**
   * Has one listener told of renewals that fail, by a thread that it holds up while it runs.
   *
   * @param listener in the place of the one before, if there was one
   */
  public void onRenewalFailure(Consumer<RenewalFailure> listener) {
    node.onRenewalFailure(
        (item, attempts, why) -> listener.accept(new RenewalFailure(item, attempts, why)));
  }

  /** {@return what this node has counted since it was opened} */
  public Statistics statistics() {
    return Statistics.of(node.metering().counts());
  }

  /**
   * Has one more listener told of each call to another node when it is over, this node's own
   * housekeeping included: by the thread that made the call, which it holds up, and any number at
   * once. What it throws fails the call.
   *
   * @param listener is told of each call, and how it ended
   * @return ends that when it is run, at any time and by any thread; otherwise it lasts for as long
   *     as this is open
   */
  public Runnable onCall(Consumer<CallEnd> listener) {
    return node.metering().onCall(listener);
  }

  /**
   * Has one more listener told of each lookup when it is over, by the thread that wanted it;
   * otherwise as {@link #onCall}.
   *
   * @param listener is told of each lookup, and what came of it
   * @return ends that when it is run
   */
  public Runnable onLookup(Consumer<LookupEnd> listener) {
    return node.metering().onLookup(listener);
  }
}
