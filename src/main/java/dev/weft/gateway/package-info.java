/**
 * A node that one can look into: an HTTP API for programs in any language, the dashboard, health
 * and metrics. {@link dev.weft.gateway.Gateway} serves a {@link dev.weft.Dht} and needs nothing of
 * it but what is public.
 *
 * <p><b>Threads.</b> The server has a virtual thread for each connection, and the routes are plain
 * blocking code on it. A lookup that is streamed runs on a thread of its own inside the request's
 * scope, as the lanes that tell of its steps are interrupted when it ends, and an interrupt while a
 * socket is written to would close that; so the request's thread alone writes. Closing the gateway
 * interrupts all requests, and waits until they have ended.
 *
 * <p><b>Who goes away.</b> A stream finds out when it writes next, within a second, and all that it
 * had the node do ends. Nobody else is noticed to have gone before the answer is written: Helidon
 * 4.5 does not read ahead on the sockets that it uses, and on those that it can be told to use
 * ({@code useNio(false)}) it takes whoever is silent for a tenth of a second for gone, as it sets
 * no read time-out on what it accepts. So the operation's time-out bounds what is done for nobody.
 *
 * <p><b>How it works, and why.</b> Only {@code Server} knows the server that is used, Helidon's; it
 * turns what comes into a {@code Call} and sends an {@code Answer}. {@code Front} lets a call in
 * (limits), checks it ({@code Guard}), finds its route and turns whatever goes wrong into a problem
 * document (RFC 9457). The routes are grouped by what they are about, and each is a function from a
 * call to an answer, so all of them are tested without a socket.
 */
@NullMarked
package dev.weft.gateway;

import org.jspecify.annotations.NullMarked;
