/**
 * A whole network in one thread: the real nodes, with simulated time, threads, chance and wires.
 * The same seed gives the same run, in every process.
 *
 * <p>{@link dev.weft.sim.SimEnvironment} is the world: virtual threads on a scheduler of our own,
 * and a clock that jumps. {@link dev.weft.sim.SimNetwork} is a network of nodes in it, {@link
 * dev.weft.sim.SimNode} one of them, {@link dev.weft.sim.Faults} what is wrong with the wires.
 *
 * <p><b>Threads.</b> Whoever runs something in a simulation waits, while a platform thread of the
 * scheduler runs all the virtual threads, one at a time; so nothing here has a lock, and everything
 * is confined to that thread. What wakes a simulated thread from elsewhere, or waits for real time,
 * is found out and fails the run. A monitor may be shared with the real world, as that of a class
 * that is being loaded is: the simulation then stands still until it is free.
 */
@NullMarked
package dev.weft.sim;

import org.jspecify.annotations.NullMarked;
