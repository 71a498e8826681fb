/**
 * A simulated network for the tests of one's own application, in JUnit Jupiter.
 *
 * <p>{@link dev.weft.sim.junit.SimulatedNetwork} is all that is needed: each test gets a network of
 * its own, and runs within it on a simulated thread.
 *
 * <p><b>Threads.</b> Nothing here is shared between tests, so tests may run side by side, each with
 * its network, on whatever thread JUnit has for it.
 */
@NullMarked
package dev.weft.sim.junit;

import org.jspecify.annotations.NullMarked;
