package dev.weft.sim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a message takes from one node to another. Immutable. Each message draws its own time, so
 * messages overtake each other.
 */
public sealed interface Latency {

  /**
   * Draws the time of one message, one way, in nanoseconds; the nodes are told by their numbers.
   *
   * @param random whose chance decides
   * @param from the number of the sender
   * @param to the number of the receiver
   * @return the time, in nanoseconds
   */
  long nanos(RandomGenerator random, int from, int to);

  /**
   * Reads what {@code toString} writes: {@code constant:50ms}, {@code uniform:10ms,90ms}, {@code
   * lognormal:40ms,0.4} or {@code regions:4,5ms,40ms}, where times are in {@code us}, {@code ms} or
   * {@code s}.
   *
   * @param text the text
   * @return what it says
   * @throws IllegalArgumentException if the text is anything else; the message shows what is
   */
  static Latency parse(String text) {
    return LatencyText.parse(text);
  }

  /**
   * {@return the same time for every message}
   *
   * @param time one way; not negative
   */
  static Latency constant(Duration time) {
    return new Constant(time);
  }

  /**
   * Anything from a least to a greatest time.
   *
   * @param least one way; not negative
   * @param most no less than that
   * @return each time evenly drawn from between these
   */
  static Latency uniform(Duration least, Duration most) {
    return new Uniform(least, most);
  }

  /**
   * Mostly about the median, and now and then much more, as on the Internet.
   *
   * @param median one way; not negative
   * @param sigma how much the logarithm of the time varies, from 0 to 3
   * @return a log-normal distribution
   */
  static Latency logNormal(Duration median, double sigma) {
    return new LogNormal(median, sigma);
  }

  /**
   * Nodes in regions, dealt out in turn: quick within one, and slower between two, the more so the
   * farther apart they are on a ring. Each time varies by a quarter.
   *
   * @param count how many regions, at least 1
   * @param within one way within a region
   * @param between one way from one region to the next
   * @return times that depend on where sender and receiver are
   */
  static Latency regions(int count, Duration within, Duration between) {
    return new Regions(count, within, between);
  }

  /**
   * The same time for every message.
   *
   * @param time one way
   */
  record Constant(Duration time) implements Latency {
    /** Checks the time. */
    public Constant {
      requireNotNegative(time);
    }

    @Override
    public long nanos(RandomGenerator random, int from, int to) {
      return time.toNanos();
    }

    @Override
    public String toString() {
      return "constant:" + LatencyText.text(time);
    }
  }

  /**
   * Anything between two times, each as likely.
   *
   * @param least one way
   * @param most one way; not less than the least
   */
  record Uniform(Duration least, Duration most) implements Latency {
    /** Checks the times. */
    public Uniform {
      requireNotNegative(least);
      if (most.compareTo(least) < 0) {
        throw new IllegalArgumentException("the greatest latency is less than the least");
      }
    }

    @Override
    public long nanos(RandomGenerator random, int from, int to) {
      return random.nextLong(least.toNanos(), most.toNanos() + 1);
    }

    @Override
    public String toString() {
      return "uniform:" + LatencyText.text(least) + "," + LatencyText.text(most);
    }
  }

  /**
   * The median times e to the power of a normally distributed number; never more than a hundred
   * times the median.
   *
   * @param median one way
   * @param sigma the normal distribution's standard deviation; 0.5 is usual on the Internet
   */
  record LogNormal(Duration median, double sigma) implements Latency {
    private static final double MOST = 100;

    /** Checks the numbers. */
    public LogNormal {
      requireNotNegative(median);
      if (!(sigma >= 0 && sigma <= 3)) {
        throw new IllegalArgumentException("sigma must be from 0 to 3");
      }
    }

    @Override
    public long nanos(RandomGenerator random, int from, int to) {
      double factor = Math.min(MOST, StrictMath.exp(sigma * random.nextGaussian()));
      return (long) (median.toNanos() * factor);
    }

    @Override
    public String toString() {
      return "lognormal:" + LatencyText.text(median) + "," + sigma;
    }
  }

  /**
   * Nodes in regions; see {@link Latency#regions}.
   *
   * @param count how many regions; at least 1
   * @param within one way, within a region
   * @param between one way, for each step from region to region around the ring
   */
  record Regions(int count, Duration within, Duration between) implements Latency {
    /** Checks the numbers. */
    public Regions {
      requireNotNegative(within);
      requireNotNegative(between);
      if (count < 1) {
        throw new IllegalArgumentException("there must be at least one region");
      }
    }

    @Override
    public long nanos(RandomGenerator random, int from, int to) {
      int apart = Math.abs(from % count - to % count);
      long steps = Math.min(apart, count - apart);
      long typical = within.toNanos() + steps * between.toNanos();
      return typical + random.nextLong(typical / 4 + 1);
    }

    @Override
    public String toString() {
      return "regions:" + count + "," + LatencyText.text(within) + "," + LatencyText.text(between);
    }
  }

  private static void requireNotNegative(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a latency cannot be negative");
    }
  }
}
