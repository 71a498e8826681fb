package dev.weft.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.node.QuorumRead.Told;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuorumReadTest {
  private static final Key TARGET = Key.of("target");

  /** Eight nodes, the closest first. */
  private static final List<Contact> NODES =
      IntStream.range(0, 8)
          .mapToObj(
              i -> new Contact(Key.of("node " + i), new InetSocketAddress("10.0.0." + i, 1908)))
          .sorted(Comparator.comparing(Contact::key, TARGET.byDistance()))
          .toList();

  private static final List<Contact> FOUR = NODES.subList(0, 4);

  private static final Identity OWNER = Identity.fromSecret(new byte[32]);
  private static final Item OLD = version(1);
  private static final Item NEW = version(2);

  private static Item version(long version) {
    return NamedItem.sign(OWNER, "name", "value".getBytes(UTF_8), version, Instant.EPOCH);
  }

  private static LookupResult.Closest near(List<Contact> closest, List<Contact> missing) {
    return new LookupResult.Closest(TARGET, closest, missing, true, Duration.ZERO, List.of());
  }

  private static QuorumRead read(List<Contact> closest, List<Contact> missing) {
    return new QuorumRead(near(closest, missing), Optional.empty(), 4, false);
  }

  private static Told silent(Contact peer) {
    return new Told(peer, false, Optional.empty());
  }

  private static Told says(Contact peer, @Nullable Item item) {
    return new Told(peer, true, Optional.ofNullable(item));
  }

  @Test
  void moreThanHalfOfTheClosestAreEnough() {
    QuorumRead read = read(FOUR, List.of());
    read.heard(List.of(says(NODES.get(0), null), silent(NODES.get(1)), says(NODES.get(2), OLD)));
    assertThat(read.reading().isConclusive()).isFalse();
    assertThat(read.unheard()).containsExactly(NODES.get(1), NODES.get(3));
    read.heard(List.of(silent(NODES.get(1)), says(NODES.get(3), NEW)));
    assertThat(read.reading().isConclusive()).isTrue();
    assertThat(read.unheard()).isEmpty();
    assertThat(read.reading().item()).contains(NEW);
  }

  @Test
  void whoMayBeThereHasAVoteInPlaceOfWhoIsFartherAway() {
    QuorumRead read = read(NODES.subList(2, 6), NODES.subList(0, 2));
    read.heard(NODES.subList(2, 6).stream().map(peer -> says(peer, null)).toList());
    assertThat(read.reading())
        .satisfies(
            reading -> {
              assertThat(reading.votes()).isEqualTo(2);
              assertThat(reading.voters()).isEqualTo(4);
            });
    assertThat(read.unheard()).isEqualTo(NODES.subList(0, 2));
    read.heard(List.of(says(NODES.get(1), NEW)));
    assertThat(read.reading().isConclusive()).isTrue();
  }

  @Test
  void whoHasNoVoteIsHeardAllTheSame() {
    QuorumRead read = read(NODES.subList(2, 6), NODES.subList(0, 2));
    read.heard(List.of(says(NODES.get(5), NEW)));
    assertThat(read.reading().votes()).isZero();
    assertThat(read.reading().item()).contains(NEW);
  }

  @Test
  void thisNodeHasAVoteWhereItIsOneOfTheClosest() {
    var alone = new QuorumRead(near(List.of(), List.of()), Optional.of(OLD), 3, true);
    assertThat(alone.reading().isConclusive()).isTrue();
    assertThat(alone.reading().item()).contains(OLD);
    var withTwo = new QuorumRead(near(NODES.subList(0, 2), List.of()), Optional.of(OLD), 3, true);
    assertThat(withTwo.reading().isConclusive()).isFalse();
    withTwo.heard(List.of(says(NODES.get(1), NEW)));
    assertThat(withTwo.reading().isConclusive()).isTrue();
  }

  @Test
  void nobodyIsNotEnough() {
    assertThat(read(List.of(), List.of()).reading().isConclusive()).isFalse();
  }

  @Test
  void whoAnsweredAndDoesNotHoldTheNewestIsBehind() {
    QuorumRead read = read(FOUR, List.of());
    read.heard(
        List.of(
            says(NODES.get(0), NEW),
            says(NODES.get(1), OLD),
            says(NODES.get(2), null),
            silent(NODES.get(3))));
    assertThat(read.behind(NEW)).containsExactly(NODES.get(1), NODES.get(2));
  }

  @Test
  void whereACrowdIsClosestTheVoteIsWithThoseBeyond() {
    LookupResult.Closest near =
        new LookupResult.Closest(
            TARGET,
            FOUR,
            List.of(),
            true,
            Duration.ZERO,
            List.of(),
            List.of(4),
            new LookupResult.Crowd(4, NODES.subList(4, 8)));
    assertThat(near.keepers(4)).isEqualTo(NODES);
    QuorumRead read = new QuorumRead(near, Optional.empty(), 4, false);
    read.heard(FOUR.stream().map(peer -> says(peer, null)).toList());
    read.heard(List.of(says(NODES.get(4), OLD), says(NODES.get(5), OLD)));
    assertThat(read.reading().isConclusive()).isFalse();
    assertThat(read.unheard()).isEqualTo(NODES.subList(6, 8));
    read.heard(List.of(says(NODES.get(6), NEW)));
    assertThat(read.reading().isConclusive()).isTrue();
    assertThat(read.reading().item()).contains(NEW);
  }
}
