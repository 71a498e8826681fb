package dev.weft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Chains of futures, each begun and gone on with on the JDK's common pool. Stateless. */
final class FutureClient implements Client {

  /** One operation. */
  @FunctionalInterface
  interface Performer {
    /** Begins it; true is what comes where it is done well. */
    CompletableFuture<Boolean> perform(Operation operation);
  }

  private final Performer performer;

  FutureClient(Performer performer) {
    this.performer = performer;
  }

  @Override
  public int run(IntFunction<? extends Operation> work, int count, int inFlight)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger well = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(inFlight);
    for (int i = 0; i < inFlight; i++) {
      ForkJoinPool.commonPool().execute(() -> chain(work, count, next, well, ended));
    }
    ended.await();
    return well.get();
  }

  /**
   * Goes on for as long as futures are done at once, and leaves the rest to the one that is not.
   */
  private void chain(
      IntFunction<? extends Operation> work,
      int count,
      AtomicInteger next,
      AtomicInteger well,
      CountDownLatch ended) {
    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
      long began = System.nanoTime();
      CompletableFuture<Boolean> done =
          performer
              .perform(work.apply(n))
              .handle(
                  (isWell, _) -> {
                    Latencies.OF_THIS_JVM.add(System.nanoTime() - began);
                    if (Boolean.TRUE.equals(isWell)) {
                      well.incrementAndGet();
                    }
                    return true;
                  });
      if (!done.isDone()) {
        done.thenRun(() -> chain(work, count, next, well, ended));
        return;
      }
    }
    ended.countDown();
  }

  @Override
  public long cancel(IntFunction<? extends Operation> work, int count, Begun begun)
      throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(count);
    List<CompletableFuture<Boolean>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CompletableFuture<Boolean> future = performer.perform(work.apply(i));
      future.whenComplete((_, _) -> ended.countDown());
      futures.add(future);
    }
    begun.await();
    long began = System.nanoTime();
    futures.forEach(future -> future.cancel(true));
    ended.await();
    return System.nanoTime() - began;
  }

  @Override
  public void close() {}
}
