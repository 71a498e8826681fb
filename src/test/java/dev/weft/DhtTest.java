package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.node.Forgotten;
import dev.weft.node.Node;
import dev.weft.node.Placement;
import dev.weft.node.Reading;
import dev.weft.node.RenewalListener;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Dht makes of what its node does; the node is played by the test. */
class DhtTest {

  private static final Duration DEFAULT = Duration.ofSeconds(9);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Instant LATER = SimEnvironment.START.plus(Duration.ofHours(1));
  private static final Contact SELF = Samples.contact(77);

  private final Identity identity = Identity.fromSecret(new byte[32]);
  private final Identity other = Identity.fromSecret(secret(1));
  private final SimEnvironment environment = new SimEnvironment(1);
  private final Node node = mock();
  private final Dht dht = dht(Optional.of(SELF));
  private final Dht client = dht(Optional.empty());
  private final Item item = NamedItem.sign(other, "name", new byte[] {1}, 1, LATER);

  private static byte[] secret(int first) {
    byte[] secret = new byte[32];
    secret[0] = (byte) first;
    return secret;
  }

  private Dht dht(Optional<Contact> self) {
    DhtConfig config =
        DhtConfig.builder().k(4).operationTimeout(DEFAULT).timeToLive(Duration.ofHours(2)).build();
    return new Dht(config, identity, environment, node, self, () -> {});
  }

  @BeforeEach
  void letTheNodeKeepWhatItIsGiven() throws InterruptedException {
    when(node.place(any(), any())).thenReturn(placement());
    when(node.renew(any(), any())).thenReturn(true);
    when(node.current(any(), any())).thenReturn(Optional.empty());
  }

  private static Placement placement() {
    return new Placement(
        Samples.lookup(0, 0, true),
        true,
        true,
        Optional.empty(),
        List.of(),
        List.of(),
        Duration.ZERO);
  }

  @Test
  void itTellsWhoItIsAndWhatItHas() {
    RoutingSnapshot routing = mock();
    when(routing.size()).thenReturn(5);
    when(node.routing()).thenReturn(routing);
    when(node.self()).thenReturn(Optional.of(SELF));
    when(node.held(item.key())).thenReturn(Optional.of(item));

    assertThat(dht.routing()).isSameAs(routing);
    assertThat(dht.owner()).isEqualTo(identity.key());
    assertThat(dht.self()).contains(SELF);
    assertThat(client.self()).isEmpty();
    assertThat(dht.contacts()).isEqualTo(5);
    assertThat(dht.held(item.key())).contains(item);
  }

  @Test
  void setSignsStoresAndRenews() throws Exception {
    SetReport report = dht.set("name", "v\u00e4lue");

    NamedItem stored = (NamedItem) report.item();
    stored.admit(environment.now());
    assertThat(stored.owner()).isEqualTo(dht.owner());
    assertThat(stored.name()).isEqualTo("name");
    assertThat(stored.text()).isEqualTo("v\u00e4lue");
    assertThat(stored.expires()).isEqualTo(environment.now().plus(Duration.ofHours(2)));
    assertThat(stored.version()).isEqualTo(NamedItem.versionAt(environment.now()));
    assertThat(report.local()).isTrue();
    verify(node).place(stored, DEFAULT);
    verify(node).renew(stored, Duration.ofHours(2));
  }

  @Test
  void setTakesATimeToLiveAndATimeOut() throws Exception {
    Duration hour = Duration.ofHours(1);
    Item stored = dht.set("name", new byte[] {5}, hour, TIMEOUT).item();
    assertThat(stored.expires()).isEqualTo(environment.now().plus(hour));
    verify(node).place(stored, TIMEOUT);
    verify(node).renew(stored, hour);
  }

  @Test
  void putStoresContentUnderItsOwnKeyAndRenewsIt() throws Exception {
    byte[] value = "content".getBytes(UTF_8);

    assertThat(dht.put(value)).isEqualTo(ContentItem.keyOf(value));

    ContentItem expected = ContentItem.of(value, environment.now().plus(Duration.ofHours(2)));
    verify(node).place(expected, DEFAULT);
    verify(node).renew(expected, Duration.ofHours(2));
  }

  @Test
  void whatIsNotStoredIsNotRenewed() throws Exception {
    when(node.place(any(), any()))
        .thenReturn(
            new Placement(
                Samples.lookup(0, 0, true),
                true,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                Duration.ZERO));
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(() -> dht.set("name", "value"));
    verify(node, never()).renew(any(), any());
  }

