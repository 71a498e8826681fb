import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the JDK itself takes to share work that never waits: a scope with three virtual threads that
 * take sixteen steps under a lock, as a lookup's lanes do, beside one thread that takes them all in
 * a loop. Prints the time of each: for steps of next to nothing, for steps of half a microsecond,
 * and for the same where taking one changes 4 KB that all share.
 *
 * <pre>java --enable-preview --source 25 bench/Scope.java
 * java -Djdk.virtualThreadScheduler.parallelism=1 --enable-preview --source 25 bench/Scope.java
 * </pre>
 */
class Scope {

  static final int LANES = 3;
  static final int STEPS = 16;
  static final int WORKS = 100_000;

  /**
   * @param weight how long a step takes, in rounds of a loop
   * @param shared how many numbers are changed under the lock whenever a step is taken
   */
  record Kind(int weight, int shared) {}

  final ReentrantLock lock = new ReentrantLock();
  final int weight;
  final long[] shared;
  int taken;
  long sum;

  Scope(Kind kind) {
    this.weight = kind.weight;
    this.shared = new long[kind.shared];
  }

  static void main(String[] args) throws InterruptedException {
    // As a lookup's owner is, the one who waits is a virtual thread.
    Thread.ofVirtual().start(Scope::compare).join();
  }

  static void compare() {
    for (int round = 0; round < 3; round++) {
      for (Kind kind : new Kind[] {new Kind(0, 0), new Kind(500, 0), new Kind(500, 512)}) {
        double loop = nanos(kind, Scope::lane);
        double scope = nanos(kind, Scope::fanOut);
        System.out.printf(
            "%s: alone %,6.0f ns, in a scope %,6.0f ns, %.2f x the throughput%n",
            kind, loop, scope, loop / scope);
      }
    }
  }

  interface Way {
    void run(Scope work);
  }

  static double nanos(Kind kind, Way way) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long begin = System.nanoTime();
      for (int j = 0; j < WORKS; j++) {
        way.run(new Scope(kind));
      }
      best = Math.min(best, System.nanoTime() - begin);
    }
    return best / (double) WORKS;
  }

  static void fanOut(Scope work) {
    try (var scope = StructuredTaskScope.open(Joiner.awaitAll())) {
      for (int i = 0; i < LANES; i++) {
        scope.fork(() -> lane(work));
      }
      scope.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void lane(Scope work) {
    long sum = 0;
    while (work.next()) {
      sum += step(work.weight);
    }
    work.lock.lock();
    try {
      work.sum += sum;
    } finally {
      work.lock.unlock();
    }
  }

  boolean next() {
    lock.lock();
    try {
      for (int i = 0; i < shared.length; i++) {
        shared[i] = shared[i] * 31 + taken;
      }
      return taken++ < STEPS;
    } finally {
      lock.unlock();
    }
  }

  static long step(int weight) {
    long x = weight;
    for (int i = 0; i < weight; i++) {
      x = x * 31 + i;
    }
    return x;
  }
}
