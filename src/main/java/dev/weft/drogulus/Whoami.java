package dev.weft.drogulus;

import dev.weft.kademlia.Key;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The item that a node publishes about itself when it has joined: its value is an object, its name
 * the text of the node's public key, and it never expires. Stateless.
 */
public final class Whoami {

  private Whoami() {}

  /**
   * {@return the key of a node's item about itself}
   *
   * @param node the key of a node
   */
  public static Key keyOf(Key node) {
    // The name is the text of which the id is the hash.
    return Key.hash(node.toBytes(), node.toBytes());
  }

  /**
   * {@return what a node says about itself}
   *
   * @param node who it is
   * @param now when it says so
   */
  public static DrogulusItem of(RsaIdentity node, Instant now) {
    String text = node.publicKeyText();
    Map<String, JsonValue> about = new TreeMap<>();
    about.put("public_key", JsonValue.of(text));
    about.put("version", JsonValue.of(DrogulusContact.VERSION));
    return DrogulusItem.sign(
        node, text, JsonValue.Obj.of(about), DrogulusItem.secondsOf(now), /* never */ 0);
  }
}
