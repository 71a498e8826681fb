package dev.weft.tcp;

/**
 * What a transport does now, and has done since it was opened. Immutable.
 *
 * @param connections connections that are open now
 * @param callsInFlight calls that wait for an answer now
 * @param requestsInFlight requests that are being answered now
 * @param framesIn frames read from connections
 * @param framesOut frames written to connections
 * @param bytesIn bytes read from connections
 * @param bytesOut bytes written to connections
 * @param refused requests that were refused because a limit was reached or nobody serves
 * @param shed connections that were turned away or cut off because a limit was reached
 * @param malformed connections that were cut off because what came could not be read
 */
public record TcpStats(
    int connections,
    int callsInFlight,
    int requestsInFlight,
    long framesIn,
    long framesOut,
    long bytesIn,
    long bytesOut,
    long refused,
    long shed,
    long malformed) {}
