package dev.weft.sim.study;

import dev.weft.sim.SimNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The nodes that are up and have joined. Confined to the scheduler's thread. */
final class Population {

  private final List<SimNode> honest = new ArrayList<>();
  private final List<SimNode> liars = new ArrayList<>();

  /** How many requests had come to a node, by its number, when the measuring began. */
  private final Map<Integer, Long> receivedBefore = new HashMap<>();

  int size() {
    return honest.size() + liars.size();
  }

  Stream<SimNode> all() {
    return Stream.concat(honest.stream(), liars.stream());
  }

  void addAll(Collection<SimNode> nodes) {
    nodes.forEach(this::add);
  }

  /** A node has joined. */
  void add(SimNode node) {
    (node.isLiar() ? liars : honest).add(node);
  }

  /** Some nodes have begun to lie. */
  void sortOut() {
    List<SimNode> all = all().toList();
    honest.clear();
    liars.clear();
    addAll(all);
  }

  /** From here on the load is measured. */
  void measureLoad() {
    all().forEach(node -> receivedBefore.put(node.number(), node.received()));
  }

  /** How many requests have come to each node since then, or since it was started. */
  Stream<Long> load() {
    return all().map(node -> node.received() - receivedBefore.getOrDefault(node.number(), 0L));
  }

  /** An honest node, unless there is none. */
  Optional<SimNode> anyHonest(RandomGenerator random) {
    return honest.isEmpty()
        ? Optional.empty()
        : Optional.of(honest.get(random.nextInt(honest.size())));
  }

  /** Takes a node out, unless there is none. */
  Optional<SimNode> remove(RandomGenerator random) {
    if (size() == 0) {
      return Optional.empty();
    }
    int index = random.nextInt(size());
    SimNode node = index < honest.size() ? take(honest, index) : take(liars, index - honest.size());
    receivedBefore.remove(node.number());
    return Optional.of(node);
  }

  private static SimNode take(List<SimNode> nodes, int index) {
    SimNode taken = nodes.get(index);
    nodes.set(index, nodes.getLast());
    nodes.removeLast();
    return taken;
  }

  /** Some of the nodes. */
  List<SimNode> some(double share, RandomGenerator random) {
    List<SimNode> nodes = new ArrayList<>(all().toList());
    int count = (int) Math.round(share * nodes.size());
    List<SimNode> some = new ArrayList<>();
    while (some.size() < count) {
      some.add(take(nodes, random.nextInt(nodes.size())));
    }
    return some;
  }
}
