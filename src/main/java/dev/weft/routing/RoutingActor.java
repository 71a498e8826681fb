package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Safe for use by any number of threads: the owner of the routing table, one virtual thread that
 * alone changes it. Others tell it what happened, and read its latest snapshot.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>The thread takes all waiting commands, applies them, publishes one snapshot for all of them,
 * and only then tells {@code onAdmitted} and those who asked; so whoever was told finds in the
 * snapshot what it was told of. {@code seen} and {@code lookedUp} are hints, shed and counted when
 * the mailbox is full; and as nearly every message brings one, those that change nothing in the
 * snapshot do not wake the thread when it has been awake in the last ten seconds. The others are
 * never lost: their number is bounded by the room reserved for them, and beyond that the teller
 * waits for the actor, which is never long. When the actor is closed, or has died of a bug (logged
 * with its cause), it ignores what it is told, every ask fails at once, and the last snapshot stays
 * readable.
 *
 * <p>{@code onAdmitted} runs on the actor's thread: it must neither block nor throw nor call this
 * object, other than for hints and snapshots. A {@link Pinger} must not close the actor.
 */
public final class RoutingActor implements AutoCloseable {

  /** How many times k contacts a lookup starts with: the nearest may all be dead, or cut off. */
  private static final int START = 3;

  /** After this long a hint wakes the thread even where it changes little. */
  private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(10);

  private final Environment environment;
  private final int k;
  private final Mailbox<Command> mailbox;
  private final RoutingLoop loop;
  private final Crew crew;

  private RoutingActor(
      Environment environment, int k, Mailbox<Command> mailbox, RoutingLoop loop, Crew crew) {
    this.environment = environment;
    this.k = k;
    this.mailbox = mailbox;
    this.loop = loop;
    this.crew = crew;
  }

  /**
   * Starts an actor with an empty table.
   *
   * @param environment brings time and threads
   * @param self our own key, which never gets into the table
   * @param options the sizes and times of the table
   * @param pinger asked whether the least recently seen contact of a full bucket is still there
   * @param onAdmitted told of each contact that gets a place in the table
   * @return the actor, which runs until it is closed
   */
  public static RoutingActor start(
      Environment environment,
      Key self,
      RoutingOptions options,
      Pinger pinger,
      Consumer<Contact> onAdmitted) {
    var mailbox = new Mailbox<Command>(options.mailboxCapacity());
    var loop = new RoutingLoop(environment, self, options, pinger, onAdmitted, mailbox);
    var crew = new Crew(environment, 1);
    crew.start("weft-routing", loop::run);
    return new RoutingActor(environment, options.k(), mailbox, loop, crew);
  }

  /**
   * A node is there. Never waits; shed when the actor is busy.
   *
   * @param contact who, and where
   * @param verified whether it answered a call of ours at this address; false when it called us,
   *     and so only claims to listen there
   */
  public void seen(Contact contact, boolean verified) {
    long now = environment.nanoTime();
    boolean urgent = now - loop.tookAt() >= LONGEST_REST || snapshot().isNews(contact, k);
    mailbox.offer(new Command.Seen(contact, verified, now), urgent);
  }

  /**
   * A key was looked up, so its bucket needs no refresh. Never waits; shed when busy.
   *
   * @param target the key
   */
  public void lookedUp(Key target) {
    mailbox.offer(new Command.LookedUp(target, environment.nanoTime()), false);
  }

  /**
   * A key is about to be looked up: its bucket needs no refresh. Never waits.
   *
   * @param target the key
   * @return whom to ask, the closest first: three times k contacts, so that the lookup gets on
   *     where none of the k closest answers
   */
  public List<Contact> startOf(Key target) {
    lookedUp(target);
    return closest(target, START * k);
  }

  /**
   * A node did not answer a call at this address.
   *
   * @param contact who, and where it was called
   */
  public void failed(Contact contact) {
    mailbox.put(new Command.Failed(contact));
  }

  /**
   * A node has said good-bye: it is forgotten, and a candidate takes its place.
   *
   * @param contact who
   */
  public void left(Contact contact) {
    mailbox.put(new Command.Left(contact));
  }

