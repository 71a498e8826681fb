package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.MemoryNetwork;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Networks whose nodes know of each other what the nodes of a Kademlia network do. Stateless. */
final class RandomNetwork {
  private RandomNetwork() {}

  /** Brings nodes to life that know up to k others of each of their buckets. */
  static void connect(MemoryNetwork network, List<Contact> all, int k, Random random) {
    tables(all, k, random)
        .forEach((node, known) -> network.transport(node).serve(handler(known, k)));
  }

  /** For each node, those that it knows: of each of its buckets up to k, drawn at random. */
  static Map<Contact, Set<Contact>> tables(List<Contact> all, int k, Random random) {
    Map<Contact, Set<Contact>> tables = new LinkedHashMap<>();
    List<Contact> others = new ArrayList<>(all);
    for (Contact node : all) {
      Collections.shuffle(others, random);
      int[] inBucket = new int[Key.BITS + 1];
      Set<Contact> known = new LinkedHashSet<>();
      for (Contact other : others) {
        int bucket = node.key().commonPrefix(other.key());
        if (bucket < Key.BITS && inBucket[bucket]++ < k) {
          known.add(other);
        }
      }
      tables.put(node, known);
    }
    return tables;
  }

  /** Answers with the closest known nodes. */
  static Handler handler(Collection<Contact> known, int k) {
    return (from, request) ->
        switch (request) {
          case Request.FindNode(Key target) -> new Response.Nodes(closest(known, target, k));
          case Request.FindValue(Key target) -> new Response.Nodes(closest(known, target, k));
          default -> new Response.Pong();
        };
  }

  static List<Contact> closest(Collection<Contact> contacts, Key target, int k) {
    return contacts.stream()
        .sorted(Comparator.comparing(Contact::key, target.byDistance()))
        .limit(k)
        .toList();
  }
}
