package dev.weft.sim.study;

import dev.weft.sim.MessageKind;
import dev.weft.sim.Traffic;
import java.time.Duration;
import java.util.Map;

/**
 * A hundredth of the time that was measured. Immutable.
 *
 * @param end when it ended, since the faults began
 * @param gets how many gets were begun in it
 * @param right how many of these brought the right value at first try
 * @param traffic what was sent in it, by kind
 */
public record Interval(Duration end, int gets, int right, Map<MessageKind, Traffic> traffic) {}
