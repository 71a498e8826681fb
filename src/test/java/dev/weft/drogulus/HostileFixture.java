package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.kademlia.Key;
import dev.weft.netstring.Netstring;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Whole nodes of this wire, and others that mean them no good. */
abstract class HostileFixture extends DrogulusFixture {

  static final double NOW = DrogulusItem.secondsOf(Instant.now());
  static final JsonValue VALUE = JsonValue.of("value");

  /**
   * A node that is polite in all but one thing.
   *
   * @param lie what it answers to those who look for a value; nothing if null
   */
  final RawNode liar(Function<Key, DrogulusMessage> lie) throws IOException {
    return raw(
        (peer, message) -> {
          switch (message.message()) {
            case DrogulusMessage.FindNode _ -> peer.answer(message, NOBODY);
            case DrogulusMessage.Store _ -> peer.answer(message, OK);
            case DrogulusMessage.FindValue(Key key) -> {
              DrogulusMessage answer = lie.apply(key);
              if (answer != null) {
                peer.answer(message, answer);
              }
            }
            default -> {}
          }
        });
  }

  /** A node that knows nobody but another. */
  final Dht knowing(RawNode other) throws InterruptedException {
    return dht(config().seed(seed(other.contact())));
  }

  static RsaPublicKey keyOf(Dht dht) {
    for (int i = 0; i < 32; i++) {
      RsaIdentity identity = Vectors.identity(i);
      if (identity.key().equals(dht.owner())) {
        return identity.publicKey();
      }
    }
    throw new AssertionError("no test key");
  }

  static DrogulusItem item(RsaIdentity owner, String name) {
    return DrogulusItem.sign(owner, name, VALUE, NOW, 0);
  }

  /** An item with members changed, and signed by somebody. */
  static DrogulusItem forged(
      RsaIdentity signer, DrogulusItem item, Map<String, ? extends JsonValue> changes) {
    var members = new TreeMap<>(item.asJson().members());
    members.remove("signature");
    members.putAll(changes);
    members.put("signature", JsonValue.of(signer.sign(new JsonValue.Obj(members))));
    return tampered(item, members);
  }

  /** An item with members changed, and its signature as it was. */
  static DrogulusItem tampered(DrogulusItem item, Map<String, ? extends JsonValue> changes) {
    var members = new TreeMap<>(item.asJson().members());
    members.putAll(changes);
    try {
      return DrogulusItem.read(new Members(members), new PublicKeys());
    } catch (MessageException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] frame(String json) {
    byte[] bytes = json.getBytes(US_ASCII);
    return Netstring.frame(bytes.length, out -> out.put(bytes));
  }

  /**
   * A message as no node of this wire makes it, with a seal that fits: as a hash does not tell
   * types apart, it is that of a text.
   *
   * @param hashed the text
   * @param json what stands in its place
   */
  static byte[] odd(RawPeer peer, SealedMessage like, String member, String hashed, String json) {
    var members = new TreeMap<>(like.sealed().members());
    members.put(member, JsonValue.of(hashed));
    String seal = peer.identity().sign(new JsonValue.Obj(members));
    members.put(member, JsonValue.of("@@"));
    members.put(DrogulusCodec.SEAL, JsonValue.of(seal));
    members.put(DrogulusCodec.TYPE, JsonValue.of(DrogulusCodec.type(like.message())));
    return frame(new JsonValue.Obj(members).toJson().replace("\"@@\"", json));
  }

  /** Asserts that nothing was answered to what was sent before, and that the link still lives. */
  static void assertSilence(RawPeer peer, Dht dht) throws Exception {
    SealedMessage question = peer.message(keyOf(dht), new DrogulusMessage.FindNode(dht.owner()));
    peer.send(question);
    SealedMessage next = peer.receiveAnswer();
    assertThat(next).isNotNull();
    assertThat(next.envelope().uuid()).isEqualTo(question.envelope().uuid());
  }
}
