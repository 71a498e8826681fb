package dev.weft.rpc;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many calls a node has answered and made. Immutable. What has not come up is there, with 0.
 *
 * @param answered requests of others that were answered, refusals by this node included, by kind.
 *     What was turned away before it was looked at is not among them
 * @param made calls to others that are over, by kind and outcome
 */
public record CallCounts(
    Map<RequestKind, Long> answered, Map<RequestKind, Map<CallOutcome, Long>> made) {

  /** Copies the maps. */
  public CallCounts {
    answered = Collections.unmodifiableMap(new EnumMap<>(answered));
    Map<RequestKind, Map<CallOutcome, Long>> copy = new EnumMap<>(RequestKind.class);
    made.forEach(
        (kind, outcomes) -> copy.put(kind, Collections.unmodifiableMap(new EnumMap<>(outcomes))));
    made = Collections.unmodifiableMap(copy);
  }

  /**
   * {@return how many requests of a kind were answered}
   *
   * @param kind the kind
   */
  public long answered(RequestKind kind) {
    return answered.getOrDefault(kind, 0L);
  }

  /**
   * {@return how many calls of a kind are over, however they ended}
   *
   * @param kind the kind
   */
  public long made(RequestKind kind) {
    return of(kind).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * {@return how many calls of a kind have ended so}
   *
   * @param kind the kind
   * @param outcome in which way
   */
  public long made(RequestKind kind, CallOutcome outcome) {
    return of(kind).getOrDefault(outcome, 0L);
  }

  /**
   * {@return how many calls of a kind brought no answer, be it a refusal, though one was waited
   * for}
   *
   * @param kind the kind
   */
  public long failed(RequestKind kind) {
    return made(kind)
        - made(kind, CallOutcome.ANSWERED)
        - made(kind, CallOutcome.REFUSED)
        - made(kind, CallOutcome.ABANDONED);
  }

  private Map<CallOutcome, Long> of(RequestKind kind) {
    return made.getOrDefault(kind, Map.of());
  }
}
