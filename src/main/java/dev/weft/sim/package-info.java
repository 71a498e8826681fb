/**
 * A whole network in one thread: the real nodes, with simulated time, threads, chance and wires.
 * The same seed gives the same run, in every process.
 *
 * <p>{@link dev.weft.sim.SimEnvironment} is the world: virtual threads on a scheduler of our own,
 * and a clock that jumps. {@link dev.weft.sim.SimNetwork} is a network of nodes in it, {@link
 * dev.weft.sim.SimNode} one of them, {@link dev.weft.sim.Faults} what is wrong with the wires.
 *
 * <p><b>Threads.</b> One platform thread drives a simulation and runs all its virtual threads, one
 * at a time; so nothing here has a lock, and everything is confined to that thread. What wakes a
 * simulated thread from elsewhere, or waits for real time, is found out and fails the run.
 */
@NullMarked
package dev.weft.sim;

import org.jspecify.annotations.NullMarked;
