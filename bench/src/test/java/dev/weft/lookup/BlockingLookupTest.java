package dev.weft.lookup;

import dev.weft.kademlia.PrefixLimits;
import dev.weft.runtime.Environment;
import dev.weft.sim.SimEnvironment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** Weft's own lookup, in a simulated world. */
class BlockingLookupTest extends LookupContract {

  private final SimEnvironment world = new SimEnvironment(1);

  @AfterEach
  void endTheWorld() {
    world.close();
  }

  @Override
  Ended run(Look look) throws InterruptedException {
    AtomicReference<Ended> ended = new AtomicReference<>();
    world.run(
        () -> {
          Thread owner = world.start("lookup", () -> ended.set(attempt(look)));
          if (look.cancelAfter() != null) {
            world.sleep(look.cancelAfter());
            owner.interrupt();
          }
          while (owner.isAlive()) {
            world.sleep(LONG);
          }
        });
    return ended.get();
  }

  private Ended attempt(Look look) {
    try {
      return new Ended(find(look, world), null);
    } catch (InterruptedException e) {
      return new Ended(null, null);
    } catch (RuntimeException | Error e) {
      return new Ended(null, e);
    }
  }

  private LookupResult find(Look look, Environment environment) throws InterruptedException {
    var transport = network.blocking(environment);
    var lookups =
        new Lookups(SELF, look.options(), environment, transport, listener, PrefixLimits.DEFAULT);
    if (look.patient()) {
      return lookups.findNodesPatiently(look.target(), look.start(), look.timeout());
    }
    return look.wantsValue()
        ? lookups.findValue(look.target(), look.start(), look.timeout(), look.watcher())
        : lookups.findNodes(look.target(), look.start(), look.timeout(), look.watcher());
  }
}
