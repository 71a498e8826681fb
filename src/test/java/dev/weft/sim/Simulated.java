package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * A test that runs in a simulated world of its own, from its constructor to its last {@code
 * AfterEach}; at its end no thread may be left. Confined to that world's thread. Which of several
 * threads comes first depends on the seed; {@code -Dweft.seed=…} tries another.
 */
@ExtendWith(Simulated.Runner.class)
public abstract class Simulated {

  private static final ScopedValue<SimEnvironment> WORLD = ScopedValue.newInstance();

  /** The world of this test. */
  protected final SimEnvironment environment = WORLD.get();

  /** Returns when every thread waits for another one or for the clock, which moves on by little. */
  protected final void settle() throws InterruptedException {
    environment.sleep(Duration.ofMillis(1));
  }

  /** Something to be done that takes its time. */
  @FunctionalInterface
  protected interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  /** Does something at the same time; what it throws fails the test. */
  protected final Thread start(Action action) {
    return environment.start(
        "meanwhile",
        () -> {
          try {
            action.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  static final class Runner implements InvocationInterceptor, AfterEachCallback {

    @Override
    public <T> T interceptTestClassConstructor(
        Invocation<T> constructor,
        ReflectiveInvocationContext<Constructor<T>> what,
        ExtensionContext context)
        throws Throwable {
      SimEnvironment world = new SimEnvironment(Long.getLong("weft.seed", 1));
      return world.call(() -> ScopedValue.where(WORLD, world).call(constructor::proceed));
    }

    private static SimEnvironment world(ExtensionContext context) {
      return ((Simulated) context.getRequiredTestInstance()).environment;
    }

    @Override
    public void interceptBeforeEachMethod(
        Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
        throws Throwable {
      world(context).run(method::proceed);
    }

    @Override
    public void interceptTestMethod(
        Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
        throws Throwable {
      world(context).run(method::proceed);
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
        throws Throwable {
      world(context).run(method::proceed);
    }

    @Override
    public void interceptAfterEachMethod(
        Invocation<Void> method, ReflectiveInvocationContext<Method> what, ExtensionContext context)
        throws Throwable {
      world(context).run(method::proceed);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
      try (SimEnvironment world = world(context)) {
        world.run(() -> world.sleep(Duration.ofSeconds(1)));
        assertThat(world.living()).as("threads that are left").isEmpty();
      }
    }
  }
}
