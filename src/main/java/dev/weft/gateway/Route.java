package dev.weft.gateway;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where calls of one kind are answered. Immutable.
 *
 * @param method of the calls
 * @param template their path, in which a word in braces stands for one part of it; {@code {name}}
 *     at its end for all that is left, with its slashes
 * @param kind what such calls do
 * @param handler answers them
 */
record Route(String method, String template, Kind kind, Handler handler) {

  private static final String REST = "{name}";

  /** What calls do. */
  enum Kind {
    /** Read. */
    READ,
    /** Change something, which not everybody may. */
    WRITE,
    /** Listen, for as long as they like. */
    STREAM
  }

  /** Answers calls. */
  @FunctionalInterface
  interface Handler {
    /**
     * Answers one.
     *
     * @param parts what stands in the path where the template has a name in braces, decoded
     * @throws Problem if it cannot be answered as it wishes
     */
    Answer answer(Call call, List<String> parts) throws InterruptedException;
  }

  /** The same, answered by another. */
  Route with(Handler other) {
    return new Route(method, template, kind, other);
  }

  /** What stands in a path in the places of the names; null if it is the path of another route. */
  @Nullable List<String> match(String path) {
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", template.endsWith(REST) ? wanted.length : -1);
    if (wanted.length != given.length) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
        parts.add(Call.decode(given[i]));
      } else if (!wanted[i].equals(given[i])) {
        return null;
      }
    }
    return parts;
  }
}
