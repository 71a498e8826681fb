/**
 * Measures a simulated network: what {@code weft simulate} runs. A {@link dev.weft.sim.study.Study}
 * says how large the network is and what it has to bear, and its run comes to {@link
 * dev.weft.sim.study.Findings}.
 *
 * <p><b>Threads.</b> A study runs on the thread that calls it, which drives the simulation; all
 * that is not immutable here is confined to that. Real time is not known here: whoever runs a study
 * may measure how long that took.
 */
@NullMarked
package dev.weft.sim.study;

import org.jspecify.annotations.NullMarked;
