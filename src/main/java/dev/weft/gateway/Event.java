package dev.weft.gateway;

import dev.weft.json.Json;
import java.util.Map;

/**
 * A server-sent event. Immutable.
 *
 * @param name its kind
 * @param data its document
 */
record Event(String name, Map<String, Object> data) {

  /** The same, with the lookup that it belongs to. */
  Event of(long lookup) {
    Map<String, Object> json = Json.document();
    json.put("id", String.valueOf(lookup));
    json.putAll(data);
    return new Event(name, json);
  }
}
