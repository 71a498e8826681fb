/**
 * Netstrings, in which both wires put their messages: "weft/1" and the drogulus's. They are two
 * transports that know nothing of each other, so what they share lies below both. It differs in how
 * long a payload may be, and in whether a length may begin with zeros.
 *
 * @see <a href="https://cr.yp.to/proto/netstrings.txt">Bernstein, Netstrings, 1997</a>
 */
@NullMarked
package dev.weft.netstring;

import org.jspecify.annotations.NullMarked;