  /**
   * A node lied: it is forgotten, and ignored for a while.
   *
   * @param contact who
   * @param why for the log
   */
  public void misbehaved(Contact contact, String why) {
    mailbox.put(new Command.Misbehaved(contact, why));
  }

  /**
   * Ignores nodes that lied in an earlier run, until their time is over. Does not wait where this
   * is the first that the actor is told.
   *
   * @param liars those, and until when
   */
  public void ignore(List<Liar> liars) {
    mailbox.put(new Command.Ignore(List.copyOf(liars)));
  }

  /**
   * {@return who is ignored because it lied, the first to be welcome again first}
   *
   * @throws IllegalStateException if the actor has ended
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Liar> ignored() throws InterruptedException {
    Instant now = environment.now();
    return ask(table -> table.ignored(environment.nanoTime())).entrySet().stream()
        .map(left -> new Liar(left.getKey(), now.plusNanos(left.getValue())))
        .toList();
  }

  /**
   * Waits until a node has lied.
   *
   * @param known what this has returned last; 0 the first time
   * @return how many lies there have been
   * @throws InterruptedException if the thread is interrupted
   */
  public long awaitLie(long known) throws InterruptedException {
    return loop.awaitLie(known);
  }

  /** {@return the table after the last commands that were handled} Never waits. */
  public RoutingSnapshot snapshot() {
    return loop.snapshot();
  }

  /**
   * Waits until the table is empty.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void awaitEmpty() throws InterruptedException {
    loop.awaitEmpty();
  }

  /**
   * {@return the n contacts closest to a key in the current snapshot, the closest first} Never
   * waits.
   *
   * @param target the key
   * @param n how many, at most
   */
  public List<Contact> closest(Key target, int n) {
    return snapshot().closest(target, n);
  }

  /**
   * The ranges in which nothing was looked up for a time, and which want a refresh (Kademlia,
   * §2.3).
   *
   * @param age how long nothing was looked up there, at least
   * @return for each, the farthest first, how many leading bits its keys share with our own; {@link
   *     Key#randomAt} of our own key draws the key to look up
   * @throws IllegalStateException if the actor has ended
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Integer> staleBuckets(Duration age) throws InterruptedException {
    long nanos = age.toNanos();
    return ask(table -> table.staleBuckets(environment.nanoTime(), nanos));
  }

  /**
   * Some contacts that were dropped because they did not answer, in turn: should they answer again,
   * a network that had fallen apart finds itself.
   *
   * @param count how many, at most; each is named a hundred times at most, and of a hundred the
   *     last are remembered
   * @return the contacts
   * @throws IllegalStateException if the actor has ended
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Contact> lost(int count) throws InterruptedException {
    return ask(table -> table.lost(count));
  }

  /**
   * {@return how many contacts have answered since this was asked last that had been dropped, and
   * had been tried again in vain}
   *
   * @throws IllegalStateException if the actor has ended
   * @throws InterruptedException if the thread is interrupted
   */
  public int returned() throws InterruptedException {
    return ask(RoutingTable::returned);
  }

  /**
   * Waits until the snapshot shows all that this thread has told so far.
   *
   * @return that snapshot, or a later one
   * @throws IllegalStateException if the actor has ended
   * @throws InterruptedException if the thread is interrupted
   */
  public RoutingSnapshot settled() throws InterruptedException {
    return ask(RoutingTable::snapshot);
  }

  private <T> T ask(Function<RoutingTable, T> question) throws InterruptedException {
    Promise<Optional<T>> reply = environment.promise();
    if (!mailbox.put(new Command.Ask<>(question, reply))) {
      reply.complete(Optional.empty());
    }
    return reply
        .await()
        .orElseThrow(
            () -> new IllegalStateException("the routing actor has ended", loop.failure()));
  }

  /** {@return how the table and the actor are doing} Never waits. */
  public RoutingCounts counts() {
    RoutingSnapshot now = snapshot();
    return new RoutingCounts(
        now.size(),
        now.buckets().size(),
        loop.added(),
        loop.removed(),
        mailbox.size(),
        mailbox.shed());
  }

  /**
   * Ends the actor and its pings, and waits until their threads have ended, even when interrupted;
   * the thread stays so. Idempotent.
   */
  @Override
  public void close() {
    mailbox.close();
    crew.awaitEnd();
  }
}
