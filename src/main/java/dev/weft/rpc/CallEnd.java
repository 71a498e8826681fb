package dev.weft.rpc;

import dev.weft.kademlia.Contact;
import java.time.Duration;

/**
 * One call that a node made, when it was over. Immutable.
 *
 * @param lookup which lookup or set it was made for; 0 if for none
 * @param to who was called
 * @param kind what was asked
 * @param outcome what came of it
 * @param took how long the caller waited
 */
public record CallEnd(
    long lookup, Contact to, RequestKind kind, CallOutcome outcome, Duration took) {}
