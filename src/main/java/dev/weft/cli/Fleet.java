package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Seed;
import dev.weft.runtime.Environment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The nodes of one network in this process, by the order of their start. Confined to the thread
 * that made it, but that lanes which it forks may read.
 */
final class Fleet {

  private static final int STARTED_AT_ONCE = 8;

  private final Environment environment;
  private final Opener opener;

  /** A slot is empty until its node runs. */
  private final AtomicReferenceArray<Dht> nodes;

  private final List<Integer> living;

  Fleet(Environment environment, Opener opener, int size) {
    this.environment = environment;
    this.opener = opener;
    this.nodes = new AtomicReferenceArray<>(size);
    this.living = new ArrayList<>(IntStream.range(0, size).boxed().toList());
  }

  /**
   * Starts all nodes on the loopback address; they join through the first.
   *
   * @param config how each is set up, other than for address and seed
   */
  void start(Supplier<DhtConfig.Builder> config) throws InterruptedException {
    Dht first = opener.open(onLoopback(config).build());
    nodes.set(0, first);
    Contact self = first.self().orElseThrow();
    var seed = new Seed(Optional.of(self.key()), "127.0.0.1", self.address().getPort());
    Lanes.each(
        environment,
        STARTED_AT_ONCE,
        nodes.length() - 1,
        index -> nodes.set(index + 1, opener.open(onLoopback(config).seed(seed).build())));
  }

  private static DhtConfig.Builder onLoopback(Supplier<DhtConfig.Builder> config) {
    return config.get().port(0).bind("127.0.0.1");
  }

  /** How many nodes there are, those among them that were stopped. */
  int size() {
    return nodes.length();
  }

  Dht node(int index) {
    return nodes.get(index);
  }

  /** The indices of the nodes that still run, the least first. */
  List<Integer> living() {
    return Collections.unmodifiableList(living);
  }

  /**
   * Stops some nodes without good-bye, spread evenly, among them the first, through which all
   * others have joined.
   *
   * @return who they were
   */
  List<Contact> abort(int count) {
    List<Contact> stopped = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Integer index = i * size() / count;
      node(index).self().ifPresent(stopped::add);
      node(index).abort();
      living.remove(/* element */ index);
    }
    return stopped;
  }

  /** Ends all nodes, many at once, and those that were stopped once more, which does nothing. */
  void end(Consumer<Dht> how) throws InterruptedException {
    List<Dht> running =
        IntStream.range(0, size())
            .mapToObj(index -> Optional.ofNullable(node(index)))
            .flatMap(Optional::stream)
            .toList();
    Lanes.each(
        environment, STARTED_AT_ONCE, running.size(), index -> how.accept(running.get(index)));
  }
}
