package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.World.Peer;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Forty nodes, and as many more that somebody has made: their keys are closer to one item's than
 * anybody's, they name nobody but each other, and say that they have stored what they have not. K
 * is 5.
 */
class CrowdedKeyTest extends NodeFixture {

  private static final Duration LONG = World.LONG;
  private static final int SIZE = 40;

  private final List<Contact> crowd = new ArrayList<>();
  private Item item;

  @BeforeEach
  void join() throws InterruptedException {
    world.of(SIZE);
    item = world.named(world.identity(), "aimed at", 1);
    for (int i = 0; i < SIZE; i++) {
      Key key = item.key().randomAt(20 + i, environment.random());
      crowd.add(World.contact(key, 1_000 + i));
    }
    for (Contact member : crowd) {
      Transport transport = world.network.transport(member);
      transport.serve((caller, request) -> answer(request));
      for (Peer peer : world.peers) {
        greet(transport, peer.contact());
      }
    }
    environment.sleep(Duration.ofMinutes(1));
  }

  private void greet(Transport from, Contact to) throws InterruptedException {
    try {
      from.call(to, new Request.Ping(), LONG);
    } catch (RpcException e) {
      throw new AssertionError(e);
    }
  }

  private Response answer(Request request) {
    return switch (request) {
      case Request.FindNode(Key target) -> named(target);
      case Request.FindValue(Key target) -> named(target);
      case Request.Store _ -> new Response.Stored();
      default -> new Response.Pong();
    };
  }

  private Response named(Key target) {
    return new Response.Nodes(
        crowd.stream()
            .sorted(Comparator.comparing(Contact::key, target.byDistance()))
            .limit(K)
            .toList());
  }

  /** A client that has looked around, so that it knows how dense the network is. */
  private Peer client() throws InterruptedException {
    Peer client = world.client();
    world.joinThrough(client, world.peers.getFirst());
    for (int i = 0; i < 8; i++) {
      client.node().closest(world.content("place " + i).key(), LONG, _ -> {});
    }
    return client;
  }

  @Test
  void whatIsSetThereIsKeptByThoseBeyondAndFoundByEverybodyWhoLooksThere()
      throws InterruptedException {
    Placement placement = client().node().place(item, LONG);
    assertThat(placement.lookup().closest()).isSubsetOf(crowd);
    assertThat(placement.lookup().crowd().beyond()).hasSize(K).doesNotContainAnyElementsOf(crowd);
    assertThat(placement.live()).isEqualTo(2 * K);
    assertThat(placement.needed(K)).isEqualTo(K / 2 + 1);
    assertThat(placement.kept()).isBetween(placement.needed(K), K); // the crowd says it does, too
    Peer reader = client();
    assertThat(reader.node().flush(LONG)).isTrue();
    assertThat(World.find(reader, item.key())).contains(item);
    Reading reading = reader.node().newest(item.key(), LONG);
    assertThat(reading.item()).contains(item);
    assertThat(reading.isConclusive()).isTrue();
    assertThat(reading.voters()).isEqualTo(K);
    assertThat(reader.node().metering().counts().crowds()).isPositive();
  }
}
