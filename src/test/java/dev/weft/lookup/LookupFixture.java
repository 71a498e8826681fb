package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.rpc.Handler;
import dev.weft.rpc.MemoryNetwork;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.sim.Simulated;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/**
 * What the tests of lookups share: a network in memory, whose nodes are numbered by their distance
 * to the target. Every test ends with no call under way.
 */
abstract class LookupFixture extends Simulated {

  static final Duration LONG = Duration.ofSeconds(30);

  /** Nobody is ever slow by these. */
  static final LookupOptions PATIENT = new LookupOptions(20, 3, 12, LONG, LONG);

  /** Who does not answer soon is slow. */
  static final LookupOptions HASTY =
      new LookupOptions(20, 3, 12, Duration.ofSeconds(20), Duration.ofMillis(20));

  static final Key TARGET = key(0);
  static final Key SELF = key(-1);

  final MemoryNetwork network = new MemoryNetwork(environment);
  final Transport transport = network.transport(SELF);
  final List<String> lies = new ArrayList<>();
  final List<Contact> left = new ArrayList<>();
  final List<Step> watched = new ArrayList<>();
  final Consumer<Step> watcher = watched::add;
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

  @AfterEach
  void noCallIsLeft() {
    assertThat(network.underWay()).isZero();
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

  /** The nodes at these distances. */
  static List<Contact> nodes(int... distances) {
    return Arrays.stream(distances).mapToObj(LookupFixture::node).toList();
  }

  static List<Contact> range(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(LookupFixture::node).toList();
  }

  /** Brings a node to life that tells of others. */
  void knows(int distance, Contact... others) {
    answers(distance, new Response.Nodes(List.of(others)));
  }

  /** Brings a node to life that always answers the same. */
  void answers(int distance, Response response) {
    handles(distance, (from, request) -> response);
  }

  void handles(int distance, Handler handler) {
    network.transport(node(distance)).serve(handler);
  }

  /** Makes a node that never answers. */
  void silent(int... distances) {
    for (Contact node : nodes(distances)) {
      network.transport(node).serve((from, request) -> new Response.Pong());
      network.health(node, Health.SILENT);
    }
  }

  Lookups lookups(LookupOptions options) {
    return new Lookups(SELF, options, environment, transport, listener, PrefixLimits.DEFAULT);
  }

  LookupResult.Closest findNodes(LookupOptions options, int... start) throws InterruptedException {
    return lookups(options).findNodes(TARGET, nodes(start), LONG, watcher);
  }

  LookupResult findValue(LookupOptions options, Key key, int... start) throws InterruptedException {
    return lookups(options).findValue(key, nodes(start), LONG, watcher);
  }
}
