package dev.weft.sim;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;

/**
 * Makes virtual threads that run on an executor of ours instead of the JDK's own. Stateless.
 *
 * <p>The JDK (25 to 28) has a builder that does it, and does not offer it to the public: hence the
 * flag without which nothing here works.
 */
final class SimThreads {

  private static final String FLAG = "--add-opens java.base/java.lang=";
  private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";
  private static final MethodHandle MAKER = maker(BUILDER);

  private SimThreads() {}

  /** A virtual thread, unstarted, whose every step is handed to the executor to be run. */
  static Thread make(Executor executor, String name, Runnable task) {
    return builder(MAKER, executor).name(name).unstarted(task);
  }

  /** Throws what the maker throws, which is the sentence below where the flag is missing. */
  @SuppressWarnings("unchecked") // the cast of what is thrown is erased, which is the point
  static <X extends Throwable> Thread.Builder builder(MethodHandle maker, Executor executor)
      throws X {
    try {
      return (Thread.Builder) maker.invokeExact(executor);
    } catch (Throwable e) {
      throw (X) e;
    }
  }

  /** Finds the constructor of a builder; where that cannot be, the handle throws the reason. */
  static MethodHandle maker(String builder) {
    try {
      Class<?> type = Class.forName(builder);
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findConstructor(type, MethodType.methodType(void.class, Executor.class))
          .asType(MethodType.methodType(Thread.Builder.class, Executor.class));
    } catch (ReflectiveOperationException e) {
      var missing = new SimulationException(sentence(SimThreads.class.getModule()), e);
      return MethodHandles.dropArguments(
          MethodHandles.throwException(Thread.Builder.class, SimulationException.class)
              .bindTo(missing),
          0,
          Executor.class);
    }
  }

  /** Says what is missing where Weft is in this module. */
  static String sentence(Module own) {
    return "the simulator schedules virtual threads itself, for which Java "
        + Runtime.version().feature()
        + " has to be started with "
        + FLAG
        + (own.isNamed() ? own.getName() : "ALL-UNNAMED")
        + " (in Maven: the argLine of surefire; weft.jar has it already)";
  }
}
