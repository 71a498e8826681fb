/**
 * The seam to the network: {@link dev.weft.rpc.Transport}, and the requests and responses that pass
 * it. Exported for those who bring a transport of their own.
 *
 * <p><b>Threads.</b> Requests and responses are immutable. A transport is called by many threads at
 * once and calls the {@link dev.weft.rpc.Handler} on threads of its own; neither side may assume
 * anything about which. A call blocks, and is ended by an interrupt, so that whoever calls needs no
 * word for a call that is under way: it is a thread that waits, and ends with the block that forked
 * it.
 */
@NullMarked
package dev.weft.rpc;

import org.jspecify.annotations.NullMarked;
