package dev.weft.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.bench.MemoryNetwork;
import dev.weft.bench.Samples;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.sim.SimEnvironment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The network of {@link LookupContract}, and what a lookup is told to do. */
abstract class ContractFixture {

  static final Duration LONG = Duration.ofSeconds(30);

  /** Nobody is ever slow by these. */
  static final LookupOptions PATIENT = new LookupOptions(20, 3, 12, LONG, LONG);

  /** Who does not answer soon is slow. */
  static final LookupOptions HASTY =
      new LookupOptions(20, 3, 12, Duration.ofSeconds(20), Duration.ofMillis(20));

  static final Key TARGET = key(0);
  static final Key SELF = key(-1);

  final Map<Key, MemoryNetwork.Node> nodes = new HashMap<>();
  final MemoryNetwork network = new MemoryNetwork(nodes, Duration.ZERO);
  final List<Integer> asked = new ArrayList<>();
  final List<String> lies = new ArrayList<>();
  final List<Contact> left = new ArrayList<>();
  final List<Step> watched = new ArrayList<>();

  final LookupListener listener =
      new LookupListener() {
        @Override
        public void lied(Contact peer, String what) {
          lies.add(peer.address().getPort() + " " + what);
        }

        @Override
        public void leftWaiting(Contact peer) {
          left.add(peer);
        }
      };

  /** One lookup. */
  record Look(
      LookupOptions options,
      Key target,
      boolean wantsValue,
      boolean patient,
      Collection<Contact> start,
      Duration timeout,
      Consumer<Step> watcher,
      @Nullable Duration cancelAfter) {

    Look at(Key key) {
      return new Look(options, key, wantsValue, patient, start, timeout, watcher, cancelAfter);
    }

    Look value(Key key) {
      return new Look(options, key, true, patient, start, timeout, watcher, cancelAfter);
    }

    Look patiently() {
      return new Look(options, target, wantsValue, true, start, timeout, watcher, cancelAfter);
    }

    Look within(Duration limit) {
      return new Look(options, target, wantsValue, patient, start, limit, watcher, cancelAfter);
    }

    Look watchedBy(Consumer<Step> other) {
      return new Look(options, target, wantsValue, patient, start, timeout, other, cancelAfter);
    }

    Look cancelledAfter(Duration time) {
      return new Look(options, target, wantsValue, patient, start, timeout, watcher, time);
    }
  }

  /** How a lookup ended: with a result, with a failure, or with neither when it was cancelled. */
  record Ended(@Nullable LookupResult result, @Nullable Throwable failure) {
    boolean cancelled() {
      return result == null && failure == null;
    }

    LookupResult get() {
      if (result == null) {
        throw new AssertionError("no result", failure);
      }
      return result;
    }
  }

  final Look look(LookupOptions options, Collection<Contact> start) {
    return new Look(options, TARGET, false, false, start, LONG, watched::add, null);
  }

  static Key key(int distance) {
    return Key.fromBytes(ByteBuffer.allocate(Key.BYTES).putInt(Key.BYTES - 4, distance).array());
  }

  /** The node at a distance from the target. */
  static Contact node(int distance) {
    return contact(key(distance), Math.max(1, distance));
  }

  static Contact contact(Key key, int port) {
    try {
      InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      return new Contact(key, new InetSocketAddress(local, port));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static List<Contact> nodes(int... distances) {
    return Arrays.stream(distances).mapToObj(ContractFixture::node).toList();
  }

  static List<Contact> range(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(ContractFixture::node).toList();
  }

  static Item item(String text) {
    return ContentItem.of(text.getBytes(UTF_8), SimEnvironment.START.plus(Duration.ofDays(1)));
  }

  /** What a node does, without its delay. */
  interface Answer {
    @Nullable Response to(Request request) throws RpcException;
  }

  void node(Contact contact, Duration delay, Answer answer) {
    nodes.put(
        contact.key(),
        new MemoryNetwork.Node() {
          @Override
          public @Nullable Response answer(Request request) throws RpcException {
            asked.add(contact.address().getPort());
            return answer.to(request);
          }

          @Override
          public long delay() {
            return delay.toNanos();
          }
        });
  }

  void node(int distance, Duration delay, Answer answer) {
    node(node(distance), delay, answer);
  }

  /** Brings a node to life that tells of others. */
  void knows(int distance, Contact... others) {
    answers(distance, new Response.Nodes(List.of(others)), Duration.ZERO);
  }

  /** Brings a node to life that always answers the same. */
  void answers(int distance, Response response, Duration delay) {
    node(distance, delay, _ -> response);
  }

  /** Makes nodes that never answer. */
  void silent(int... distances) {
    for (int distance : distances) {
      node(distance, Duration.ZERO, _ -> null);
    }
  }

  /** A network in which each node knows up to 20 others of each of its buckets. */
  List<Contact> connect(int count, SplittableRandom random) {
    nodes.clear();
    List<Contact> all = Samples.contacts(count, random);
    for (Contact node : all) {
      int[] inBucket = new int[Key.BITS];
      List<Contact> known = new ArrayList<>();
      for (Contact other : all) {
        if (!other.equals(node) && inBucket[node.key().commonPrefix(other.key())]++ < 20) {
          known.add(other);
        }
      }
      Duration delay = Duration.ofNanos(random.nextLong(2_000_000));
      node(
          node,
          delay,
          request -> new Response.Nodes(closest(known, ((Request.FindNode) request).target(), 20)));
    }
    return all;
  }

  static List<Contact> closest(Collection<Contact> contacts, Key target, int k) {
    return contacts.stream()
        .sorted(Comparator.comparing(Contact::key, target.byDistance()))
        .limit(k)
        .toList();
  }
}
