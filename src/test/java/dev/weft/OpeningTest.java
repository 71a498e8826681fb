package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.BucketSnapshot;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.sim.Simulated;
import dev.weft.store.ItemStore;
import dev.weft.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a node is opened in a habitat that is not the real world; {@link OpeningIT} has that. */
class OpeningTest extends Simulated {

  private static final String SEED = "192.0.2.1:1";

  @TempDir Path folder;
  private final Identity identity = Identity.fromSecret(new byte[32]);
  private final Habitat habitat = mock();
  private final Transport transport = mock();
  private final ItemStore store = mock();

  private DhtConfig config() {
    return DhtConfig.builder().identity(identity).data(folder).build();
  }

  @BeforeEach
  void lockTheDataDirectory() throws IOException {
    when(habitat.notes(any())).thenAnswer(_ -> DataDirectory.open(folder, Wire.WEFT));
  }

  private void open() throws InterruptedException {
    Dht.open(config(), habitat).abort();
  }

  private void nothingHoldsTheDataDirectory() throws IOException {
    DataDirectory.open(folder, Wire.WEFT).close();
  }

  private static DhtConfig.Builder port(int port) {
    return DhtConfig.builder().port(port);
  }

  @Test
  void aWholeNetworkRunsWhereThereIsNoSocketAndNoClock() throws Exception {
    MemoryHabitat memory = new MemoryHabitat(environment);
    try (Dht first = Dht.open(port(1).build(), memory);
        Dht second = Dht.open(port(2).seed(SEED).build(), memory);
        Dht client = Dht.open(DhtConfig.builder().client(true).seed(SEED).build(), memory)) {
      assertThat(first.set("name", "value").copies()).isEqualTo(2);
      assertThat(client.get(first.owner(), "name")).map(Item::text).contains("value");
      assertThat(second.items()).isEqualTo(1);
      Contact there = second.self().orElseThrow();
      assertThat(first.routing().buckets())
          .extracting(BucketSnapshot::contacts)
          .containsExactly(List.of(there));
    }
  }

  @Test
  void anIdentityIsNewWhereNoneIsNamedAndOfAClientToOthersAlways() throws Exception {
    MemoryHabitat memory = new MemoryHabitat(environment);
    try (Dht node = Dht.open(port(1).build(), memory);
        Dht named = Dht.open(port(2).identity(Identity.generate()).build(), memory)) {
      assertThat(memory.made).extracting(Identity::key).containsExactly(node.owner());
      DhtConfig client =
          DhtConfig.builder().client(true).identity(identity).seed("192.0.2.1:2").build();
      Dht.open(client, memory).close();
      assertThat(memory.made).hasSize(2);
      assertThat(named.contacts()).isZero();
    }
  }

  @Test
  void whetherTheMachineMovesIsWatchedByWhoListensBeyondItAndByAClient() throws Exception {
    AtomicInteger looked = new AtomicInteger();
    MemoryHabitat memory = new MemoryHabitat(environment);
    memory.interfaces =
        Optional.of(
            _ -> {
              looked.incrementAndGet();
              return environment.<Set<InetAddress>>promise().await();
            });
    try (Dht here = Dht.open(port(1).bind("127.0.0.1").build(), memory)) {
      settle();
      assertThat(here.contacts()).isZero();
      assertThat(looked).hasValue(0);
      try (Dht there = Dht.open(port(2).bind("192.0.2.1").seed(SEED).build(), memory);
          Dht any = Dht.open(port(3).seed(SEED).build(), memory);
          Dht client = Dht.open(DhtConfig.builder().client(true).seed(SEED).build(), memory)) {
        settle();
        assertThat(List.of(there, any, client)).allMatch(dht -> dht.contacts() > 0);
        assertThat(looked).hasValue(3);
      }
    }
  }

  @Test
  void theHabitatIsToldWhoTheNodeIsToOthers() throws Exception {
    Identity other = Identity.generate();
    DhtConfig client = DhtConfig.builder().client(true).identity(identity).seed(SEED).build();
    when(habitat.newIdentity(any())).thenReturn(other);
    when(habitat.transport(other, client)).thenReturn(transport);
    when(habitat.store(other.key(), client)).thenThrow(new IOException("so far, so good"));
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(() -> Dht.open(client, habitat))
        .withMessage("so far, so good");
  }

  @Test
  void whereTheNetworkCannotBeOpenedNothingStaysOpen() throws Exception {
    when(habitat.transport(any(), any())).thenThrow(new IOException("the network is down"));
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(this::open)
        .withMessage("the network is down");
    verify(habitat, never()).store(any(), any());
    nothingHoldsTheDataDirectory();
  }

  @Test
  void whereTheStoreCannotBeOpenedNothingStaysOpen() throws Exception {
    when(habitat.transport(identity, config())).thenReturn(transport);
    when(habitat.store(any(Key.class), any())).thenThrow(new IOException("the disk is full"));
    assertThatExceptionOfType(DhtException.CannotOpen.class)
        .isThrownBy(this::open)
        .withMessage("the disk is full");
    verify(transport).close();
    nothingHoldsTheDataDirectory();
  }

  @Test
  void whereTheNodeDoesNotStartNothingStaysOpenHoweverTheStoreCloses() throws Exception {
    Environment exhausted = mock();
    when(habitat.environment()).thenReturn(exhausted);
    when(habitat.transport(identity, config())).thenReturn(transport);
    when(habitat.store(identity.key(), config())).thenReturn(store);
    when(transport.self()).thenReturn(Optional.empty());
    when(exhausted.threads(any())).thenThrow(new IllegalStateException("no memory"));
    assertThatIllegalStateException().isThrownBy(this::open).withMessage("no memory");
    verify(store).close();
    verify(transport).close();
    nothingHoldsTheDataDirectory();

    doThrow(new StoreException("the disk is gone")).when(store).close();
    assertThatIllegalStateException()
        .isThrownBy(this::open)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    verify(transport, times(2)).close();
    nothingHoldsTheDataDirectory();
  }
}
