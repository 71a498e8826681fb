package dev.weft.rpc;

/**
 * What a transport does now, and has done since it was opened. Immutable. What a transport does not
 * count is 0.
 *
 * @param connections connections that are open now
 * @param callsInFlight calls that wait for an answer now
 * @param requestsInFlight requests that are being answered now
 * @param bytesInFlight bytes of these, with room for what they ask for, and of all that waits to be
 *     written now
 * @param framesIn frames read from connections
 * @param framesOut frames written to connections
 * @param writes in how many pieces these were written
 * @param bytesIn bytes read from connections
 * @param bytesOut bytes written to connections
 */
public record TransportCounts(
    int connections,
    int callsInFlight,
    int requestsInFlight,
    long bytesInFlight,
    long framesIn,
    long framesOut,
    long writes,
    long bytesIn,
    long bytesOut) {

  /** Nothing. */
  public static final TransportCounts NONE = new TransportCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** {@return how many frames shared one write, on average: more under load; 0 before the first} */
  public double framesPerWrite() {
    return writes == 0 ? 0 : (double) framesOut / writes;
  }
}