  @Test
  void whatCannotBeRenewedIsStoredAllTheSame() throws Exception {
    when(node.renew(any(), any())).thenReturn(false);
    assertThat(dht.set("name", "value").succeeded()).isTrue();
  }

  @Test
  void aTimeOutMayBeAsLongAsADurationCanSay() throws Exception {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    when(node.find(any(), any(), any())).thenReturn(Samples.lookup(1, 0, true));
    when(node.closest(any(), any(), any())).thenReturn(Samples.lookup(1, 0, true));

    dht.store(item, forever);
    dht.find(item.key(), Freshness.FIRST, forever);
    dht.lookup(item.key(), forever, _ -> {});

    verify(node).place(item, Duration.ofDays(30));
    verify(node).find(eq(item.key()), eq(Duration.ofDays(30)), any());
    verify(node).closest(eq(item.key()), eq(Duration.ofDays(30)), any());
  }

  @Test
  void storeTakesAnItemOfSomebodyElseAndDoesNotRenewIt() throws Exception {
    assertThat(dht.store(item, TIMEOUT).item()).isEqualTo(item);
    verify(node).place(item, TIMEOUT);
    verify(node, never()).renew(any(), any());
  }

  @Test
  void storeRefusesWhatNoNodeWouldKeep() throws Exception {
    Item future = NamedItem.sign(other, "name", new byte[1], Long.MAX_VALUE, LATER);
    Item expired = ContentItem.of(new byte[1], environment.now());
    Item forged = mock(NamedItem.class);
    doThrow(new ItemException(ItemException.Flaw.FORGED, "the signature does not fit"))
        .when(forged)
        .admit(any());
    for (Item refused : List.of(future, expired, forged)) {
      assertThatIllegalArgumentException().isThrownBy(() -> dht.store(refused, TIMEOUT));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dht.store(forged, TIMEOUT))
        .withMessage("the signature does not fit");
    verify(node, never()).place(any(), any());
  }

  @Test
  void forgetEndsTheRenewal() {
    when(node.forget(NamedItem.keyOf(dht.owner(), "name")))
        .thenReturn(Optional.of(new Forgotten(item, LATER)));
    assertThat(dht.forget("name")).isTrue();
    assertThat(dht.forget("another")).isFalse();
  }

  @Test
  void whoeverListensIsToldOfRenewalsThatFail() {
    List<RenewalFailure> failures = new ArrayList<>();
    doAnswer(
            call -> {
              call.<RenewalListener>getArgument(0).failed(item, 3, "nobody answered");
              return null;
            })
        .when(node)
        .onRenewalFailure(any());
    dht.onRenewalFailure(failures::add);
    assertThat(failures).containsExactly(new RenewalFailure(item, 3, "nobody answered"));
  }

  @Test
  void getReturnsTheFirstValueFound() throws Exception {
    when(node.find(eq(item.key()), eq(DEFAULT), any())).thenReturn(found(item));
    assertThat(dht.get(other.key(), "name").map(Item.class::cast)).contains(item);
    verify(node, never()).newest(any(), any());
  }

  @Test
  void nothingIsFoundOfWhatWasDeletedWhereverItsTombstoneIs() throws Exception {
    Item tombstone = NamedItem.tombstone(other, "name", 2, LATER);
    when(node.find(eq(item.key()), eq(DEFAULT), any())).thenReturn(found(tombstone));
    when(node.newest(item.key(), TIMEOUT))
        .thenReturn(new Reading(List.of(tombstone, item), Samples.lookup(2, 0, true), 2, 3));
    assertThat(dht.get(other.key(), "name")).isEmpty();
    assertThat(dht.get(other.key(), "name", Freshness.NEWEST, TIMEOUT)).isEmpty();
    when(node.current(eq(item.key()), any())).thenReturn(Optional.of(tombstone));
    when(node.held(item.key())).thenReturn(Optional.of(tombstone));
    assertThat(dht.find(item.key(), Freshness.FIRST, TIMEOUT)).isEmpty();
    assertThat(dht.held(item.key())).contains(tombstone);
  }

  @Test
  void getAsksNobodyForWhatThisNodeHolds() throws Exception {
    when(node.current(item.key(), TIMEOUT)).thenReturn(Optional.of(item));
    assertThat(dht.find(item.key(), Freshness.FIRST, TIMEOUT)).contains(item);
    verify(node, never()).find(any(), any(), any());
  }

