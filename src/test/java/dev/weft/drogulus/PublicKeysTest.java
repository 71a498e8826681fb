package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicKeysTest {

  private final PublicKeys keys = new PublicKeys();
  private final String alice = Vectors.identity("alice").publicKey().text();

  @Test
  void aTextIsReadOnce() {
    RsaPublicKey key = keys.of(alice);
    assertThat(key).isEqualTo(RsaPublicKey.of(alice));
    assertThat(keys.of(alice)).isSameAs(key);
  }

  @Test
  void aKeyThatWasMetIsFoundByItsId() {
    assertThat(keys.find(RsaPublicKey.idOf(alice))).isEmpty();
    RsaPublicKey key = keys.of(alice);
    assertThat(keys.find(key.id())).containsSame(key);
  }

  @Test
  void aTextThatIsNoKeyIsNotKept() {
    assertThat(keys.of("nonsense").isUsable()).isFalse();
    assertThat(keys.find(RsaPublicKey.idOf("nonsense"))).isEmpty();
  }

  @Test
  void ofManyThoseThatWereAskedForLastAreKept() {
    RsaPublicKey first = keys.of(alice);
    for (int i = 1; i < PublicKeys.MOST; i++) {
      keys.of(i + "\n" + alice);
    }
    assertThat(keys.of(alice)).isSameAs(first);
    keys.of("one more\n" + alice);
    assertThat(keys.find(first.id())).isPresent();
    assertThat(keys.find(RsaPublicKey.idOf("1\n" + alice))).isEmpty();
    assertThat(keys.find(RsaPublicKey.idOf("2\n" + alice))).isPresent();
  }
}
