package dev.weft.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several nodes on loopback, each a process with a data directory of its own, that know of each
 * other. Immutable, but for the processes.
 */
record Network(List<Member> members) {

  private static final Pattern LISTENING = Pattern.compile("listening on ([0-9.]+:\\d+).*");

  /**
   * One of the nodes.
   *
   * @param address where it listens, as a seed is written
   */
  record Member(Running process, String address, Path data) {}

  /**
   * Starts a network: the first node, then the others at the same time.
   *
   * @param root where the data directories are made
   */
  static Network start(Programs programs, Path root, int size)
      throws IOException, InterruptedException {
    List<Member> members = new ArrayList<>();
    Path first = root.resolve("node0");
    Running seed = node(programs, first);
    String address = address(seed);
    members.add(new Member(seed, address, first));
    List<Running> others = new ArrayList<>();
    for (int i = 1; i < size; i++) {
      others.add(node(programs, root.resolve("node" + i), "--seed", address));
    }
    for (Running other : others) {
      members.add(new Member(other, address(other), root.resolve("node" + members.size())));
    }
    return new Network(members);
  }

  private static Running node(Programs programs, Path data, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("node", "--bind", "127.0.0.1", "--port", "0"));
    args.addAll(List.of("--data", data.toString()));
    args.addAll(List.of(more));
    return programs.weft(args.toArray(String[]::new));
  }

  /** Where a node says that it listens. */
  static String address(Running node) throws InterruptedException {
    String line = node.line("listening on");
    Matcher matcher = LISTENING.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError(line);
    }
    return matcher.group(1);
  }

  Member member(int index) {
    return members.get(index);
  }

  /** Where the node with this number listens. */
  String address(int index) {
    return members.get(index).address();
  }
}