  @Test
  void getIsEmptyWhereTheNodesThatShouldHoldItDoNot() throws Exception {
    when(node.find(any(), any(), any())).thenReturn(Samples.lookup(2, 0, true));
    assertThat(dht.get(other.key(), "name")).isEmpty();
  }

  @Test
  void getIsEmptyOnALoneNodeButNotOnALoneClient() throws Exception {
    when(node.find(any(), any(), any())).thenReturn(Samples.lookup(0, 0, true));
    assertThat(dht.get(other.key(), "name")).isEmpty();
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(() -> client.get(other.key(), "name"));
  }

  @Test
  void getTellsThatTheTimePassed() throws Exception {
    when(node.find(any(), any(), any())).thenReturn(Samples.lookup(2, 0, false));
    assertThatExceptionOfType(DhtException.TimedOut.class)
        .isThrownBy(() -> dht.get(other.key(), "name"))
        .satisfies(e -> assertThat(e.soFar().closest()).hasSize(2));
  }

  @Test
  void theNewestVersionIsAskedOfAll() throws Exception {
    when(node.current(eq(item.key()), any())).thenReturn(Optional.of(mock(NamedItem.class)));
    when(node.newest(item.key(), TIMEOUT))
        .thenReturn(new Reading(List.of(item), Samples.lookup(2, 0, true), 2, 3));
    assertThat(dht.get(other.key(), "name", Freshness.NEWEST, TIMEOUT).map(NamedItem.class::cast))
        .contains((NamedItem) item);
  }

  @Test
  void thatThereIsNoVersionIsSaidWhenMoreThanHalfOfTheClosestHaveSaidWhatTheyHold()
      throws Exception {
    when(node.newest(any(), any()))
        .thenReturn(new Reading(List.of(), Samples.lookup(4, 0, true), 2, 4))
        .thenReturn(new Reading(List.of(), Samples.lookup(3, 0, true), 2, 3));
    assertThatExceptionOfType(DhtException.TimedOut.class)
        .isThrownBy(() -> dht.find(item.key(), Freshness.NEWEST, TIMEOUT))
        .withMessageContaining("of the 4 closest nodes only 2 said");
    assertThat(dht.find(item.key(), Freshness.NEWEST, TIMEOUT)).isEmpty();
  }

  @Test
  void theNewestVersionNeedsAnAnswer() throws Exception {
    when(node.newest(any(), any()))
        .thenReturn(new Reading(List.of(item), Samples.lookup(0, 2, true), 0, 0));
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(() -> dht.find(item.key(), Freshness.NEWEST, TIMEOUT));
  }

  @Test
  void contentIsFoundByItsKeyAndNothingElseIs() throws Exception {
    ContentItem content = ContentItem.of(new byte[] {9}, LATER);
    when(node.find(eq(content.key()), eq(DEFAULT), any())).thenReturn(found(content));
    when(node.find(eq(item.key()), eq(DEFAULT), any())).thenReturn(found(item));

    assertThat(dht.get(content.key())).contains(content);
    assertThat(dht.get(item.key())).isEmpty();
    assertThat(dht.find(item.key(), Freshness.FIRST, DEFAULT)).contains(item);
  }

  private static LookupResult found(Item item) {
    return new LookupResult.Found(
        item.key(), item, Samples.contact(1), List.of(), Duration.ZERO, List.of());
  }

  @Test
  void lookupHandsOnTheWatcher() throws Exception {
    Key target = Samples.TARGET;
    LookupResult.Closest result = Samples.lookup(3, 1, true);
    Consumer<Step> watcher = _ -> {};
    when(node.closest(target, TIMEOUT, watcher)).thenReturn(result);
    when(node.closest(eq(target), eq(DEFAULT), any()))
        .thenAnswer(
            call -> {
              Consumer<Step> silent = call.getArgument(2);
              result.trace().forEach(silent);
              return result;
            });

    assertThat(dht.lookup(target, TIMEOUT, watcher)).isEqualTo(result);
    assertThat(dht.lookup(target)).isEqualTo(result);
  }

  @Test
  void lookupTellsThatNobodyAnswered() throws Exception {
    when(node.closest(any(), any(), any())).thenReturn(Samples.lookup(0, 1, true));
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(() -> dht.lookup(Samples.TARGET));
  }
}
