/** The iterative lookup. */
@NullMarked
package dev.weft.lookup;

import org.jspecify.annotations.NullMarked;
