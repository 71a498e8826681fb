/** The public face of Weft. */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
