package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.NetworkKeys;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.drogulus.Whoami;
import dev.weft.item.Item;
import dev.weft.node.Forgotten;
import dev.weft.node.Node;
import dev.weft.node.Placement;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node of the drogulus's wire says and keeps, in a network without sockets. */
class IntroductionTest extends Simulated {

  private static final String SEED = "192.0.2.1:1";

  private final RsaIdentity alice = NetworkKeys.identity(0);
  private final RsaIdentity bob = NetworkKeys.identity(1);
  private final MemoryHabitat memory = new MemoryHabitat(environment);
  private final Node node = mock();

  private static DhtConfig.Builder drogulus() {
    return DhtConfig.builder().wire(Wire.DROGULUS);
  }

  private Dht played() {
    return new Dht(drogulus().build(), alice, environment, node, Optional.empty(), () -> {});
  }

  private static Placement placement(boolean kept) {
    return new Placement(
        Samples.lookup(0, 0, true),
        true,
        kept,
        Optional.empty(),
        List.of(),
        List.of(),
        Duration.ZERO);
  }

  @Test
  void whoJoinsSaysWhoItIsAndWhoIsAloneDoesNot() throws Exception {
    try (Dht first = Dht.open(drogulus().port(1).identity(alice).build(), memory)) {
      assertThat(first.items()).isZero();
      try (Dht second = Dht.open(drogulus().port(2).identity(bob).seed(SEED).build(), memory)) {
        assertThat(first.held(Whoami.keyOf(second.owner())))
            .containsInstanceOf(DrogulusItem.class)
            .map(Item::text)
            .hasValueSatisfying(text -> assertThat(text).contains("0.0.0.alpha.0"));
        assertThat(second.held(Whoami.keyOf(second.owner()))).isPresent();
        assertThat(second.held(Whoami.keyOf(first.owner()))).isEmpty();
      }
    }
  }

  @Test
  void aClientSaysNothingOfItself() throws Exception {
    try (Dht first = Dht.open(drogulus().port(1).identity(alice).build(), memory);
        Dht client = Dht.open(drogulus().client(true).identity(bob).seed(SEED).build(), memory)) {
      assertThat(client.owner()).isEqualTo(bob.key());
      assertThat(first.items()).isZero();
    }
  }

  @Test
  void wherePublishingFailsTheNodeIsOpenAllTheSame() throws Exception {
    when(node.place(any(), any())).thenReturn(placement(false));
    assertThatCode(() -> played().introduce(alice)).doesNotThrowAnyException();
    verify(node).place(any(), any());
  }

  @Test
  void onWeftsOwnWireThereIsNothingToPublish() throws Exception {
    DhtConfig config = DhtConfig.builder().build();
    new Dht(config, alice, environment, node, Optional.empty(), () -> {}).introduce(alice);
    verify(node, never()).place(any(), any());
  }

  @Test
  void jsonOfAnyKindIsStoredAndRenewed() throws Exception {
    when(node.place(any(), any())).thenReturn(placement(true));
    when(node.renew(any(), any())).thenReturn(true);
    JsonValue value = JsonValue.parse("{\"n\":1,\"x\":1.0}");
    Dht dht = played();

    DrogulusItem stored = (DrogulusItem) dht.set("name", value).item();

    stored.admit(environment.now());
    assertThat(stored.json()).isEqualTo(value);
    assertThat(stored.owner()).isEqualTo(alice.key());
    verify(node).renew(stored, Duration.ofHours(24));
    assertThat(dht.set("name", "text").item())
        .extracting(item -> ((DrogulusItem) item).json())
        .isEqualTo(JsonValue.of("text"));
  }

  @Test
  void whatTheWireCannotCarryIsRefusedBeforeAnybodyIsAsked() throws Exception {
    Dht dht = played();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dht.put(new byte[] {1}))
        .withMessage("the drogulus keeps nothing without an owner and a name; use set");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dht.set("caf\u00e9", "x"))
        .withMessageStartingWith("the drogulus knows ASCII only, and not U+00E9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dht.set("x", "caf\u00e9"))
        .withMessageStartingWith("the drogulus knows ASCII only");
    verify(node, never()).place(any(), any());
  }

  @Test
  void nothingCanBeDeletedAndThatIsSaidBeforeAnythingIsDone() throws Exception {
    Dht dht = played();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dht.delete("name"))
        .withMessage(
            "the drogulus cannot delete what is named name; set another value, or let it expire");
    verifyNoInteractions(node);
  }

  @Test
  void anItemIsForgottenByTheKeyThatItHasOnThisWire() {
    when(node.forget(alice.key()))
        .thenReturn(Optional.of(new Forgotten(mock(DrogulusItem.class), environment.now())));
    assertThat(played().forget("")).isTrue();
  }
}
