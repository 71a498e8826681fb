package dev.weft.bench;

import dev.weft.bench.callback.Future;
import dev.weft.bench.callback.NettyLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Callbacks: each event loop has its share of the operations and of those in flight, and begins the
 * next of them when one is done. Immutable.
 */
final class CallbackClient implements Client {

  /** One operation on one loop, of that loop's thread. */
  @FunctionalInterface
  interface Performer {
    /** Begins it; true is what comes where it is done well. */
    Future<Boolean> perform(Operation operation);
  }

  /** A loop, and what is done there. */
  record Lane(NettyLoop loop, Performer performer) {}

  private final List<Lane> lanes;
  private final Runnable close;

  CallbackClient(List<Lane> lanes, Runnable close) {
    this.lanes = lanes;
    this.close = close;
  }

  @Override
  public int run(IntFunction<? extends Operation> work, int count, int inFlight)
      throws InterruptedException {
    AtomicInteger well = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(inFlight);
    int used = Math.min(inFlight, lanes.size());
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < used; i++) {
      shares.add(new Share(i, used, count));
    }
    for (int i = 0; i < inFlight; i++) {
      Lane lane = lanes.get(i % used);
      Chain chain = new Chain(lane.performer(), work, shares.get(i % used), well, ended);
      lane.loop().execute(chain::goOn);
    }
    ended.await();
    return well.get();
  }

  /** The numbers that one loop takes: every so many-th. Confined to its loop. */
  private static final class Share {
    private final int step;
    private final int count;
    private int next;

    Share(int first, int step, int count) {
      this.next = first;
      this.step = step;
      this.count = count;
    }

    /** The next number; -1 where there is none. */
    int next() {
      int number = next < count ? next : -1;
      next += number < 0 ? 0 : step;
      return number;
    }
  }

  /** One operation after the other. Confined to its loop. */
  private static final class Chain {
    private final Performer performer;
    private final IntFunction<? extends Operation> work;
    private final Share share;
    private final AtomicInteger well;
    private final CountDownLatch ended;
    private boolean beginning;
    private boolean done;

    Chain(
        Performer performer,
        IntFunction<? extends Operation> work,
        Share share,
        AtomicInteger well,
        CountDownLatch ended) {
      this.performer = performer;
      this.work = work;
      this.share = share;
      this.well = well;
      this.ended = ended;
    }

    /** Begins the next ones, for as long as each is done at once. */
    void goOn() {
      beginning = true;
      do {
        done = false;
        int number = share.next();
        if (number < 0) {
          ended.countDown();
          return;
        }
        long began = System.nanoTime();
        performer.perform(work.apply(number)).addDoneCallback(future -> onDone(future, began));
      } while (done);
      beginning = false;
    }

    private void onDone(Future<Boolean> future, long began) {
      Latencies.OF_THIS_JVM.add(System.nanoTime() - began);
      if (!future.isCancelled() && future.exception() == null && future.result()) {
        well.incrementAndGet();
      }
      done = true;
      if (!beginning) {
        goOn();
      }
    }
  }

  @Override
  public long cancel(IntFunction<? extends Operation> work, int count, Begun begun)
      throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(count);
    List<List<Future<Boolean>>> futures = new ArrayList<>(); // each of a loop of its own
    for (int lane = 0; lane < lanes.size(); lane++) {
      int first = lane;
      List<Future<Boolean>> mine = new ArrayList<>();
      futures.add(mine);
      Performer performer = lanes.get(lane).performer();
      lanes
          .get(lane)
          .loop()
          .execute(
              () -> {
                for (int i = first; i < count; i += lanes.size()) {
                  Future<Boolean> future = performer.perform(work.apply(i));
                  future.addDoneCallback(_ -> ended.countDown());
                  mine.add(future);
                }
              });
    }
    begun.await();
    long began = System.nanoTime();
    for (int lane = 0; lane < lanes.size(); lane++) {
      List<Future<Boolean>> mine = futures.get(lane);
      lanes.get(lane).loop().execute(() -> mine.forEach(Future::cancel));
    }
    ended.await();
    return System.nanoTime() - began;
  }

  @Override
  public void close() {
    close.run();
  }
}
