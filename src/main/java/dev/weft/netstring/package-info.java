/**
 * Netstrings, in which both wires put their messages: "weft/1" and the drogulus's. They are two
 * transports that know nothing of each other, so what they share lies below both. It differs in how
 * long a payload may be, and in whether a length may begin with zeros.
 *
 * <p><b>Threads.</b> None are started here. A {@link dev.weft.netstring.Netstring} belongs to the
 * thread that reads its connection, which waits there until there is more: so it needs neither a
 * lock nor the states of a parser that is handed whatever has come.
 *
 * @see <a href="https://cr.yp.to/proto/netstrings.txt">Bernstein, Netstrings, 1997</a>
 */
@NullMarked
package dev.weft.netstring;

import org.jspecify.annotations.NullMarked;
