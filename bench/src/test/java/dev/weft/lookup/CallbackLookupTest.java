package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.callback.CallbackTransport;
import dev.weft.bench.callback.ManualLoop;
import dev.weft.sim.SimEnvironment;
import org.junit.jupiter.api.Test;

/** The lookup as callbacks, on a loop with a clock of its own. */
class CallbackLookupTest extends LookupContract {

  private final ManualLoop loop = new ManualLoop(SimEnvironment.START);

  @Override
  Ended run(Look look) {
    return run(look, network.callbacks(loop));
  }

  private Ended run(Look look, CallbackTransport transport) {
    var lookups = new CallbackLookups(SELF, look.options(), loop, transport, listener);
    CallbackLookup lookup = start(look, lookups);
    if (look.cancelAfter() != null) {
      loop.callLater(look.cancelAfter().toNanos(), lookup::cancel);
    }
    loop.run(lookup);
    assertThat(loop.timers()).isZero();
    if (lookup.isCancelled()) {
      return new Ended(null, null);
    }
    return lookup.exception() == null
        ? new Ended(lookup.result(), null)
        : new Ended(null, lookup.exception());
  }

  private static CallbackLookup start(Look look, CallbackLookups lookups) {
    if (look.patient()) {
      return lookups.findNodesPatiently(look.target(), look.start(), look.timeout());
    }
    return look.wantsValue()
        ? lookups.findValue(look.target(), look.start(), look.timeout(), look.watcher())
        : lookups.findNodes(look.target(), look.start(), look.timeout(), look.watcher());
  }

  @Test
  void aTransportThatGivesUpByItselfEndsTheLookup() {
    CallbackTransport transport =
        (to, request, timeout) -> {
          var future = new dev.weft.bench.callback.Future<dev.weft.rpc.Response>();
          future.cancel();
          return future;
        };
    Ended ended = run(look(PATIENT, range(1, 5)), transport);
    assertThat(((LookupResult.Closest) ended.get()).complete()).isFalse();
    assertThat(ended.get().trace()).hasSize(1);
  }
}
