package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does when its machine has come into another network: it gives up connections that use
 * an address which is gone; greets those it knows, its neighbours first, who so see where it is now
 * and dial it there; looks itself up; and announces its owner under its topics anew. Stateless
 * beside its parts; may be used by any thread, but one at a time.
 *
 * <p>A new network may not carry anything yet when its address is there. So a few are greeted, and
 * again after a while, up to {@value #ATTEMPTS} times, before all are: whoever does not answer then
 * is held to have failed.
 */
final class Relocation {

  private static final int ATTEMPTS = 4;
  private static final int SCOUTS = 8;
  private static final int AT_ONCE = 32;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Relocation.class);

  private final Key self;
  private final Duration timeout;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Joining joining;
  private final Meetings meetings;
  private final Topics topics;
  private final Whereabouts whereabouts;

  /**
   * @param timeout how long to wait for whom is greeted
   */
  Relocation(
      Key self,
      Duration timeout,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Joining joining,
      Meetings meetings,
      Topics topics,
      Whereabouts whereabouts) {
    this.self = self;
    this.timeout = timeout;
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.joining = joining;
    this.meetings = meetings;
    this.topics = topics;
    this.whereabouts = whereabouts;
  }

  /**
   * The addresses of the machine have changed.
   *
   * @param here all that it has now
   * @param came whether there is a new one
   */
  void moved(Set<InetAddress> here, boolean came) throws InterruptedException {
    int cut = transport.cutOff(here);
    if (cut > 0 || came) {
      whereabouts.moved();
    }
    boolean alone = here.stream().allMatch(InetAddress::isLoopbackAddress);
    if (alone || (cut == 0 && !came)) {
      LOG.debug("nothing to tell others: {} connections are lost", cut);
      return;
    }
    LOG.info("this machine has come into another network; telling the others");
    Duration pause = FIRST_PAUSE;
    for (int i = 1; !isBack() && i < ATTEMPTS; i++) {
      environment.sleep(pause);
      pause = pause.multipliedBy(2);
    }
    topics.hurry();
  }

  /** Whether anybody answers; then all were greeted. */
  private boolean isBack() throws InterruptedException {
    List<Contact> known = routing.closest(self, Integer.MAX_VALUE);
    if (known.isEmpty()) {
      meetings.rejoin();
      return routing.snapshot().size() > 0;
    }
    int scouts = Math.min(SCOUTS, known.size());
    if (!joining.greetAll(known.subList(0, scouts))) {
      return false;
    }
    for (int i = scouts; i < known.size(); i += AT_ONCE) {
      FanOut.map(
          environment.threads("greet"),
          known.subList(i, Math.min(i + AT_ONCE, known.size())),
          contact -> joining.greet(contact, timeout));
    }
    return true;
  }
}
