package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.HealthReport.Replica;
import dev.weft.HealthReport.State;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Request;
import dev.weft.rpc.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The health of records, and setting what is as expected, over TCP, whatever nodes speak. */
class RecordHealthIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource
  void aRepairBringsTheNewestVersionToEveryNode(Wire wire) throws Exception {
    try (Network network = new Network(wire)) {
      network.join(4);
      Owner owner = network.identity();
      OwnedItem old = version(owner, 1);
      OwnedItem newest = version(owner, 2);
      Transport hand = network.client();
      hand.call(contact(network, 0), new Request.Store(old), LIMIT);
      hand.call(contact(network, 1), new Request.Store(newest), LIMIT);
      Dht client = network.open(network.joining().client(true));

      HealthReport ill = client.health(owner.key(), "name");
      assertThat(ill.nodes())
          .extracting(Replica::at)
          .containsExactlyElementsOf(client.lookup(newest.key()).closest());
      assertThat(ill.nodes())
          .contains(
              new Replica(contact(network, 0), new State.Held(old)),
              new Replica(contact(network, 1), new State.Held(newest)),
              new Replica(contact(network, 2), new State.Absent()));
      assertThat(ill.newest()).contains(newest);
      assertThat(ill.copies()).isEqualTo(1);
      assertThat(ill.live()).isEqualTo(4);
      assertThat(ill.healthy()).isFalse();

      assertThat(client.repair(newest.key()).orElseThrow().copies()).isEqualTo(4);

      for (Dht node : network.nodes) {
        assertThat(node.health(newest.key(), LIMIT).healthy()).isTrue();
      }
      assertThat(client.repair(old.key()).orElseThrow().item()).isEqualTo(newest);
    }
  }

  private static Contact contact(Network network, int i) {
    return network.nodes.get(i).self().orElseThrow();
  }

  private static OwnedItem version(Owner owner, int version) {
    byte[] value = ("version " + version).getBytes(StandardCharsets.UTF_8);
    return owner.sign("name", value, version, Instant.now().plusSeconds(3600));
  }

  @ParameterizedTest
  @EnumSource
  void whoHasReadAnOlderVersionDoesNotReplaceANewerOne(Wire wire) throws Exception {
    try (Network network = new Network(wire)) {
      network.join(2);
      Owner owner = network.identity();
      Dht here = network.open(network.joining().client(true).identity(owner));
      Dht there = network.open(network.joining().client(true).identity(owner));
      byte[] value = {'x'};
      OwnedItem first = (OwnedItem) here.set("name", value, Expected.absent()).item();
      assertThatExceptionOfType(DhtException.NotAsExpected.class)
          .isThrownBy(() -> there.set("name", value, Expected.absent()))
          .satisfies(e -> assertThat(e.found()).contains(first));

      Expected read = Expected.of(there.get(owner.key(), "name"));
      OwnedItem second = (OwnedItem) there.set("name", value, read).item();

      assertThat(second.version()).isGreaterThan(first.version());
      assertThatExceptionOfType(DhtException.NotAsExpected.class)
          .isThrownBy(() -> here.set("name", value, read))
          .satisfies(e -> assertThat(e.found()).contains(second));
    }
  }
}
