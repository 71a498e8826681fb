package dev.weft.tcp;

import dev.weft.admission.Refusal;
import java.util.Map;

/**
 * What a transport does now, and has done since it was opened. Immutable.
 *
 * @param connections connections that are open now
 * @param callsInFlight calls that wait for an answer now
 * @param requestsInFlight requests that are being answered now
 * @param bytesInFlight bytes of these, with room for what they ask for, and of all that waits to be
 *     written now
 * @param framesIn frames read from connections
 * @param framesOut frames written to connections
 * @param bytesIn bytes read from connections
 * @param bytesOut bytes written to connections
 * @param refusals how often something was refused, held up or cut off, by {@linkplain Refusal#label
 *     reason}
 */
public record TcpStats(
    int connections,
    int callsInFlight,
    int requestsInFlight,
    long bytesInFlight,
    long framesIn,
    long framesOut,
    long bytesIn,
    long bytesOut,
    Map<String, Long> refusals) {

  /** How often something was refused for one reason. */
  public long refused(Refusal refusal) {
    return refusals.getOrDefault(refusal.label(), 0L);
  }
}
