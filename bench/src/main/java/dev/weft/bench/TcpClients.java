package dev.weft.bench;

import dev.weft.bench.CallbackClient.Lane;
import dev.weft.bench.callback.CallbackNode;
import dev.weft.bench.callback.Future;
import dev.weft.bench.callback.NettyLoop;
import dev.weft.bench.callback.TcpClient;
import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupOptions;
import dev.weft.lookup.LookupResult;
import dev.weft.node.Node;
import dev.weft.node.NodeOptions;
import dev.weft.node.Placement;
import dev.weft.routing.Notes;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients over TCP, in both styles, of one network. Stateless.
 *
 * <p>The callbacks are as many clients as there are loops, each with a key and connections of its
 * own, which share nothing: the most that callbacks can make of several processors. Of operations
 * and nodes, each loop has every so many-th, so that a benchmark can see to it that each talks to
 * nodes of its own.
 */
final class TcpClients {

  private TcpClients() {}

  /**
   * A client that has joined.
   *
   * @param nodes whom it meets first
   * @param loops how many event loops the callbacks have
   */
  static Client join(Style style, LookupOptions options, List<Contact> nodes, int loops)
      throws IOException, InterruptedException {
    return switch (style) {
      case BLOCKING -> blocking(options, nodes, new RealEnvironment());
      case CALLBACKS -> callbacks(options, nodes, loops);
      default -> throw new IllegalArgumentException("there is no client over TCP of " + style);
    };
  }

  private static Client blocking(
      LookupOptions options, List<Contact> nodes, Environment environment)
      throws IOException, InterruptedException {
    Identity self = Identity.generate();
    Transport transport =
        TcpTransport.open(environment, self, TcpOptions.client().withSecure(false));
    NodeOptions node =
        new NodeOptions(options, Duration.ofHours(1), NodeOptions.DEFAULT.timeToLive());
    Node client =
        new Node(
            self.key(),
            self,
            node,
            environment,
            transport,
            new MemoryItemStore(environment, self.key(), StoreOptions.DEFAULTS),
            Notes.NONE);
    client.join(List.of(), nodes, Style.TIMEOUT);
    return new BlockingClient(
        environment, operation -> perform(client, transport, options, operation), client::abort);
  }

  private static boolean perform(
      Node node, Transport transport, LookupOptions options, Operation operation)
      throws InterruptedException {
    return switch (operation) {
      case Operation.Lookup(var target) ->
          Style.isWell(node.closest(target, Style.TIMEOUT, _ -> {}));
      case Operation.Get(var key) ->
          node.find(key, Style.TIMEOUT, _ -> {}) instanceof LookupResult.Found;
      case Operation.Set(var item) -> {
        Placement placement = node.place(item, Style.TIMEOUT);
        long kept =
            placement.copies().stream()
                .filter(copy -> copy.fate() instanceof Placement.Fate.Stored)
                .count();
        yield isEnough(kept, options);
      }
      case Operation.Ping(var peer) -> {
        try {
          transport.call(peer, new Request.Ping(), Style.TIMEOUT);
          yield true;
        } catch (RpcException e) {
          yield false;
        }
      }
    };
  }

  private static boolean isEnough(long kept, LookupOptions options) {
    return kept > options.k() / 2;
  }

  private static Client callbacks(LookupOptions options, List<Contact> nodes, int loops)
      throws InterruptedException {
    EventLoopGroup group = NettyLoop.group(loops);
    List<Lane> lanes = new ArrayList<>();
    List<TcpClient> transports = new ArrayList<>();
    AtomicInteger joined = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(loops);
    for (int i = 0; i < loops; i++) {
      NettyLoop loop = new NettyLoop(group.next());
      List<Contact> first = every(loops, i, nodes);
      TcpClient transport =
          new TcpClient(loop, Identity.generate(), TcpOptions.client().withSecure(false));
      CallbackNode node = new CallbackNode(transport.key(), options, loop, transport);
      transports.add(transport);
      lanes.add(new Lane(loop, operation -> perform(node, transport, options, operation)));
      loop.execute(
          () ->
              node.join(transport.key(), first, Style.TIMEOUT)
                  .addDoneCallback(
                      done -> {
                        joined.addAndGet(done.result().closest().isEmpty() ? 0 : 1);
                        ended.countDown();
                      }));
    }
    ended.await();
    if (joined.get() < loops) {
      throw new IllegalStateException("nobody answers at " + nodes);
    }
    return new CallbackClient(
        lanes,
        () -> {
          for (int i = 0; i < loops; i++) {
            lanes.get(i).loop().execute(transports.get(i)::close);
          }
          group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        });
  }

  /** Every so many-th of a list, from one on. */
  private static List<Contact> every(int step, int from, List<Contact> all) {
    List<Contact> some = new ArrayList<>();
    for (int i = from; i < all.size(); i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  private static Future<Boolean> perform(
      CallbackNode node, TcpClient transport, LookupOptions options, Operation operation) {
    return switch (operation) {
      case Operation.Lookup(var target) -> node.lookup(target, Style.TIMEOUT).map(Style::isWell);
      case Operation.Get(var key) ->
          node.get(key, Style.TIMEOUT).map(result -> result instanceof LookupResult.Found);
      case Operation.Set(var item) ->
          node.set(item, Style.TIMEOUT).map(kept -> isEnough(kept, options));
      case Operation.Ping(var peer) ->
          transport.call(peer, new Request.Ping(), Style.TIMEOUT).map(_ -> true);
    };
  }
}
