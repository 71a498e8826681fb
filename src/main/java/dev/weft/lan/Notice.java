package dev.weft.lan;

import dev.weft.kademlia.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a node announces of itself: its key and port, and in which network, over which wire it is to
 * be met. Whoever reads it believes none of it. Immutable.
 *
 * @param key the node's key
 * @param port where it listens
 * @param network the network's name, as {@link #network(String)} has it
 * @param wire what it speaks
 */
public record Notice(Key key, int port, String network, String wire) {

  /** An entry of a service's text has 255 bytes at most, and a character up to three of them. */
  private static final int MOST_CHARACTERS = 80;

  private static final String KEY = "key";
  private static final String NETWORK = "network";
  private static final String WIRE = "wire";

  /**
   * {@return a network's name as it is announced: what is too long for that is told by its hash}
   *
   * @param name of the network, up to 255 bytes of UTF-8
   */
  public static String network(String name) {
    return name.length() <= MOST_CHARACTERS ? name : "sha512:" + Key.of(name);
  }

  /** The entries of the service's text. */
  Map<String, String> text() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put(KEY, key.toString());
    text.put(NETWORK, network);
    text.put(WIRE, wire);
    return text;
  }

  /**
   * Reads what was announced.
   *
   * @param text gives the value of an entry, null where there is none
   * @return null if it is no notice of Weft's
   */
  static @Nullable Notice read(int port, UnaryOperator<@Nullable String> text) {
    String key = text.apply(KEY);
    String network = text.apply(NETWORK);
    String wire = text.apply(WIRE);
    return key == null || network == null || wire == null || !Key.looksLikeKey(key)
        ? null
        : new Notice(Key.parse(key), port, network, wire);
  }

  /** Whether two nodes have the same network and wire, so that they can speak to each other. */
  boolean isOfTheNetworkOf(Notice other) {
    return network.equals(other.network) && wire.equals(other.wire);
  }

  /** The name of this node's service at a place: no two may have the same in one local network. */
  String nameAt(Place place) {
    return "weft-" + key.toString().substring(0, 16) + "-" + place.label();
  }
}
