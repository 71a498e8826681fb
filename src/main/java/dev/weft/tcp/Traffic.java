package dev.weft.tcp;

import java.util.concurrent.atomic.LongAdder;

/** Shared by all threads of a transport, without a lock: what it has done since it was opened. */
final class Traffic {

  final LongAdder framesIn = new LongAdder();
  final LongAdder framesOut = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder shed = new LongAdder();
  final LongAdder malformed = new LongAdder();

  void sent(int frames, int bytes) {
    framesOut.add(frames);
    bytesOut.add(bytes);
  }

  TcpStats stats(int connections, int callsInFlight, int requestsInFlight) {
    return new TcpStats(
        connections,
        callsInFlight,
        requestsInFlight,
        framesIn.sum(),
        framesOut.sum(),
        bytesIn.sum(),
        bytesOut.sum(),
        refused.sum(),
        shed.sum(),
        malformed.sum());
  }
}
