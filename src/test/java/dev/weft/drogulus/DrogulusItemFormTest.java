package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.ItemException;
import org.junit.jupiter.api.Test;

/** An item as the JSON that it consists of. */
class DrogulusItemFormTest {

  @Test
  void whatAnItemConsistsOfCanBeReadAgain() throws ItemException {
    DrogulusItem item = DrogulusItem.sign(Vectors.identity(0), "name", JsonValue.of("v"), 1, 0);
    DrogulusItem read = DrogulusItem.read(JsonValue.parse(item.asJson().toJson()));
    assertThat(read).isEqualTo(item);
    read.verify();
  }

  @Test
  void anythingElseIsNoItem() {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> DrogulusItem.read(JsonValue.of(1)))
        .withMessageContaining("no JSON object");
  }
}
