/**
 * The command line: what {@code weft --help} lists, a class for each command.
 *
 * <p><b>Threads.</b> A command runs on the main thread, which is its only one, with two exceptions:
 * {@code load}, {@code demo} and {@code bench-network} keep many operations in flight, each on a
 * lane of a {@link dev.weft.runtime.FanOut} that ends before the command does; and the JVM's
 * shutdown thread, on Ctrl-C or SIGTERM, interrupts the main thread and waits for up to five
 * seconds until it has left in order. No command handles signals itself: it is interrupted, and
 * closes what it opened.
 *
 * <p><b>How it works, and why.</b> All that a command touches of the outside (streams, variables,
 * clock, network) comes to it in {@link dev.weft.cli.Surroundings}, so the whole command line runs
 * inside a test. What was asked for goes to standard output, all else to standard error. A command
 * fails by an exception; {@link dev.weft.cli.Failures} alone turns it into one line and an exit
 * code.
 */
@NullMarked
package dev.weft.cli;

import org.jspecify.annotations.NullMarked;
