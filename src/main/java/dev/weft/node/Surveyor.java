package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.node.Survey.Claim;
import dev.weft.node.Survey.Reply;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.store.ItemStore;
import dev.weft.store.PutOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks the k nodes closest to a key what they hold under it, each of them, and has those that lack
 * the newest version keep it. Stateless beside its parts; may be used by any thread.
 *
 * <p>A read wants the value and is content with more than half of the nodes; this wants to know of
 * every one, those among them that did not answer the lookup.
 */
final class Surveyor {

  private final int k;
  private final Key self;
  private final Environment environment;
  private final Transport transport;
  private final Lookups lookups;
  private final Placer placer;
  private final ItemStore store;

  Surveyor(
      int k,
      Key self,
      Environment environment,
      Transport transport,
      Lookups lookups,
      Placer placer,
      ItemStore store) {
    this.k = k;
    this.self = self;
    this.environment = environment;
    this.transport = transport;
    this.lookups = lookups;
    this.placer = placer;
    this.store = store;
  }

  /** Asks each of the k closest nodes, and changes nothing. */
  Survey survey(Key key, Duration timeout) throws InterruptedException {
    long began = environment.nanoTime();
    long deadline = began + timeout.toNanos();
    LookupResult.Closest near = placer.patiently(key, timeout);
    boolean mine = placer.isMine(key, near.closest());
    Optional<Item> own = store.get(key);
    List<Contact> peers = Stream.concat(near.closest().stream(), near.missing().stream()).toList();
    List<Reply> replies =
        new ArrayList<>(
            FanOut.map(
                environment.threads("read"),
                peers,
                peer -> new Reply(peer, ask(peer, key, deadline))));
    near.trace().stream()
        .filter(step -> !peers.contains(step.peer()))
        .flatMap(Surveyor::silent)
        .forEach(replies::add);
    if (mine) {
      transport.self().ifPresent(self -> replies.add(new Reply(self, claim(own))));
    }
    replies.sort(Comparator.comparing(reply -> reply.from().key(), key.byDistance()));
    Duration took = Duration.ofNanos(environment.nanoTime() - began);
    return new Survey(near, mine, closest(replies), own, took);
  }

  private Claim ask(Contact peer, Key key, long deadline) throws InterruptedException {
    try {
      return claim(lookups.ask(peer, key, placer.remaining(deadline)));
    } catch (RpcException e) {
      return new Claim.Silent(e.getMessage());
    }
  }

  /** Who is gone, and was found to be so by the lookup already. */
  private static Stream<Reply> silent(Step step) {
    return step.outcome() instanceof Step.Outcome.Failed(RpcException why)
        ? Stream.of(new Reply(step.peer(), new Claim.Silent(why.getMessage())))
        : Stream.empty();
  }

  private static Claim claim(Optional<Item> held) {
    return held.<Claim>map(Claim.Holds::new).orElseGet(Claim.Nothing::new);
  }

  /** All up to the k-th that answered. */
  private List<Reply> closest(List<Reply> replies) {
    List<Reply> closest = new ArrayList<>();
    int answers = 0;
    for (Reply reply : replies) {
      if (answers < k) {
        closest.add(reply);
        answers += reply.isAnswer() ? 1 : 0;
      }
    }
    return closest;
  }

  /**
   * Has those of the k closest nodes keep the newest version that hold an older one, or none, or
   * one that expires sooner. Who holds it already counts as keeping it, and is not bothered.
   */
  Repair repair(Key key, Duration timeout) throws InterruptedException {
    long began = environment.nanoTime();
    Survey survey = survey(key, timeout);
    Optional<Item> newest = survey.newest();
    return newest.isPresent()
        ? new Repair(survey, Optional.of(spread(newest.get(), survey, began, timeout)))
        : new Repair(survey, Optional.empty());
  }

  private Placement spread(Item item, Survey survey, long began, Duration timeout)
      throws InterruptedException {
    long deadline = began + timeout.toNanos();
    Optional<PutOutcome> local = survey.mine() ? Optional.of(store.put(item)) : Optional.empty();
    List<Contact> found = survey.lookup().closest();
    List<Reply> others =
        survey.replies().stream()
            .filter(reply -> !reply.from().key().equals(self))
            // Who was not there in the first place is not missed now.
            .filter(reply -> reply.isAnswer() || found.contains(reply.from()))
            .toList();
    List<Copy> copies =
        FanOut.map(
            environment.threads("store"),
            others,
            reply -> new Copy(reply.from(), spread(item, reply, deadline)));
    return placer.conclude(survey.lookup(), local, copies, began, deadline);
  }

  private Fate spread(Item item, Reply reply, long deadline) throws InterruptedException {
    return reply.claim().equals(new Claim.Holds(item))
        ? new Fate.Stored()
        : placer.copy(item, reply.from(), deadline);
  }
}
