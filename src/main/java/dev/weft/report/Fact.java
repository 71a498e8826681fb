package dev.weft.report;

/**
 * A line of the summary at the top of a report: a parameter or a result. Immutable.
 *
 * @param label what it is, such as "mean hops"
 * @param value as it is to be shown, with its unit
 */
public record Fact(String label, String value) {}
