package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Key;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DistanceTest {

  @Test
  void theNearestAreThoseThatTheDrogulusNames() {
    Map<String, Object> file = Vectors.file("distance");
    for (Map<String, Object> vector : Vectors.maps(file.get("vectors"))) {
      String text = Vectors.text(vector, "target");
      Key target = Key.parse("0".repeat(128 - text.length()) + text);
      var nearest =
          Vectors.texts(file.get("network_ids")).stream()
              .map(Key::parse)
              .sorted(target.byDistance())
              .limit(20)
              .toList();
      assertThat(nearest.stream().map(Key::toString).toList()).isEqualTo(vector.get("nearest_20"));
      BigInteger distance =
          new BigInteger(target.toString(), 16)
              .xor(new BigInteger(nearest.getFirst().toString(), 16));
      assertThat(distance)
          .isEqualTo(
              new BigInteger(
                  Vectors.text(vector, "distance_of_first_hex").toLowerCase(Locale.ROOT), 16));
    }
  }
}
