package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.node;
import static dev.weft.routing.Nodes.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What the tests of {@link RoutingActor} share; each leaves no thread behind. */
@Timeout(60)
abstract class RoutingActorFixture {
  static final Duration HOUR = Duration.ofHours(1);

  /** k, the cache, failures, blacklist (time and size), ping after, pings, mailbox. */
  static final RoutingOptions OPTIONS =
      new RoutingOptions(2, 2, 5, HOUR, 10, Duration.ofSeconds(1), 2, 8);

  final TestEnvironment environment = new TestEnvironment();
  final List<Contact> admitted = new CopyOnWriteArrayList<>();
  final List<Contact> pinged = new CopyOnWriteArrayList<>();
  final LinkedBlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
  volatile Pinger pinger = this::awaitAnswer;
  RoutingActor actor = start(admitted::add);

  RoutingActor start(Consumer<Contact> onAdmitted) {
    return RoutingActor.start(
        environment, SELF, OPTIONS, contact -> pinger.ping(contact), onAdmitted);
  }

  void restart(Consumer<Contact> onAdmitted) {
    actor.close();
    environment.threads.clear();
    actor = start(onAdmitted);
  }

  boolean awaitAnswer(Contact contact) throws InterruptedException {
    pinged.add(contact);
    return answers.take();
  }

  @AfterEach
  void closeLeavesNoThread() throws InterruptedException {
    actor.close();
    assertThat(environment.alive()).isEmpty();
  }

  /** A full bucket of two, seen at different times, beyond two neighbours. */
  List<Contact> fullFarBucket() throws InterruptedException {
    nodes("0", 2, 1).forEach(contact -> actor.seen(contact, true));
    List<Contact> far = List.of(node("10"), node("11"));
    for (Contact contact : far) {
      actor.seen(contact, true);
      actor.settled();
      environment.nanos.incrementAndGet();
    }
    return far;
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
