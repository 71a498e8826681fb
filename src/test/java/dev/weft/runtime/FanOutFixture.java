package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the tests of {@link FanOut} share: each runs with owners and lanes of either kind of thread,
 * and leaves no thread behind.
 */
@ParameterizedClass
@EnumSource
@Timeout(60)
abstract class FanOutFixture {
  enum Kind {
    VIRTUAL(Thread.ofVirtual().factory()),
    PLATFORM(Thread.ofPlatform().daemon().factory());

    final ThreadFactory threads;

    Kind(ThreadFactory threads) {
      this.threads = threads;
    }
  }

  interface Body {
    void run() throws Exception;
  }

  @Parameter private Kind kind;

  final Queue<Thread> started = new ConcurrentLinkedQueue<>();
  final AtomicInteger interrupted = new AtomicInteger();

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : started) {
      // The thread has left its scope; what is left is the JVM's to do.
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }
  }

  Thread thread(Runnable work) {
    Thread thread = kind.threads.newThread(work);
    started.add(thread);
    return thread;
  }

  /** Forks lanes that wait for an interrupt and returns when all of them do. */
  void forkWaiting(FanOut lanes, int count) {
    var waiting = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      lanes.fork(() -> waitForInterrupt(waiting));
    }
    awaitIgnoringInterrupts(waiting);
  }

  Integer waitForInterrupt(CountDownLatch waiting) throws InterruptedException {
    waiting.countDown();
    try {
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    }
  }

  /** A scope whose only lane has failed. */
  FanOut failed(RuntimeException failure) throws InterruptedException {
    FanOut lanes = FanOut.open(this::thread, () -> false);
    lanes.fork(() -> fail(failure));
    for (Thread thread : started) {
      thread.join();
    }
    return lanes;
  }

  static void fail(Throwable failure) {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }

  static void awaitIgnoringInterrupts(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // The tests interrupt on purpose.
      }
    }
  }

  /** Runs the body on a thread of the kind that the class is run for. */
  void asOwner(Body body) throws Throwable {
    var thrown = new AtomicReference<Throwable>();
    Thread owner =
        kind.threads.newThread(
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    owner.start();
    owner.join();
    if (thrown.get() != null) {
      throw thrown.get();
    }
  }
}
