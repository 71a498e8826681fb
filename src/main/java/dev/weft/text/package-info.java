/**
 * How numbers, times and what others have said are put into words for people, wherever that is
 * done. Knows nothing else.
 *
 * <p><b>Threads.</b> None; all of it is stateless.
 */
@NullMarked
package dev.weft.text;

import org.jspecify.annotations.NullMarked;
