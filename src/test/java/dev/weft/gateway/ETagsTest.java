package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.NetworkKeys;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A tag tells one version of an item from another. */
class ETagsTest {

  private static final Instant LATER = Instant.parse("2026-01-01T00:00:00Z");
  private static final Identity ALICE = Identity.fromSecret(new byte[32]);

  private static NamedItem item(long version) {
    return NamedItem.sign(ALICE, "name", new byte[1], version, LATER);
  }

  @Test
  void aTagIsVersionAndSignature() {
    assertThat(ETags.of(item(7))).matches("\"7\\.[\\w-]{86}\"").isEqualTo(ETags.of(item(7)));
    assertThat(ETags.of(item(8))).isNotEqualTo(ETags.of(item(7)));
    assertThat(ETags.of(item(7).renew(ALICE, LATER.plusSeconds(1))))
        .isNotEqualTo(ETags.of(item(7)));
  }

  @Test
  void ofContentItIsTheKey() {
    ContentItem item = ContentItem.of(new byte[1], LATER);
    assertThat(ETags.of(item)).isEqualTo("\"" + item.key() + "\"");
  }

  @Test
  void ofAnotherWireItIsTheVersionAndAHashOfAll() {
    DrogulusItem item =
        DrogulusItem.sign(NetworkKeys.identity(0), "name", JsonValue.of("x"), 7, 9_000_000_000.0);
    assertThat(ETags.of(item)).startsWith("\"" + item.version() + ".");
  }

  @Test
  void aConditionNamesTagsOrAny() {
    assertThat(ETags.names("\"a\"", "\"a\"")).isTrue();
    assertThat(ETags.names("\"b\", W/\"a\"", "\"a\"")).isTrue();
    assertThat(ETags.names("*", "\"a\"")).isTrue();
    assertThat(ETags.names("\"b\", \"c\"", "\"a\"")).isFalse();
    assertThat(ETags.names("a", "\"a\"")).isFalse();
  }
}
