package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shared by its lanes, each of which takes the next line and stores it, and again. The source is
 * guarded by one lock, under which a lane may wait; the counts are guarded by another, under which
 * none does.
 *
 * <p>Every line ends in exactly one of three ways: it is stored; it is bad, named and skipped; or
 * it is written to the file of failed lines, to be loaded again. The last holds for lines in flight
 * or not yet read when the load gives up or is interrupted, too.
 */
final class Load {

  /** After so many sets in a row that nobody answered, there is no use in trying the others. */
  static final int GIVE_UP_AFTER = 100;

  /** So many failures are told of; with more of them, one would not read on. */
  static final int FAILURES_TOLD = 20;

  private final Dht dht;
  private final TsvLines source;
  private final FailedLines failed;
  private final Duration timeToLive;
  private final Duration timeout;
  private final Voice voice;

  private final ReentrantLock reading = new ReentrantLock();
  private final NamesInFlight inFlight = new NamesInFlight();

  /** Stays here until a lane is free to store it, so that an interrupt loses no line. */
  private TsvLines.@Nullable Entry upcoming;

  private final ReentrantLock counting = new ReentrantLock();
  private long stored;
  private long refused;
  private long unreachable;
  private long bad;
  private long untried;
  private int unansweredInARow;

  Load(
      Dht dht,
      TsvLines source,
      FailedLines failed,
      Duration timeToLive,
      Duration timeout,
      Voice voice) {
    this.dht = dht;
    this.source = source;
    this.failed = failed;
    this.timeToLive = timeToLive;
    this.timeout = timeout;
    this.voice = voice;
  }

  /** What a load tells while it goes on; called by any of its lanes. */
  interface Voice {
    /** A line has been dealt with. */
    void step();

    /** A line was bad, or could not be stored. */
    void complain(String line);
  }

  /**
   * What came of a load.
   *
   * @param lines how many were read
   * @param untried how many were left, unread or in flight, when the load gave up
   */
  record Result(long lines, long stored, long refused, long unreachable, long bad, long untried) {

    boolean gaveUp() {
      return untried > 0;
    }

    /** How many lines are in the file of failed lines. */
    long failed() {
      return refused + unreachable + untried;
    }
  }

  /** Loads all lines. */
  Result run(Environment environment, int parallel) throws IOException, InterruptedException {
    upcoming = nextEntry();
    try (FanOut lanes = FanOut.open(environment.threads("weft-load"), this::givesUp)) {
      for (int i = 0; i < parallel; i++) {
        lanes.fork(this::lane);
      }
      lanes.join();
    } finally {
      keepTheRest();
    }
    return new Result(source.count(), stored, refused, unreachable, bad, untried);
  }

  private boolean givesUp() {
    counting.lock();
    try {
      return unansweredInARow >= GIVE_UP_AFTER;
    } finally {
      counting.unlock();
    }
  }

  private void lane() throws InterruptedException {
    for (var entry = take(); entry != null; entry = take()) {
      try {
        store(entry);
      } finally {
        inFlight.leave(entry.name());
      }
      voice.step();
    }
  }

  /** The next line that can be stored, when no earlier one of that name is in flight. */
  private TsvLines.@Nullable Entry take() throws InterruptedException {
    reading.lockInterruptibly();
    try {
      TsvLines.Entry entry = upcoming;
      if (entry == null || givesUp()) {
        return null;
      }
      inFlight.enter(entry.name());
      upcoming = nextEntry();
      return entry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      reading.unlock();
    }
  }

  private TsvLines.@Nullable Entry nextEntry() throws IOException {
    TsvLines.Line line = source.next();
    while (line instanceof TsvLines.Bad flawed) {
      bad++;
      voice.complain("line " + flawed.number() + ": " + flawed.why() + "; skipped");
      voice.step();
      line = source.next();
    }
    return (TsvLines.Entry) line;
  }

  private void store(TsvLines.Entry entry) throws InterruptedException {
    try {
      dht.set(entry.name(), entry.value(), timeToLive, timeout);
      dht.forget(entry.name()); // a file of any size would otherwise be kept here to be renewed
      countStored();
    } catch (DhtException e) {
      failed.add(entry.raw());
      if (countFailure(Failures.code(e)) <= FAILURES_TOLD) {
        voice.complain("line " + entry.number() + ": " + entry.name() + ": " + e.getMessage());
      }
    } catch (InterruptedException e) {
      keep(entry);
      throw e;
    }
  }

  private void countStored() {
    counting.lock();
    try {
      stored++;
      unansweredInARow = 0;
    } finally {
      counting.unlock();
    }
  }

  /** Counts a failure, and returns how many there have been. */
  private long countFailure(int code) {
    counting.lock();
    try {
      if (code == ExitCode.REFUSED) {
        refused++;
        unansweredInARow = 0;
      } else {
        unreachable++;
        unansweredInARow++;
      }
      return refused + unreachable;
    } finally {
      counting.unlock();
    }
  }

  /** Puts a line that was in flight into the file of failed lines. */
  private void keep(TsvLines.Entry entry) {
    failed.add(entry.raw());
    counting.lock();
    try {
      untried++;
    } finally {
      counting.unlock();
    }
  }

  /** Puts what no lane has taken there, too; the lanes have ended by then. */
  private void keepTheRest() throws IOException {
    while (upcoming != null) {
      keep(upcoming);
      upcoming = nextEntry();
    }
  }
}
