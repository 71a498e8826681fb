package dev.weft.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/** The description of the API, and whether what was answered is as it says. */
final class OpenApi {

  private final Map<String, Object> document;

  private OpenApi(Map<String, Object> document) {
    this.document = document;
  }

  static OpenApi read() throws IOException {
    try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
      return new OpenApi(JSON.std.mapFrom(in));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /** All that is described, as METHOD /path. */
  Set<String> operations() {
    Set<String> all = new TreeSet<>();
    map(document.get("paths"))
        .forEach(
            (path, methods) ->
                map(methods)
                    .keySet()
                    .forEach(method -> all.add(method.toUpperCase() + " " + path)));
    return all;
  }

  /** Those that can be called by GET, and need nothing in their path. */
  List<String> plain() {
    return operations().stream()
        .filter(operation -> operation.startsWith("GET ") && !operation.contains("{"))
        .map(operation -> operation.substring(4))
        .toList();
  }

  /** What is wrong with an answer; empty if nothing is. */
  List<String> flaws(
      String method, String path, int status, String type, Map<String, Object> body) {
    Map<String, Object> operation =
        map(map(map(document.get("paths")).get(path)).get(method.toLowerCase()));
    Map<String, Object> responses = map(operation.get("responses"));
    Object response = responses.getOrDefault(Integer.toString(status), responses.get("default"));
    Map<String, Object> content = map(resolved(map(response)).get("content"));
    if (!content.containsKey(type)) {
      return List.of(status + " is not " + type + " but " + content.keySet());
    }
    List<String> flaws = new ArrayList<>();
    check(map(map(content.get(type)).get("schema")), body, path, flaws);
    return flaws;
  }

  private Map<String, Object> resolved(Map<String, Object> schema) {
    Object reference = schema.get("$ref");
    if (reference == null) {
      return schema;
    }
    Map<String, Object> at = document;
    for (String part : reference.toString().substring(2).split("/")) {
      at = map(at.get(part));
    }
    return at;
  }

  @SuppressWarnings("unchecked")
  private void check(
      Map<String, Object> given, @Nullable Object value, String where, List<String> flaws) {
    Map<String, Object> schema = resolved(given);
    Object type = schema.get("type");
    List<Object> types = type instanceof List<?> many ? (List<Object>) many : List.of(type);
    if (types.stream().noneMatch(one -> fits(one.toString(), value))) {
      flaws.add(where + " is " + value + ", and no " + types);
    }
    if (value instanceof Map<?, ?> object) {
      for (Object name : (List<Object>) schema.getOrDefault("required", List.of())) {
        if (!object.containsKey(name)) {
          flaws.add(where + " lacks " + name);
        }
      }
      map(schema.get("properties"))
          .forEach(
              (name, property) -> {
                if (object.containsKey(name)) {
                  check(map(property), object.get(name), where + "." + name, flaws);
                }
              });
    }
    if (value instanceof List<?> list) {
      list.forEach(one -> check(map(schema.get("items")), one, where + "[]", flaws));
    }
    Object pattern = schema.get("pattern");
    if (pattern != null && !String.valueOf(value).matches(pattern.toString())) {
      flaws.add(where + " is " + value);
    }
  }

  private static boolean fits(String type, @Nullable Object value) {
    return switch (type) {
      case "null" -> value == null;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof List;
      default -> value instanceof Map;
    };
  }
}
