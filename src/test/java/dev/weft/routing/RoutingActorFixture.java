package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.node;
import static dev.weft.routing.Nodes.nodes;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** What the tests of {@link RoutingActor} share. */
abstract class RoutingActorFixture extends Simulated {
  static final Duration HOUR = Duration.ofHours(1);

  /** k, the cache, failures, blacklist (time and size), ping after, pings, mailbox. */
  static final RoutingOptions OPTIONS =
      new RoutingOptions(2, 2, 5, HOUR, 10, Duration.ofSeconds(1), 2, 8, PrefixLimits.DEFAULT);

  final List<Contact> admitted = new ArrayList<>();
  final List<Contact> pinged = new ArrayList<>();
  final LinkedBlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
  Pinger pinger = this::awaitAnswer;
  RoutingActor actor = start(admitted::add);

  RoutingActor start(Consumer<Contact> onAdmitted) {
    return RoutingActor.start(
        environment, SELF, OPTIONS, contact -> pinger.ping(contact), onAdmitted);
  }

  void restart(Consumer<Contact> onAdmitted) {
    actor.close();
    actor = start(onAdmitted);
  }

  boolean awaitAnswer(Contact contact) throws InterruptedException {
    pinged.add(contact);
    return answers.take();
  }

  /** Starts anew, and keeps the actor busy with a first contact until the promise is completed. */
  Promise<Boolean> keepBusy(Consumer<Contact> onAdmitted) throws InterruptedException {
    Promise<Boolean> goOn = environment.promise();
    restart(
        contact -> {
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          onAdmitted.accept(contact);
        });
    actor.seen(node("1"), true);
    settle();
    return goOn;
  }

  @AfterEach
  void close() {
    actor.close();
  }

  /** A full bucket of two, seen at different times, beyond two neighbours. */
  List<Contact> fullFarBucket() throws InterruptedException {
    nodes("0", 2, 1).forEach(contact -> actor.seen(contact, true));
    List<Contact> far = List.of(node("10"), node("11"));
    for (Contact contact : far) {
      actor.seen(contact, true);
      actor.settled();
      environment.sleep(Duration.ofNanos(1));
    }
    return far;
  }
}
