package dev.weft.drogulus;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of a message or an item, each of the type that it has to have, or {@link
 * MessageException}.
 */
record Members(SortedMap<String, JsonValue> all) {

  /** The members of an object, which is all that a message can be. */
  static Members of(JsonValue value) throws MessageException {
    if (value instanceof JsonValue.Obj(SortedMap<String, JsonValue> all)) {
      return new Members(all);
    }
    throw new MessageException("the message is no JSON object");
  }

  JsonValue any(String name) throws MessageException {
    JsonValue value = all.get(name);
    if (value == null) {
      throw new MessageException("the member " + name + " is missing");
    }
    return value;
  }

  String text(String name) throws MessageException {
    if (any(name) instanceof JsonValue.Text(String text)) {
      return text;
    }
    throw wrong(name, "a string");
  }

  /** A time, or a length of time; what is in it is a floating point number, even if it is whole. */
  double seconds(String name) throws MessageException {
    if (any(name) instanceof JsonValue.Real real && real.number() >= 0) {
      return real.number();
    }
    throw wrong(name, "a floating point number from 0.0");
  }

  /** An integer from 0 to a limit. */
  int integer(String name, int most) throws MessageException {
    if (any(name) instanceof JsonValue.Int(BigInteger number)
        && number.signum() >= 0
        && number.compareTo(BigInteger.valueOf(most)) <= 0) {
      return number.intValue();
    }
    throw wrong(name, "an integer from 0 to " + most);
  }

  List<JsonValue> array(String name) throws MessageException {
    if (any(name) instanceof JsonValue.Arr(List<JsonValue> elements)) {
      return elements;
    }
    throw wrong(name, "an array");
  }

  static MessageException wrong(String name, String right) {
    return new MessageException("the member " + name + " is not " + right);
  }

  /** An object of those members that have these names. */
  JsonValue.Obj only(Collection<String> names) {
    var some = new TreeMap<>(all);
    some.keySet().retainAll(names);
    return new JsonValue.Obj(some);
  }
}
