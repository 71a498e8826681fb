package dev.weft.node;

import static java.util.Comparator.comparing;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.sim.SimEnvironment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Confined to one simulated world: a network as one node meets it, whose nodes know each other as
 * those of a Kademlia network do, take what they are given, and keep a note of it and nothing else.
 */
final class Crowd implements Transport {

  /** What a test does in between. */
  @FunctionalInterface
  interface Hook {
    void run() throws InterruptedException;
  }

  final Contact self;
  final List<Contact> nodes = new ArrayList<>();

  /** What was looked up. */
  final Set<Key> lookups = new LinkedHashSet<>();

  /** Who was given what, in this order. */
  final Map<Key, Set<Contact>> given = new LinkedHashMap<>();

  /** What everybody says to hold who is asked for it. */
  final Map<Key, Item> held = new HashMap<>();

  final Set<Contact> silentToStores = new LinkedHashSet<>();
  final Set<Contact> silent = new LinkedHashSet<>();
  Duration latency = Duration.ZERO;
  Hook onStore = () -> {};
  int questions;
  int asks;
  int stores;
  int mostUnderWay;
  private int underWay;
  private final int k;
  private final SimEnvironment environment;
  private final Map<Contact, List<Contact>> tables = new HashMap<>();

  Crowd(SimEnvironment environment, int k, Key self) {
    this.environment = environment;
    this.k = k;
    this.self = World.contact(self, 0);
  }

  /** Adds nodes that lie anywhere. */
  Crowd of(int size) {
    Random random = new Random(size);
    while (nodes.size() < size) {
      add(Key.random(random));
    }
    return this;
  }

  void add(Key key) {
    nodes.add(World.contact(key, nodes.size() + 1));
  }

  /** Whom a node knows: of each of its buckets up to k, drawn at random. */
  List<Contact> known(Contact node) {
    return tables.computeIfAbsent(
        node,
        _ -> {
          List<Contact> others = new ArrayList<>(nodes);
          Collections.shuffle(others, new Random(node.key().hashCode()));
          int[] inBucket = new int[Key.BITS + 1];
          others.removeIf(other -> inBucket[node.key().commonPrefix(other.key())]++ >= k);
          others.remove(node);
          return others;
        });
  }

  /** The n others closest to a key. */
  List<Contact> closest(Key key, int n) {
    return closest(nodes, key, n);
  }

  private static List<Contact> closest(List<Contact> some, Key key, int n) {
    return some.stream().sorted(comparing(Contact::key, key.byDistance())).limit(n).toList();
  }

  @Override
  public Response call(Contact to, Request request, Duration timeout)
      throws RpcException, InterruptedException {
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    try {
      if (latency.isPositive()) {
        environment.sleep(latency);
      }
      if (silent.contains(to)) {
        throw new RpcException.Timeout("on purpose");
      }
      return answer(to, request);
    } finally {
      underWay--;
    }
  }

  private Response answer(Contact to, Request request) throws RpcException, InterruptedException {
    switch (request) {
      case Request.FindNode(Key target) -> {
        questions++;
        lookups.add(target);
        return new Response.Nodes(closest(known(to), target, k));
      }
      case Request.FindValue(Key key) -> {
        asks++;
        return held.containsKey(key)
            ? new Response.Values(List.of(held.get(key)))
            : new Response.Nodes(closest(known(to), key, k));
      }
      case Request.Store(Item item, Duration _) -> {
        stores++;
        onStore.run();
        if (silentToStores.contains(to)) {
          throw new RpcException.Timeout("on purpose");
        }
        given.computeIfAbsent(item.key(), _ -> new LinkedHashSet<>()).add(to);
        return new Response.Stored();
      }
      default -> {
        return new Response.Pong();
      }
    }
  }

  @Override
  public Contact identify(InetSocketAddress address, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void serve(Handler handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Contact> self() {
    return Optional.of(self);
  }

  @Override
  public void close() {}
}
