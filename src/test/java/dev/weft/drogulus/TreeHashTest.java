package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mockStatic;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mockito.MockedStatic;

class TreeHashTest {

  /** What Python's parser lets pass, and no original sends. */
  private static final Set<String> NOT_JSON_HERE =
      Set.of(
          "NaN (not JSON, but the Python parser takes it)",
          "Infinity (not JSON)",
          "-Infinity (not JSON)",
          "float overflow to inf");

  private static String hash(String json) {
    return new String(
        TreeHash.of(JsonValue.parse(json)), java.nio.charset.StandardCharsets.US_ASCII);
  }

  @TestFactory
  Stream<DynamicTest> everyHashIsWhatTheDrogulusMade() {
    return Vectors.tests(
        "hashtree",
        "vectors",
        vector -> {
          String json = Vectors.text(vector, "json_text");
          if (NOT_JSON_HERE.contains(vector.get("name")) || vector.get("hash") == null) {
            assertThatIllegalArgumentException().isThrownBy(() -> hash(json));
          } else {
            assertThat(hash(json)).isEqualTo(vector.get("hash"));
          }
        });
  }

  @Test
  void whatIsWrittenHashesAsWhatWasRead() {
    for (Map<String, Object> vector : Vectors.list("hashtree", "vectors")) {
      if (!NOT_JSON_HERE.contains(vector.get("name"))) {
        JsonValue read = JsonValue.parse(Vectors.text(vector, "json_text"));
        String written = read.toJson();
        assertThat(written.chars()).allMatch(c -> c < 128);
        assertThat(JsonValue.parse(written)).isEqualTo(read);
      }
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void theHashDoesNotTellTypesApart() {
    Map<String, Object> file = Vectors.file("hashtree");
    for (Object pair : (List<Object>) file.get("collisions")) {
      List<Object> hashes =
          Vectors.texts(pair).stream()
              .map(
                  name ->
                      Vectors.maps(file.get("vectors")).stream()
                          .filter(vector -> vector.get("name").equals(name))
                          .findFirst()
                          .orElseThrow()
                          .get("hash"))
              .toList();
      assertThat(Set.copyOf(hashes)).hasSize(1);
    }
  }

  @Test
  void theFirstCharacterThatIsNotAsciiIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hash("[\"ok\", \"caf\\u00e9 \\u20ac\"]"))
        .withMessage(
            "the drogulus knows ASCII only, and not U+00E9; encode it, for example in Base64");
  }

  @Test
  void aJavaWithoutTheHashIsNamed() {
    try (MockedStatic<MessageDigest> digests = mockStatic(MessageDigest.class)) {
      digests
          .when(() -> MessageDigest.getInstance(anyString()))
          .thenThrow(new NoSuchAlgorithmException());
      assertThatIllegalStateException()
          .isThrownBy(() -> TreeHash.of(new JsonValue.Null()))
          .withMessage("this Java runtime has no SHA-512");
    }
  }
}
