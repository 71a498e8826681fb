package dev.weft.node;

import java.util.Optional;

/**
 * What came of bringing an item to all of the k closest nodes. Immutable.
 *
 * @param survey who held what before
 * @param placement who keeps the newest version now; empty where nobody held any
 */
public record Repair(Survey survey, Optional<Placement> placement) {}
