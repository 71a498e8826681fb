package dev.weft.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two machines on one local network, in two network namespaces that a bridge connects; that takes
 * the rights of root, and {@code ip}. What a node is asked over HTTP is asked from its own machine.
 */
class LanIT extends ProgramsFixture {

  private static final String BRIDGE = "weft-lan";
  private static final List<String> MACHINES = List.of("weft-lan-1", "weft-lan-2", "weft-lan-3");

  @BeforeEach
  void buildTheNetwork() throws Exception {
    Programs.require("ip", "-V");
    assumeTrue(ip("link add name " + BRIDGE + " type bridge mcast_snooping 0"), "no right to");
    assertThat(ip("link set " + BRIDGE + " up")).isTrue();
    for (int i = 0; i < MACHINES.size(); i++) {
      String machine = MACHINES.get(i);
      String port = "weft-port-" + i;
      assumeTrue(ip("netns add " + machine), "this machine does not let us make namespaces");
      for (String command :
          List.of(
              "link add " + port + " type veth peer name eth0 netns " + machine,
              "link set " + port + " master " + BRIDGE + " up",
              "-n " + machine + " link set lo up",
              "-n " + machine + " addr add 10.19.8." + (i + 1) + "/24 dev eth0",
              "-n " + machine + " addr add fd19:8::" + (i + 1) + "/64 dev eth0 nodad",
              "-n " + machine + " link set eth0 up")) {
        assertThat(ip(command)).as(command).isTrue();
      }
    }
  }

  @AfterEach
  void takeItDown() throws Exception {
    programs.close();
    for (String machine : MACHINES) {
      ip("netns delete " + machine);
    }
    ip("link delete " + BRIDGE);
  }

  private static boolean ip(String command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("ip"));
    words.addAll(List.of(command.split(" ")));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** Starts a program on one of the machines, with a home directory of its own. */
  private Running on(int machine, String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    words.addAll(List.of("--data", root.resolve("data" + machine).toString()));
    return programs.weftBy(
        List.of("ip", "netns", "exec", MACHINES.get(machine)), words.toArray(String[]::new));
  }

  private static String address(int number) {
    return "10.19.8." + number + ":1908";
  }

  /** What the node on a machine knows, once that includes this. */
  private String contactsOf(int machine, String expected) throws Exception {
    String found = "";
    for (int i = 0; i < 20 && !found.contains(expected); i++) {
      found =
          on(machine, "lookup", "anything").end().text().replace("[fd19:8:0:0:0:0:0:", "10.19.8.");
      found = found.replace("]:", ":");
    }
    assertThat(found).contains(expected);
    return found;
  }

  @Test
  void nodesOnTwoMachinesFormANetworkWithoutAnArgumentUnlessTheyAreToldNotTo() throws Exception {
    Running first = on(0, "node");
    Running second = on(1, "node");
    Running deaf = on(2, "node", "--no-lan");
    for (Running each : List.of(first, second, deaf)) {
      each.line("listening on");
    }

    assertThat(contactsOf(1, address(1))).doesNotContain(address(3));
    assertThat(contactsOf(0, address(2))).doesNotContain(address(3));
    assertThat(deaf.alive()).isTrue();

    first.terminate();
    second.terminate();
    for (Running each : List.of(first, second)) {
      Running.Ended ended = each.end(Running.ORDERLY);
      assertThat(ended.code()).as(ended.toString()).isEqualTo(143);
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void aMachineWhoseAddressChangesIsKnownAtTheNewOneWithinSeconds() throws Exception {
    Running first = on(0, "node", "--no-lan");
    first.line("listening on");
    on(1, "node", "--no-lan", "--seed", address(1)).line("listening on");
    contactsOf(1, address(1));

    assertThat(ip("-n " + MACHINES.get(0) + " addr del 10.19.8.1/24 dev eth0")).isTrue();
    assertThat(ip("-n " + MACHINES.get(0) + " addr add 10.19.8.7/24 dev eth0")).isTrue();

    assertThat(contactsOf(1, address(7))).doesNotContain(address(1));
    assertThat(first.alive()).isTrue();
  }
}
