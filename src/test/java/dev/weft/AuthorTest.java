package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.NetworkKeys;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Identity owner = Identity.fromSecret(new byte[32]);
  private final SimEnvironment environment = new SimEnvironment(1);
  private final Author author = new Author(owner, environment);

  @Test
  void whatItSignsIsTheOwnersAndLivesForItsTime() throws Exception {
    OwnedItem item = author.named("name", new byte[] {5}, HOUR);
    item.admit(environment.now());
    assertThat(item.owner()).isEqualTo(owner.key());
    assertThat(item.name()).isEqualTo("name");
    assertThat(item.value()).containsExactly(5);
    assertThat(item.expires()).isEqualTo(environment.now().plus(HOUR));
  }

  @Test
  void jsonIsForOwnersWhoSignIt() throws Exception {
    JsonValue json = JsonValue.of(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> author.json("name", json, HOUR))
        .withMessage("Weft's own wire has no JSON; set text or bytes");
    OwnedItem item = new Author(NetworkKeys.identity(0), environment).json("name", json, HOUR);
    item.admit(environment.now());
    assertThat(item.text()).isEqualTo("7");
    assertThat(item.expires()).isEqualTo(environment.now().plus(HOUR));
    assertThat(item.version()).isEqualTo(NamedItem.versionAt(environment.now()));
  }

  @Test
  void aTombstoneIsNewerThanWhatItReplacesAndExpiresWithItButForTenMinutes() throws Exception {
    long ahead = NamedItem.versionAt(environment.now().plusSeconds(60));
    OwnedItem tombstone = author.tombstone("name", ahead, environment.now().plus(HOUR));
    tombstone.admit(environment.now());
    assertThat(tombstone.isTombstone()).isTrue();
    assertThat(tombstone.version()).isEqualTo(ahead + 1);
    assertThat(tombstone.expires()).isEqualTo(environment.now().plus(HOUR));
    assertThat(author.tombstone("name", 1, environment.now().plusSeconds(1)).expires())
        .isEqualTo(environment.now().plusSeconds(600));
    assertThat(author.named("name", new byte[0], HOUR).compareVersion(tombstone)).isPositive();
  }

  @Test
  void contentLivesForItsTime() {
    assertThat(author.content(new byte[] {5}, HOUR))
        .isEqualTo(ContentItem.of(new byte[] {5}, environment.now().plus(HOUR)));
  }

  @Test
  void versionsGrowEvenWithinOneMicrosecondAndWhenTheClockIsSetBack() {
    long first = version();
    assertThat(first).isEqualTo(NamedItem.versionAt(environment.now()));
    assertThat(version()).isEqualTo(first + 1);
    environment.skew(Duration.ofSeconds(-5000));
    assertThat(version()).isEqualTo(first + 2);
    environment.skew(Duration.ofSeconds(4000));
    assertThat(version()).isEqualTo(NamedItem.versionAt(environment.now()));
  }

  private long version() {
    return author.named("name", new byte[1], HOUR).version();
  }

  @Test
  void aTimeToLiveIsFromOneMillisecondTo30Days() {
    Duration longest = Duration.ofDays(30);
    assertThat(author.content(new byte[1], Duration.ofMillis(1)).expires())
        .isEqualTo(environment.now().plusMillis(1));
    assertThat(author.content(new byte[1], longest).expires())
        .isEqualTo(environment.now().plus(longest));
    for (Duration wrong : List.of(Duration.ofNanos(999_999), longest.plusNanos(1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> author.named("name", new byte[1], wrong))
          .withMessage("a time to live is from 1 ms to 30 days, and this is " + wrong);
    }
  }
}
