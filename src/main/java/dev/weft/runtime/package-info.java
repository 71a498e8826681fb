/**
 * What the rest of Weft stands on: {@link dev.weft.runtime.Environment} (time, threads, waits,
 * chance), {@link dev.weft.runtime.Promise} (where two threads meet), {@link
 * dev.weft.runtime.FanOut} (structured concurrency without a preview flag) and {@link
 * dev.weft.runtime.Crew} (threads that live as long as their owner).
 *
 * <p><b>Threads.</b> An environment and its promises may be used by any thread. A fan-out belongs
 * to the thread that opened it, which alone may fork, cancel, join and close; its lanes are threads
 * of their own that end before {@code close} returns.
 *
 * <p><b>The rule.</b> Outside the real environment nobody calls {@code Thread.sleep}, {@code
 * System.nanoTime}, {@code Instant.now}, a timed {@code poll} or {@code await}, starts a thread, or
 * holds a {@code synchronized} monitor while it waits. A test polices the source for it.
 */
@NullMarked
package dev.weft.runtime;

import org.jspecify.annotations.NullMarked;
