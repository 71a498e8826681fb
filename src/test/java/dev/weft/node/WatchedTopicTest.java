package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedTopicTest extends NodeFixture {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Key TOPIC = Announcement.topic("room");
  private static final Contact PEER = World.contact(Key.of("peer"), 1);
  private static final Contact OTHER = World.contact(Key.of("other"), 2);
  private static final Cursor SOME = new Cursor(7, 8);

  private final RoutingActor routing = mock();
  private final Lookups lookups = mock();
  private final List<Provider> told = new ArrayList<>();
  private final WatchedTopic watched =
      new WatchedTopic(TOPIC, TIMEOUT, environment, routing, lookups, told::add);
  private final Identity owner = world.identity();

  private Provider record(Key topic, long version, Instant expires, boolean withdrawn) {
    var terms =
        new Announcement.Terms(
            topic, Optional.empty(), new byte[] {1}, version, expires, withdrawn);
    return new Provider(Announcement.sign(owner, terms), true);
  }

  private Provider version(long version) {
    return record(TOPIC, version, environment.now().plus(World.HOUR), false);
  }

  private Provider withdrawn(long version) {
    return record(TOPIC, version, environment.now().plus(World.HOUR), true);
  }

  private static Provider forged(Provider provider) throws ItemException {
    ByteBuffer out = ByteBuffer.allocate(provider.announcement().encodedLength());
    provider.announcement().write(out);
    byte[] bytes = out.array();
    bytes[bytes.length - 1] ^= 1;
    return new Provider(Announcement.read(ByteBuffer.wrap(bytes)), true);
  }

  private boolean take(Optional<Contact> holder, Provider... providers) throws RpcException {
    return watched.take(holder, new Response.Changed(SOME, Arrays.asList(providers)));
  }

  private boolean take(Provider... providers) throws RpcException {
    return take(Optional.of(PEER), providers);
  }

  private Cursor cursor(Optional<Contact> holder) {
    Request.Watch question = watched.question(holder, LEASE);
    assertThat(question).isEqualTo(new Request.Watch(TOPIC, true, question.since(), LEASE));
    return question.since();
  }

  private void refresh(Contact... near) throws InterruptedException {
    when(routing.startOf(TOPIC)).thenReturn(List.of(OTHER));
    when(lookups.findNodes(TOPIC, List.of(OTHER), TIMEOUT, Lookups.UNWATCHED))
        .thenReturn(
            new LookupResult.Closest(
                TOPIC, Arrays.asList(near), List.of(), true, Duration.ZERO, List.of()));
    assertThat(watched.refresh()).containsExactly(near);
  }

  @Test
  void eachNewVersionIsToldOnceWhoeverBringsIt() throws RpcException {
    Provider first = version(1);
    Provider second = version(2);
    assertThat(take(first)).isTrue();
    assertThat(take(Optional.empty(), first)).isFalse();
    assertThat(take(Optional.of(OTHER), first, second)).isTrue();
    assertThat(take(first, second)).as("an older one").isFalse();
    assertThat(told).containsExactly(first, second);
    verifyNoInteractions(routing);
  }

  @Test
  void aRenewalIsNothingNew() throws RpcException {
    Provider first = version(1);
    take(first);
    Instant later = first.announcement().expires().plusSeconds(1);
    assertThat(take(record(TOPIC, 1, later, false))).isFalse();
    assertThat(told).hasSize(1);
  }

  @Test
  void whoWithdrawsIsToldOfIfTheyWereKnownAndIsNotTakenForNewAgain() throws RpcException {
    take(withdrawn(1));
    assertThat(told).as("nobody knew of them").isEmpty();
    Provider back = version(2);
    Provider gone = withdrawn(3);
    take(version(1), back, gone);
    take(back);
    assertThat(told).containsExactly(back, gone);
  }

  @Test
  void whoGivesAForgedRecordIsALiarAndEndsTheWatchThere() throws Exception {
    Provider good = version(1);
    Provider forged = forged(version(2));
    assertThatThrownBy(() -> take(good, forged)).isInstanceOf(RpcException.Misbehaved.class);
    verify(routing)
        .misbehaved(
            PEER, "the signature does not fit the announcement of " + owner.key().abbreviated());
    assertThat(told).containsExactly(good);
    assertThat(cursor(Optional.of(PEER))).isEqualTo(Cursor.NONE);
  }

  @Test
  void whoGivesARecordOfAnotherTopicIsALiarUnlessThatIsThisNode() {
    Provider misplaced =
        record(Announcement.topic("other"), 1, environment.now().plus(World.HOUR), false);
    assertThatThrownBy(() -> take(Optional.empty(), misplaced))
        .isInstanceOf(RpcException.Misbehaved.class)
        .hasMessage("it gave a record that belongs under another topic");
    verifyNoInteractions(routing);
    assertThatThrownBy(() -> take(misplaced)).isInstanceOf(RpcException.Misbehaved.class);
    verify(routing).misbehaved(any(), any());
    assertThat(told).isEmpty();
  }

  @Test
  void whatHasExpiredOrComesFromAClockThatRunsAheadIsLeftOutAndNobodyBlamed() throws RpcException {
    Provider expired = record(TOPIC, 1, environment.now(), false);
    Instant tomorrow = environment.now().plus(World.DAY);
    Provider early = record(TOPIC, NamedItem.versionAt(tomorrow), tomorrow, false);
    Provider good = version(2);
    assertThat(take(expired, early)).isFalse();
    assertThat(take(expired, early, good)).isTrue();
    assertThat(told).containsExactly(good);
    verifyNoInteractions(routing);
  }

  @Test
  void howFarItHasComeIsKnownOfEachAndForgottenWithThem() throws Exception {
    assertThat(cursor(Optional.of(PEER))).isEqualTo(Cursor.NONE);
    for (Optional<Contact> holder :
        List.of(Optional.of(PEER), Optional.of(OTHER), Optional.<Contact>empty())) {
      take(holder, version(1));
      assertThat(cursor(holder)).isEqualTo(SOME);
    }
    refresh(OTHER);
    assertThat(cursor(Optional.of(PEER))).isEqualTo(Cursor.NONE);
    assertThat(cursor(Optional.of(OTHER))).isEqualTo(SOME);
    assertThat(cursor(Optional.empty())).isEqualTo(SOME);
  }

  @Test
  void ofTenThousandOwnersItIsKnownAndOfMoreWhoChangedLongestAgoIsForgotten() throws Exception {
    var many = new Many();
    for (int i = 0; i <= WatchedTopic.MOST; i++) {
      take(many.of(i, 1));
      if (i == 1) {
        take(many.of(0, 2));
      }
    }
    told.clear();
    take(many.of(0, 2));
    assertThat(told).as("it has changed since").isEmpty();
    take(many.of(1, 1));
    assertThat(told).hasSize(1);
  }

  /** A record that is another owner's each time: to sign one of each would take long. */
  private static final class Many {
    private final Announcement record = mock(withSettings().stubOnly());
    private Key owner = TOPIC;
    private long version;

    Many() {
      when(record.topic()).thenReturn(TOPIC);
      when(record.owner()).then(_ -> owner);
      when(record.terms())
          .then(
              _ ->
                  new Announcement.Terms(
                      TOPIC, Optional.empty(), new byte[0], version, Instant.EPOCH, false));
    }

    Provider of(int number, long change) {
      owner = Key.of("owner " + number);
      version = change;
      return new Provider(record, true);
    }
  }
}
