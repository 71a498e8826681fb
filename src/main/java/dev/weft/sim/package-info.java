/**
 * Networks that are simulated, and what theory has to say of them: {@link dev.weft.sim.HopTheory}.
 */
@NullMarked
package dev.weft.sim;

import org.jspecify.annotations.NullMarked;
