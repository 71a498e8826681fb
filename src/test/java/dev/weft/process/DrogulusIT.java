package dev.weft.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Wire;
import dev.weft.item.Owner;
import dev.weft.process.Running.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

/** The commands, each a process, on the drogulus's wire. */
class DrogulusIT extends ProgramsFixture {

  @BeforeEach
  void makeKeys() throws IOException {
    key(0, "first", "drogulus.pem");
    key(1, "second", "drogulus.pem");
    key(2, "ann", "drogulus.pem");
    key(3, "ann", "drogulus-client.pem");
  }

  @Test
  void twoNodesAndTheirClientsMakeANetworkThatLastsThroughARestart() throws Exception {
    Running first = node("first", "--port", "0");
    String address = Network.address(first);
    assertThat(Integer.parseInt(address.replaceFirst(".*:", ""))).isLessThanOrEqualTo(49151);
    String peers = weft("whoami", "--data", data("first"), "--peers", address).end().done().text();
    Path file = Files.writeString(root.resolve("peers.json"), peers);
    Running second = node("second", "--port", "0", "--seed-file", file.toString());
    assertThat(second.line("listening on")).contains(" 1 contact");

    set(file, "home/pinner", "{\"town\":\"Coventry\",\"since\":2015}", "--json-value");

    Owner joined = Wire.DROGULUS.identity(Path.of(data("second")));
    assertThat(JSON.std.mapFrom(got(address, "--whois", joined.key().toString())))
        .containsEntry("public_key", joined.publicKeyText());
    Owner alone = Wire.DROGULUS.identity(Path.of(data("first")));
    Running nobody = client(address, "get", "--whois", alone.key().toString());
    assertThat(nobody.end().code()).isEqualTo(1);

    second.terminate();
    second.end(Running.ORDERLY);
    Running again = node("second", "--port", "0");
    assertThat(again.line("listening on")).contains(" 1 contact");
    assertThat(got(Network.address(again), "home/pinner"))
        .isEqualTo("{\"since\":2015,\"town\":\"Coventry\"}");
  }

  @Test
  void whatTheDrogulusCannotDoIsSaidInOneLine() throws Exception {
    Ended ended = client("127.0.0.1:1", "set", "caf\u00e9", "x").end();
    assertThat(ended.code()).as(ended.toString()).isEqualTo(2);
    assertThat(ended.err().lines()).as(ended.toString()).hasSize(1);
    assertThat(ended.err()).contains("ASCII only");
  }

  private Running node(String name, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("node", "--bind", "127.0.0.1"));
    args.addAll(List.of("--data", data(name)));
    args.addAll(List.of(more));
    return weft(args.toArray(String[]::new));
  }

  private void set(Path peers, String name, String value, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("set", name, value, "--data", data("ann")));
    args.addAll(List.of("--seed-file", peers.toString()));
    args.addAll(List.of(more));
    assertThat(weft(args.toArray(String[]::new)).end().done().line())
        .startsWith(name + ": stored on 2 nodes");
  }

  private String got(String seed, String... what) throws Exception {
    List<String> args = new ArrayList<>(List.of("get"));
    args.addAll(List.of(what));
    return client(seed, args.toArray(String[]::new)).end().done().text();
  }

  private Running client(String seed, String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    words.addAll(List.of("--data", data("ann"), "--seed", seed));
    return weft(words.toArray(String[]::new));
  }

  private Running weft(String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    words.addAll(List.of("--wire", "drogulus"));
    return programs.weft(words.toArray(String[]::new));
  }

  private String data(String who) {
    return root.resolve(who).toString();
  }
}
