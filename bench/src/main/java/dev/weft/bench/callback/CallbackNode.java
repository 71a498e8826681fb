package dev.weft.bench.callback;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.CallbackLookups;
import dev.weft.lookup.LookupListener;
import dev.weft.lookup.LookupOptions;
import dev.weft.lookup.LookupResult;
import dev.weft.routing.LoopTable;
import dev.weft.routing.RoutingOptions;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client of the network: looks up, gets and sets, as {@link dev.weft.node.Node} does. Confined to
 * its event loop.
 *
 * <p>As there, the routing table learns from every call, peers that lookups left waiting are pinged
 * at leisure, and a value that was found is cached at the closest node that did not have it.
 */
public final class CallbackNode {

  private static final Duration CACHE_FOR = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final int MOST_CHECKUPS = 64;

  private final int k;
  private final Duration callTimeout;
  private final Loop loop;
  private final CallbackTransport transport;
  private final LoopTable table;
  private final CallbackLookups lookups;
  private final Set<Key> checkups = new HashSet<>();

  /**
   * A client that knows nobody.
   *
   * @param self its key
   * @param transport how it asks others; closed by whoever made it
   */
  public CallbackNode(Key self, LookupOptions options, Loop loop, CallbackTransport transport) {
    this.k = options.k();
    this.callTimeout = options.callTimeout();
    this.loop = loop;
    this.transport = transport;
    this.table = new LoopTable(self, RoutingOptions.defaults().withK(k), loop.nanoTime());
    this.lookups = new CallbackLookups(self, options, loop, this::call, new Listener());
  }

  /** Joins the network: meets the seeds, and looks itself up. */
  public Future<LookupResult> join(Key self, Collection<Contact> seeds, Duration timeout) {
    return lookups.findNodes(self, seeds, timeout, _ -> {});
  }

  /** Finds the k closest live nodes. */
  public Future<LookupResult> lookup(Key target, Duration timeout) {
    return lookups.findNodes(target, table.startOf(target, loop.nanoTime()), timeout, _ -> {});
  }

  /** Finds a value, and has it cached on the way there. */
  public Future<LookupResult> get(Key key, Duration timeout) {
    Future<LookupResult> get =
        lookups.findValue(key, table.startOf(key, loop.nanoTime()), timeout, _ -> {});
    get.addDoneCallback(
        done -> {
          if (!done.isCancelled()
              && done.exception() == null
              && done.result() instanceof LookupResult.Found found) {
            cache(found);
          }
        });
    return get;
  }

  private void cache(LookupResult.Found found) {
    if (!found.closest().isEmpty()) {
      Contact at = found.closest().getFirst();
      Key target = found.target();
      int farther = target.commonPrefix(found.holder().key()) - target.commonPrefix(at.key());
      Duration time = CACHE_FOR.dividedBy(1L << Math.clamp(farther, 0, 30));
      if (time.compareTo(SHORTEST) >= 0) {
        call(at, new Request.Store(found.item(), time), callTimeout);
      }
    }
  }

  /**
   * Has an item kept by the k closest nodes.
   *
   * @return how many keep it
   */
  public Future<Integer> set(Item item, Duration timeout) {
    long deadline = loop.nanoTime() + timeout.toNanos();
    Setting setting = new Setting(item, deadline);
    Future<LookupResult> near = lookup(item.key(), timeout);
    setting.addDoneCallback(_ -> near.cancel());
    near.addDoneCallback(setting::onNear);
    return setting;
  }

  /** One set, from the end of its lookup on. Confined to the loop. */
  private final class Setting extends Future<Integer> {
    private final Item item;
    private final long deadline;
    private int waiting;
    private int kept;

    Setting(Item item, long deadline) {
      this.item = item;
      this.deadline = deadline;
    }

    void onNear(Future<LookupResult> near) {
      Throwable failure = near.exception();
      if (near.isCancelled()) {
        cancel();
      } else if (failure != null) {
        setException(failure);
      } else {
        store(near.result().closest());
      }
    }

    private void store(List<Contact> closest) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - loop.nanoTime()));
      Duration limit = left.compareTo(callTimeout) < 0 ? left : callTimeout;
      waiting = closest.size() + 1;
      for (Contact peer : closest) {
        Future<Response> stored = call(peer, new Request.Store(item), limit);
        addDoneCallback(_ -> stored.cancel());
        stored.addDoneCallback(this::onStored);
      }
      ended();
    }

    private void onStored(Future<Response> stored) {
      if (!stored.isCancelled() && stored.exception() == null) {
        kept++;
      }
      ended();
    }

    private void ended() {
      if (--waiting == 0) {
        setResult(kept);
      }
    }
  }

  /** Asks a peer whether it is there. */
  public Future<Boolean> ping(Contact peer, Duration timeout) {
    return call(peer, new Request.Ping(), timeout).map(_ -> true);
  }

  /** How many nodes it knows. */
  public int known() {
    return table.size();
  }

  /** Asks a peer, and has the routing table learn from what comes of it. */
  private Future<Response> call(Contact to, Request request, Duration timeout) {
    Future<Response> answer = transport.call(to, request, timeout);
    boolean fair = timeout.compareTo(callTimeout) >= 0;
    answer.addDoneCallback(done -> learn(to, done, fair));
    return answer;
  }

  private void learn(Contact peer, Future<Response> answer, boolean fair) {
    if (answer.isCancelled()) {
      return;
    }
    switch (answer.exception()) {
      case null -> seen(peer);
      case RpcException.Refused _ -> seen(peer);
      case RpcException.Unreachable _ -> table.failed(peer);
      case RpcException.Timeout _ when fair -> table.failed(peer);
      case RpcException.Misbehaved _ -> table.misbehaved(peer, loop.nanoTime());
      case Throwable _ -> {}
    }
  }

  private void seen(Contact peer) {
    Contact doubtful = table.seen(peer, loop.nanoTime());
    if (doubtful != null) {
      transport
          .call(doubtful, new Request.Ping(), callTimeout)
          .addDoneCallback(done -> table.pinged(doubtful, isThere(done), loop.nanoTime()));
    }
  }

  private static boolean isThere(Future<Response> ping) {
    return ping.exception() == null
        || ping.exception() instanceof RpcException.Refused
        || ping.exception() instanceof RpcException.Unsent;
  }

  /** Follows up what lookups notice, as {@code Checkups} does for Weft's node. */
  private final class Listener implements LookupListener {
    @Override
    public void lied(Contact peer, String what) {
      table.misbehaved(peer, loop.nanoTime());
    }

    @Override
    public void leftWaiting(Contact peer) {
      Key key = peer.key();
      if (checkups.size() < MOST_CHECKUPS && checkups.add(key)) {
        Consumer<Future<Response>> end = _ -> checkups.remove(key);
        call(peer, new Request.Ping(), callTimeout).addDoneCallback(end);
      }
    }
  }
}
