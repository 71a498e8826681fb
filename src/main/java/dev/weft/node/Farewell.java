package dev.weft.node;

import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;

/**
 * The last thing that a node does of its own accord, on a thread of its own, so that it takes no
 * longer than three seconds. Stateless beside its parts; may be used by any thread.
 */
final class Farewell implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** Of that, for the copies of what was set a moment ago. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  /**
   * And for withdrawing what is announced, which would else take all of it where that is much.
   * There is as much left for handing over, at least: a record expires soon, and a copy that is
   * short is made up for by others only within the hour.
   */
  private static final Duration WITHDRAW = Duration.ofSeconds(1);

  private final Environment environment;
  private final Placements placements;
  private final Topics topics;
  private final HandOver handOver;
  private final Crew crew;

  Farewell(Environment environment, Placements placements, Topics topics, HandOver handOver) {
    this.environment = environment;
    this.placements = placements;
    this.topics = topics;
    this.handOver = handOver;
    this.crew = new Crew(environment, 1);
  }

  /**
   * Waits for the copies that are on their way, withdraws what is announced, hands over what would
   * be a copy short, and says good-bye. An interrupt cuts it short; the thread stays interrupted.
   *
   * @return false if this is closed, and nothing was done
   */
  boolean take() {
    Promise<Boolean> done = environment.promise();
    boolean open = crew.start("farewell", () -> take(done));
    if (open) {
      try {
        done.await(LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return open;
  }

  private void take(Promise<Boolean> done) throws InterruptedException {
    try {
      placements.flush(FLUSH);
      topics.withdrawAll(WITHDRAW);
      handOver.leave();
    } finally {
      done.complete(true);
    }
  }

  /** Ends it where it is. Idempotent. */
  @Override
  public void close() {
    crew.close();
  }
}
