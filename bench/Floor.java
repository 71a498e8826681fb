import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.locks.LockSupport;

/**
 * What the JDK itself takes for a lookup that waits: a virtual thread that has forked three others
 * in a scope, all of them parked, and nothing else. Prints the bytes of heap for each.
 *
 * <pre>java --enable-preview --source 25 bench/Floor.java 10000</pre>
 */
class Floor {

  static final int LANES = 3;

  static void main(String[] args) throws InterruptedException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    waiting(20_000); // so that what comes then is compiled, and its frames are small
    System.out.println(waiting(count) + " bytes for each of " + count);
  }

  /** The bytes for each of so many scopes that wait; all have ended then. */
  static long waiting(int count) throws InterruptedException {
    long before = used();
    var parked = new CountDownLatch(count * LANES);
    Thread[] callers = new Thread[count];
    for (int i = 0; i < count; i++) {
      callers[i] = Thread.ofVirtual().start(() -> scope(parked));
    }
    parked.await();
    long each = (used() - before) / count;
    for (Thread caller : callers) {
      caller.interrupt();
      caller.join();
    }
    return each;
  }

  static void scope(CountDownLatch parked) {
    try (var scope = StructuredTaskScope.open(Joiner.awaitAll())) {
      for (int i = 0; i < LANES; i++) {
        scope.fork(
            () -> {
              parked.countDown();
              while (!Thread.interrupted()) {
                LockSupport.park();
              }
            });
      }
      scope.join();
    } catch (InterruptedException e) {
      // that was to happen
    }
  }

  static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
