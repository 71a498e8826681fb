package dev.weft.sim.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a network of Weft nodes in simulated time, and runs it on a simulated thread.
 *
 * {@snippet file="dev/weft/snippets/MyApplicationTest.java" region="application"}
 *
 * <p>On a class it stands for each of its tests, those of nested classes included; on a method it
 * takes the place of the class's. The test, and each method before and after it, runs within {@link
 * dev.weft.sim.SimNetwork#run}, on a simulated thread of its own: what blocks there blocks in
 * simulated time, and all of it in the same order whenever the seed is the same. Code under test
 * that starts threads or waits for a time takes both from {@link
 * dev.weft.sim.SimNetwork#environment}; what waits for real time fails the test.
 *
 * <p>Parameters of the test, and of the methods before and after it, may be
 *
 * <ul>
 *   <li>{@link dev.weft.sim.SimNetwork}: the network;
 *   <li>{@link dev.weft.sim.SimNode} or {@link dev.weft.Dht}: one of its nodes, or the interface of
 *       one; of several such parameters each is another node, from the first on;
 *   <li>{@code List<Dht>}: the interfaces of all nodes.
 * </ul>
 *
 * <p>After the test the network is closed, which fails where a node leaves a thread or a call
 * behind. When a test fails, its seed and the command that replays it are printed, and added to the
 * failure. {@code -Dweft.seed=N}, or the configuration parameter of JUnit with that name, takes the
 * place of every seed. Each further repetition of a {@link org.junit.jupiter.api.RepeatedTest} has
 * the next seed, so that it explores as many runs.
 *
 * <p>Java has to be started with {@code --add-opens java.base/java.lang=ALL-UNNAMED}: in Maven, in
 * the {@code argLine} of surefire.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@SuppressWarnings("exports") // of JUnit and of our extension, which JUnit alone makes and uses
@ExtendWith(SimulatedNetworkExtension.class)
public @interface SimulatedNetwork {

  /** Stands for a seed that is drawn anew each time that tests are run. */
  long FRESH = Long.MIN_VALUE;

  /** {@return how many nodes have joined when the test begins; 1 to 1,000,000} */
  int nodes() default 20;

  /** {@return what decides everything that is left to chance} */
  long seed() default FRESH;

  /** {@return how long messages take, as {@link dev.weft.sim.Latency#parse} reads it} */
  String latency() default "lognormal:40ms,0.4";

  /** {@return how likely it is that a message is lost, from 0 to 1} */
  double loss() default 0;
}
