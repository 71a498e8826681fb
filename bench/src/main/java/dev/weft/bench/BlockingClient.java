package dev.weft.bench;

import dev.weft.runtime.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Plain blocking code: each of those that are in flight has a thread, virtual or not, that carries
 * out one operation after the other. Immutable.
 */
final class BlockingClient implements Client {

  /** One operation, carried out on the calling thread. */
  @FunctionalInterface
  interface Performer {
    /**
     * Does it.
     *
     * @return whether it was done well
     */
    boolean perform(Operation operation) throws InterruptedException;
  }

  private final Environment environment;
  private final Performer performer;
  private final Runnable close;

  BlockingClient(Environment environment, Performer performer, Runnable close) {
    this.environment = environment;
    this.performer = performer;
    this.close = close;
  }

  @Override
  public int run(IntFunction<? extends Operation> work, int count, int inFlight)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger well = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(inFlight);
    for (int i = 0; i < inFlight; i++) {
      start(
          ended,
          () -> {
            for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
              long began = System.nanoTime();
              if (performer.perform(work.apply(n))) {
                well.incrementAndGet();
              }
              Latencies.OF_THIS_JVM.add(System.nanoTime() - began);
            }
          });
    }
    ended.await();
    return well.get();
  }

  @Override
  public long cancel(IntFunction<? extends Operation> work, int count, Begun begun)
      throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(count);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(start(ended, () -> performer.perform(work.apply(number))));
    }
    begun.await();
    long began = System.nanoTime();
    threads.forEach(Thread::interrupt);
    ended.await();
    return System.nanoTime() - began;
  }

  private interface Body {
    void run() throws InterruptedException;
  }

  private Thread start(CountDownLatch ended, Body body) {
    Thread thread =
        environment
            .threads("caller")
            .newThread(
                () -> {
                  try {
                    body.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // it was cancelled, and has nothing to add
                  } finally {
                    ended.countDown();
                  }
                });
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    close.run();
  }
}
