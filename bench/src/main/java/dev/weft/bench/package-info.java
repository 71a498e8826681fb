/**
 * Weft beside the same program in other styles: what the benchmarks share, and those that need
 * nothing of Weft's insides. The callbacks are in {@link dev.weft.bench.callback}; what needs the
 * pure parts of a package of Weft's own has that package's name.
 */
@NullMarked
package dev.weft.bench;

import org.jspecify.annotations.NullMarked;
