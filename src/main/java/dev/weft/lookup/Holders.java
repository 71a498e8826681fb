package dev.weft.lookup;

import dev.weft.item.Item;
import dev.weft.item.Proofs;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Asks peers that are known already what they hold, without a lookup. Immutable but for the proofs
 * of values, and safe for use by any number of threads.
 */
final class Holders {

  private final LookupOptions options;
  private final Environment environment;
  private final Transport transport;
  private final LookupListener listener;
  private final Proofs proofs;

  Holders(
      LookupOptions options,
      Environment environment,
      Transport transport,
      LookupListener listener,
      Proofs proofs) {
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.listener = listener;
    this.proofs = proofs;
  }

  /** How much time there is until a deadline. */
  Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - environment.nanoTime()));
  }

  /** The newest value that anybody beyond a crowd holds, if there is a crowd, and any. */
  LookupResult beyond(LookupResult.Closest near, long deadline) throws InterruptedException {
    List<Contact> others =
        near.crowd().beyond().stream().filter(peer -> !near.closest().contains(peer)).toList();
    long began = environment.nanoTime();
    return FanOut.map(environment.threads("beyond"), others, peer -> ask(peer, near, deadline))
        .stream()
        .flatMap(Optional::stream)
        .max(Comparator.comparing(LookupResult.Found::item, Item::compareVersion))
        .<LookupResult>map(found -> found.after(Duration.ofNanos(environment.nanoTime() - began)))
        .orElse(near);
  }

  private Optional<LookupResult.Found> ask(Contact peer, LookupResult.Closest near, long deadline)
      throws InterruptedException {
    Duration left = left(deadline);
    Duration limit = left.compareTo(options.callTimeout()) < 0 ? left : options.callTimeout();
    try {
      return ask(peer, near.target(), limit)
          .map(
              item ->
                  new LookupResult.Found(
                      near.target(), item, peer, near.closest(), near.took(), near.trace()));
    } catch (RpcException e) {
      return Optional.empty();
    }
  }

  /** As {@link Lookups#ask} says. */
  Optional<Item> ask(Contact peer, Key key, Duration timeout)
      throws RpcException, InterruptedException {
    Response answer = transport.call(peer, new Request.FindValue(key), timeout);
    Answers.Verdict verdict =
        new Answers(key, options.k(), true, proofs).examine(answer, environment.now());
    if (verdict instanceof Answers.Verdict.Lie(String what)) {
      listener.lied(peer, what);
    }
    return verdict instanceof Answers.Verdict.Value(Item item)
        ? Optional.of(item)
        : Optional.empty();
  }
}
