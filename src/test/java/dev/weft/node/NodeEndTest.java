package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.Lookups;
import dev.weft.node.World.Peer;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Promise;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreException;
import dev.weft.store.StoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How nodes end. That no thread and no call is left is checked by the world's own end. */
class NodeEndTest extends NodeFixture {

  private void assertEnded(Peer peer) {
    assertThatThrownBy(() -> peer.store().put(world.content("late")))
        .isInstanceOf(StoreException.class);
    Transport other = world.network.transport(World.contact(world.identity().key(), 900));
    assertThatThrownBy(() -> other.call(peer.contact(), new Request.Ping(), LONG))
        .isInstanceOf(RpcException.Unreachable.class);
  }

  @Test
  void endingTwiceIsLikeEndingOnce() throws InterruptedException {
    world.of(3);
    Peer closed = world.peers.get(1);
    closed.node().close();
    closed.node().close();
    closed.node().abort();
    assertEnded(closed);
    Peer aborted = world.peers.get(2);
    aborted.node().abort();
    aborted.node().close();
    assertEnded(aborted);
  }

  @Test
  void anOperationOnAClosedNodeFindsNobody() throws InterruptedException {
    world.of(3);
    Peer peer = world.peers.getLast();
    peer.node().close();
    Item item = world.content("text");
    assertThat(peer.node().find(item.key(), LONG, Lookups.UNWATCHED).closest()).isEmpty();
    assertThat(peer.node().held(item.key())).isEmpty();
    assertThatThrownBy(() -> peer.node().place(item, LONG)).isInstanceOf(StoreException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNodeEndsWhileOperationsAreUnderWayAndSeveralThreadsEndIt(boolean silent)
      throws InterruptedException {
    world.of(12);
    Peer peer = world.peers.getLast();
    for (Peer other : world.peers) {
      if (silent && other != peer) {
        world.network.health(other.contact(), Health.SILENT);
      }
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      threads.add(operation(peer, world.content("item " + i)));
    }
    Duration pause = Duration.ofMillis(silent ? 1 : 0);
    environment.sleep(pause);
    threads.add(start(peer.node()::close));
    threads.add(start(peer.node()::close));
    environment.sleep(pause);
    threads.add(start(peer.node()::abort));
    settle();
    assertThat(threads).noneMatch(Thread::isAlive);
    assertEnded(peer);
  }

  private Thread operation(Peer peer, Item item) {
    return start(
        () -> {
          try {
            peer.node().place(item, LONG);
            peer.node().find(item.key(), LONG, Lookups.UNWATCHED);
            peer.node().newest(item.key(), LONG);
          } catch (StoreException e) {
            // The node has ended.
          }
        });
  }

  @Test
  void leavingTakesThreeSecondsAtMost() throws InterruptedException {
    Peer peer = leaverAmongTheSilent();
    Duration began = environment.elapsed();
    peer.node().close();
    assertThat(environment.elapsed().minus(began)).isEqualTo(Duration.ofSeconds(3));
    assertEnded(peer);
  }

  @Test
  void anAbortCutsTheLeavingShort() throws InterruptedException {
    Peer peer = leaverAmongTheSilent();
    Thread closer = start(peer.node()::close);
    settle();
    assertThat(closer.isAlive()).isTrue();
    peer.node().abort();
    settle();
    assertThat(closer.isAlive()).isFalse();
    assertEnded(peer);
  }

  @Test
  void anInterruptCutsTheLeavingShortAndIsNotLost() throws InterruptedException {
    Peer peer = leaverAmongTheSilent();
    Promise<Boolean> interrupted = environment.promise();
    Thread closer =
        start(
            () -> {
              peer.node().close();
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    settle();
    closer.interrupt();
    assertThat(interrupted.await(Duration.ofMillis(1))).contains(true);
    assertEnded(peer);
    assertThat(peer.remembered()).isNotEmpty();
  }

  private Peer leaverAmongTheSilent() throws InterruptedException {
    world.of(12);
    Peer peer = world.peers.getLast();
    peer.store().put(world.content("text"));
    for (Peer other : world.peers) {
      if (other != peer) {
        world.network.health(other.contact(), Health.SILENT);
      }
    }
    return peer;
  }

  @Test
  void aNodeEndsEvenWhereItsContactsCannotBeRemembered() throws InterruptedException {
    Identity identity = world.identity();
    Contact contact = World.contact(identity.key(), 500);
    ItemStore store = new MemoryItemStore(environment, identity.key(), StoreOptions.DEFAULTS);
    Node node =
        new Node(
            identity.key(),
            identity,
            world.options,
            environment,
            world.network.transport(contact),
            store,
            new KeptNotes() {
              @Override
              public void save(List<Contact> contacts) {
                throw new IllegalStateException("on purpose");
              }
            });
    Peer peer = new Peer(identity, contact, node, store, new KeptNotes());
    world.joinThrough(world.alone(), peer);
    assertThatIllegalStateException().isThrownBy(node::close).withMessage("on purpose");
    assertEnded(peer);
  }
}
