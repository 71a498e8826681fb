/**
 * What programs are told, as JSON: one form of each item, report, step and result, for the
 * commands' {@code --json} and for the HTTP gateway alike.
 *
 * <p><b>Threads.</b> Nothing here has a state.
 */
@NullMarked
package dev.weft.json;

import org.jspecify.annotations.NullMarked;
