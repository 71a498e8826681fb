package dev.weft.lan;

import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that this machine has come into another network, or left one, and has the node act on it,
 * on one thread of its own. May be used by any thread.
 *
 * <p>An address that nobody elsewhere could use, of the loopback interface or of one link alone, is
 * no news when it comes; programs that run others in containers make such all day.
 */
public final class Moves implements AutoCloseable {

  /** How long nothing is done again: where an interface comes and goes, the node does not, too. */
  private static final Duration CALM = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

  /** What is done about it. */
  @FunctionalInterface
  public interface Moved {
    /**
     * The addresses of the machine have changed.
     *
     * @param here all that it has now
     * @param came whether there is one among them that others may be able to reach, and that was
     *     not there before
     * @throws InterruptedException if the thread is interrupted, as it is at the end
     */
    void moved(Set<InetAddress> here, boolean came) throws InterruptedException;
  }

  private final Environment environment;
  private final Crew crew;

  /**
   * One in which nothing happens before it is started.
   *
   * @param environment has the thread
   */
  public Moves(Environment environment) {
    this.environment = environment;
    this.crew = new Crew(environment, 1);
  }

  /**
   * Has this be told of each change from now on. To be called once.
   *
   * @param interfaces those of the machine
   * @param moved is told, on the one thread
   */
  public void start(Interfaces interfaces, Moved moved) {
    crew.start("weft-moves", () -> keepLooking(interfaces, moved));
  }

  private void keepLooking(Interfaces interfaces, Moved moved) throws InterruptedException {
    Set<InetAddress> before = interfaces.awaitOther(new LinkedHashSet<>());
    while (true) {
      Set<InetAddress> here = interfaces.awaitOther(before);
      Set<InetAddress> fresh = new LinkedHashSet<>(here);
      fresh.removeAll(before);
      before = here;
      boolean came = fresh.stream().anyMatch(Moves::leadsFar);
      LOG.debug("the addresses of this machine are now {}", here);
      moved.moved(here, came);
      environment.sleep(CALM);
    }
  }

  private static boolean leadsFar(InetAddress address) {
    return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
  }

  /** Tells of nothing any more, and returns when no thread is left. Idempotent. */
  @Override
  public void close() {
    crew.close();
  }
}
