/**
 * The callback twin: the client's path through Weft, once more, in the style of asyncio before
 * {@code yield from}. An event loop, futures with callbacks, connections, matching of answers to
 * requests, time-outs; {@link dev.weft.lookup.CallbackLookup} is the iterative lookup. Nothing here
 * blocks.
 *
 * <p><b>Threads.</b> Everything belongs to one event loop, and is used by its thread alone. A
 * program that wants more than one processor has several clients, each with its own loop,
 * connections and key, which share nothing.
 *
 * <p><b>The same, and not the same.</b> Wire, codec, keys, routing table, shortlist, soft deadlines
 * and the judgement of answers are Weft's own code. What is told twice is what the style decides:
 * who waits for what, and how it ends. I/O is Netty's, native epoll where there is one.
 */
@NullMarked
package dev.weft.bench.callback;

import org.jspecify.annotations.NullMarked;
