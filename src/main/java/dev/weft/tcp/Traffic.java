package dev.weft.tcp;

import dev.weft.rpc.TransportCounts;
import dev.weft.socket.Outbox;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Shared by all threads of a transport, without a lock: what it has done since it was opened, and
 * how many bytes are under way in it now.
 */
final class Traffic implements Outbox.Meter {

  final LongAdder framesIn = new LongAdder();
  final LongAdder framesOut = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final AtomicLong underWay = new AtomicLong();

  @Override
  public void taken(int frames, int bytes) {
    writes.increment();
    framesOut.add(frames);
    bytesOut.add(bytes);
  }

  /** So many bytes more are under way: of requests that are being answered, and what is queued. */
  @Override
  public void queued(int change) {
    underWay.addAndGet(change);
  }

  /** How many bytes are under way. */
  long underWay() {
    return underWay.get();
  }

  /** The same together with what is counted elsewhere. */
  TransportCounts counts(int connections, int callsInFlight, int requestsInFlight) {
    return new TransportCounts(
        connections,
        callsInFlight,
        requestsInFlight,
        underWay(),
        framesIn.sum(),
        framesOut.sum(),
        writes.sum(),
        bytesIn.sum(),
        bytesOut.sum());
  }
}
