package dev.weft.gateway;

import dev.weft.kademlia.Key;
import java.time.Duration;

/** From the words of a request to values, with a problem that says what was expected. Stateless. */
final class Parameters {

  private static final int LONGEST_SECONDS = 30 * 24 * 60 * 60;

  private Parameters() {}

  static Key key(String text) {
    try {
      return Key.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Problem(400, String.valueOf(e.getMessage()));
    }
  }

  /** A whole number of the query. */
  static int number(Call call, String name, int otherwise, int least, int most) {
    String text = call.parameter(name).orElseGet(() -> Integer.toString(otherwise));
    int number;
    try {
      number = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      number = least - 1;
    }
    if (number < least || number > most) {
      throw new Problem(400, name + " is from " + least + " to " + most + ", not '" + text + "'");
    }
    return number;
  }

  /** A time to live of the query, in seconds. */
  static Duration timeToLive(Call call, Duration otherwise) {
    return call.parameter("ttl").isEmpty()
        ? otherwise
        : Duration.ofSeconds(number(call, "ttl", 0, 1, LONGEST_SECONDS));
  }

  /** Whether a parameter is there, and does not say no. */
  static boolean flag(Call call, String name) {
    return call.parameter(name).filter(text -> !text.equals("false")).isPresent();
  }
}
