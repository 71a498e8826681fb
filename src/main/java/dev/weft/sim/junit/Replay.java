package dev.weft.sim.junit;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * The seed of one test, and how to have the same run again. Confined to the thread that runs the
 * test.
 */
final class Replay {

  /** The property that takes the place of every seed. */
  static final String PROPERTY = "weft.seed";

  private static final Namespace OURS = Namespace.create(Replay.class);

  private final ExtensionContext test;
  private final long seed;
  private final boolean repeated;
  private boolean printed;

  private Replay(ExtensionContext test, long seed, boolean repeated) {
    this.test = test;
    this.seed = seed;
    this.repeated = repeated;
  }

  /**
   * Finds the seed of a test.
   *
   * @param wanted the annotation's seed, or {@link SimulatedNetwork#FRESH}
   */
  static Replay of(ExtensionContext test, long wanted) {
    long first =
        test.getConfigurationParameter(PROPERTY, Long::valueOf)
            .orElseGet(() -> wanted == SimulatedNetwork.FRESH ? fresh(test) : wanted);
    boolean repeated = AnnotationSupport.isAnnotated(test.getTestMethod(), RepeatedTest.class);
    return new Replay(test, repeated ? first + earlierRepetitions(test) : first, repeated);
  }

  /** One seed for all tests that are run together. */
  private static long fresh(ExtensionContext test) {
    return test.getRoot()
        .getStore(OURS)
        .computeIfAbsent(PROPERTY, _ -> new Random().nextLong(1_000_000_000), Long.class);
  }

  /** The identifier of the third repetition ends in {@code #3]}; JUnit tells it nowhere else. */
  private static long earlierRepetitions(ExtensionContext test) {
    String id = test.getUniqueId();
    return Long.parseLong(id, id.lastIndexOf('#') + 1, id.length() - 1, 10) - 1;
  }

  long seed() {
    return seed;
  }

  /** Adds the seed to a failure, as something suppressed, and prints it, once for each test. */
  void tell(Throwable failure) {
    if (failure instanceof TestAbortedException) {
      return;
    }
    failure.addSuppressed(new Hint(sentence()));
    if (!printed) {
      printed = true;
      System.err.println(sentence());
      test.publishReportEntry(PROPERTY, Long.toString(seed));
    }
  }

  private String sentence() {
    String name = test.getRequiredTestClass().getName();
    String method = test.getRequiredTestMethod().getName();
    return "%s#%s failed in a simulated network with seed %d; the same run again%s: "
            .formatted(name, method, seed, repeated ? ", as the first repetition" : "")
        + "mvn test '-Dtest=%s#%s' -D%s=%d".formatted(name, method, PROPERTY, seed)
        + " (or, however the tests are run, the system property %s=%d)".formatted(PROPERTY, seed);
  }

  /** Shows the sentence where a failure's stack trace is shown. */
  private static final class Hint extends Exception {
    private static final long serialVersionUID = 1L;

    Hint(String sentence) {
      super(sentence, null, false, false);
    }
  }
}
