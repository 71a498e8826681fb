package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.jr.ob.JSON;

/** What unmodified drogulus nodes made, took and refused: the files in {@code drogulus}. */
final class Vectors {

  private Vectors() {}

  static Map<String, Object> file(String name) {
    try (InputStream in = Vectors.class.getResourceAsStream("/drogulus/" + name + ".json")) {
      return JSON.std.mapFrom(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Map<String, Object>> list(String file, String name) {
    return maps(file(file).get(name));
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> maps(Object list) {
    return (List<Map<String, Object>>) list;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object map) {
    return (Map<String, Object>) map;
  }

  @SuppressWarnings("unchecked")
  static List<String> texts(Object list) {
    return (List<String>) list;
  }

  static String text(Map<String, Object> vector, String name) {
    return (String) vector.get(name);
  }

  /** A test for each vector of a list, with its name where it has one. */
  static Stream<DynamicTest> tests(String file, String name, Consumer<Map<String, Object>> test) {
    return list(file, name).stream()
        .map(
            vector ->
                DynamicTest.dynamicTest("vector " + vector.get("name"), () -> test.accept(vector)));
  }

  /** One of the test keys: alice, bob, carol, dave (1024 bits), erin (4096), drogulus-tests. */
  static RsaIdentity identity(String name) {
    return list("keys", "keys").stream()
        .filter(key -> key.get("name").equals(name))
        .map(key -> RsaIdentity.parse(text(key, "private_pem")))
        .findFirst()
        .orElseThrow();
  }

  /** One of 32 more of 1024 bits, which no vector has anything to do with. */
  static RsaIdentity identity(int number) {
    return NetworkKeys.identity(number);
  }

  static ByteBuffer payload(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
