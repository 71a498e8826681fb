/**
 * What becomes of JMH's output: tables, a plot, and how much was reached of what was to be. All of
 * it is computed from values that do not change, on one thread.
 */
@NullMarked
package dev.weft.bench.report;

import org.jspecify.annotations.NullMarked;
