package dev.weft.drogulus;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What JSON can say, as the drogulus understands it: integers of any size and floating point
 * numbers are different things, and {@code 1} is not {@code 1.0}. Immutable.
 */
public sealed interface JsonValue {

  /**
   * An object.
   *
   * @param members by their names, in the order of these
   */
  record Obj(SortedMap<String, JsonValue> members) implements JsonValue {
    /** Copies the members. */
    public Obj {
      var copy = new TreeMap<String, JsonValue>();
      copy.putAll(members);
      members = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * {@return an object with these members}
     *
     * @param members by their names
     */
    public static Obj of(Map<String, ? extends JsonValue> members) {
      return new Obj(new TreeMap<>(members));
    }
  }

  /**
   * An array.
   *
   * @param elements its elements, in order
   */
  record Arr(List<JsonValue> elements) implements JsonValue {
    /** Copies the elements. */
    public Arr {
      elements = List.copyOf(elements);
    }
  }

  /**
   * A string.
   *
   * @param text any text
   */
  record Text(String text) implements JsonValue {}

  /**
   * A number without fraction and exponent.
   *
   * @param number of any size
   */
  record Int(BigInteger number) implements JsonValue {}

  /**
   * A number with a fraction or an exponent.
   *
   * @param number neither infinite nor NaN
   */
  record Real(double number) implements JsonValue {
    /**
     * Checks that the number is finite.
     *
     * @throws IllegalArgumentException if the number is not finite
     */
    public Real {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("JSON knows no such number as " + number);
      }
    }
  }

  /**
   * True or false.
   *
   * @param value which of them
   */
  record Bool(boolean value) implements JsonValue {}

  /** Nothing. */
  record Null() implements JsonValue {}

  /**
   * {@return a string}
   *
   * @param text any text
   */
  static JsonValue of(String text) {
    return new Text(text);
  }

  /**
   * {@return an integer}
   *
   * @param number any number
   */
  static JsonValue of(long number) {
    return new Int(BigInteger.valueOf(number));
  }

  /**
   * {@return a floating point number}
   *
   * @param number neither infinite nor NaN
   */
  static JsonValue of(double number) {
    return new Real(number);
  }

  /**
   * Reads JSON. Of members that are repeated the last counts.
   *
   * @param text one value, and nothing after it
   * @return the value
   * @throws IllegalArgumentException if the text is no JSON; or has a number that is not finite, an
   *     integer of more than 4,300 digits, more than 250,000 tokens, or 200 levels
   */
  static JsonValue parse(String text) {
    return JsonText.read(text);
  }

  /** {@return the value as JSON, in ASCII} */
  default String toJson() {
    return JsonText.write(this);
  }
}
