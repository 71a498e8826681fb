package dev.weft.drogulus;

import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all who ask and by all links; guarded by its lock: the questions of this node that wait
 * for an answer, by their uuid.
 *
 * <p>An answer counts when it has the question's uuid and comes from the node that was asked,
 * whatever link it comes over. The drogulus looks at the uuid alone.
 */
final class Questions {

  /** What ends the wait of one who asks. */
  sealed interface Outcome {
    /** There is an answer from the one who was asked, of whatever kind. */
    record Answered(SealedMessage message) implements Outcome {}

    /** There will be none. */
    record Failed(RpcException reason) implements Outcome {}
  }

  /**
   * One question.
   *
   * @param link over which it goes
   * @param asked who is to answer; null for whoever listens there
   */
  private record Question(Link link, @Nullable Key asked, Promise<Outcome> outcome) {}

  private final Environment environment;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Question> waiting = new LinkedHashMap<>();
  private @Nullable RpcException closed;

  /**
   * @param limit how many may wait at once
   */
  Questions(Environment environment, int limit) {
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * Takes a question.
   *
   * @param asked who is to answer; null for whoever listens there
   * @return what the one who asks will wait for
   * @throws RpcException.Unsent if as many wait as may, or this is closed
   */
  Promise<Outcome> add(String uuid, Link link, @Nullable Key asked) throws RpcException {
    Promise<Outcome> outcome = environment.promise();
    lock.lock();
    try {
      if (closed != null) {
        throw closed;
      }
      if (waiting.size() >= limit) {
        throw new RpcException.Unsent("too many calls are under way");
      }
      waiting.put(uuid, new Question(link, asked, outcome));
    } finally {
      lock.unlock();
    }
    return outcome;
  }

  /** Forgets a question, whether it was answered, timed out or was interrupted. */
  void forget(String uuid) {
    lock.lock();
    try {
      waiting.remove(uuid);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a genuine answer, if anybody waits for it. */
  void answered(Link link, SealedMessage message) {
    Question question = find(message.envelope().uuid());
    if (question == null) {
      return;
    }
    Key from = message.envelope().sender().id();
    if (question.asked == null || question.asked.equals(from)) {
      question.outcome.complete(new Outcome.Answered(message));
    } else if (question.link.equals(link)) {
      question.outcome.complete(
          new Outcome.Failed(
              // Whoever named that node here may be the liar; so it is not to be blamed.
              new RpcException.Unreachable("another node than the one asked is at " + link)));
    }
  }

  private @Nullable Question find(String uuid) {
    lock.lock();
    try {
      return waiting.get(uuid);
    } finally {
      lock.unlock();
    }
  }

  /** How many questions wait. */
  int count() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** The links over which questions wait for an answer. */
  Set<Link> links() {
    lock.lock();
    try {
      return waiting.values().stream().map(Question::link).collect(Collectors.toSet());
    } finally {
      lock.unlock();
    }
  }

  /** The link has ended: what was asked over it will not be answered. */
  void ended(Link link, RpcException reason) {
    List<Question> all;
    lock.lock();
    try {
      all = List.copyOf(waiting.values());
    } finally {
      lock.unlock();
    }
    all.stream()
        .filter(question -> question.link.equals(link))
        .forEach(question -> question.outcome.complete(new Outcome.Failed(reason)));
  }

  /** Takes no more questions, and ends all that wait. Idempotent. */
  void close(RpcException reason) {
    List<Question> all;
    lock.lock();
    try {
      closed = reason;
      all = List.copyOf(waiting.values());
    } finally {
      lock.unlock();
    }
    all.forEach(question -> question.outcome.complete(new Outcome.Failed(reason)));
  }
}
