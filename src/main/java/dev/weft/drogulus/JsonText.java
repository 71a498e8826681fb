package dev.weft.drogulus;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Reads and writes JSON by Jackson's streams, within limits. Stateless. */
final class JsonText {

  /** Python refuses to read longer integers. */
  static final int MAX_DIGITS = 4_300;

  /** Those who check a signature hash every token; and each takes some 100 bytes of memory. */
  static final int MAX_TOKENS = 250_000;

  /** Far from what a stack holds; Python gives up at about 1,000. */
  static final int MAX_DEPTH = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxTokenCount(MAX_TOKENS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          // Names are strangers' choice: none is kept for the next text.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private JsonText() {}

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is no JSON, or beyond a limit
   */
  static JsonValue read(String text) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonValue value = value(in, in.nextToken());
      if (in.nextToken() != null) {
        throw new IllegalArgumentException("there is more than one value");
      }
      return value;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static JsonValue value(JsonParser in, @Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> new JsonValue.Text(in.getString());
      case VALUE_NUMBER_INT -> new JsonValue.Int(in.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> new JsonValue.Real(in.getDoubleValue());
      case VALUE_TRUE -> new JsonValue.Bool(true);
      case VALUE_FALSE -> new JsonValue.Bool(false);
      case VALUE_NULL -> new JsonValue.Null();
      case null, default -> throw new IllegalArgumentException("there is no value");
    };
  }

  private static JsonValue object(JsonParser in) {
    SortedMap<String, JsonValue> members = new TreeMap<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      members.put(name, value(in, in.nextToken()));
    }
    return new JsonValue.Obj(members);
  }

  private static JsonValue array(JsonParser in) {
    List<JsonValue> elements = new ArrayList<>();
    for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
      elements.add(value(in, next));
    }
    return new JsonValue.Arr(elements);
  }

  /**
   * A value as JSON, in ASCII.
   *
   * @throws IllegalArgumentException if it has too many levels
   */
  static String write(JsonValue value) {
    var text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, out);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
    return text.toString();
  }

  private static void write(JsonValue value, JsonGenerator out) {
    switch (value) {
      case JsonValue.Obj(SortedMap<String, JsonValue> members) -> {
        out.writeStartObject();
        members.forEach((name, member) -> write(member, out.writeName(name)));
        out.writeEndObject();
      }
      case JsonValue.Arr(List<JsonValue> elements) -> {
        out.writeStartArray();
        elements.forEach(element -> write(element, out));
        out.writeEndArray();
      }
      case JsonValue.Text(String text) -> out.writeString(text);
      case JsonValue.Int(var number) -> out.writeNumber(number);
      case JsonValue.Real real -> out.writeNumber(FloatText.of(real.number()));
      case JsonValue.Bool bool -> out.writeBoolean(bool.value());
      case JsonValue.Null() -> out.writeNull();
    }
  }
}
