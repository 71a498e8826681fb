package dev.weft.lookup;

import dev.weft.kademlia.Key;
import java.time.Duration;

/**
 * One lookup of a node, its own or one that somebody wanted, when it was over. Immutable.
 *
 * @param id the lookup's number, which its calls bear, too; unique in this process
 * @param target what was looked for
 * @param value whether a value was looked for, or else nodes
 * @param outcome what came of it
 * @param hops over how many hops the result was reached; 0 where there is none
 * @param messages how many nodes were asked; 0 where the lookup failed
 * @param took how long it took, with the search for those beyond a crowd
 */
public record LookupEnd(
    long id,
    Key target,
    boolean value,
    LookupOutcome outcome,
    int hops,
    int messages,
    Duration took) {}
