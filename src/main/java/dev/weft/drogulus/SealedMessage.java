package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.netstring.Netstring;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message with its envelope and its seal. Immutable; to check the seal takes no lock, and may be
 * done on any thread.
 *
 * @param envelope from whom, to whom
 * @param message what it says. The seal does not cover which type it is of: anybody can make a find
 *     value of a find node and a value of a store
 * @param sealed what is under the seal, as it came
 * @param seal the signature of the sender, in hexadecimal
 */
record SealedMessage(
    Envelope envelope, DrogulusMessage message, JsonValue.Obj sealed, String seal) {

  /**
   * Seals a message: takes an RSA signature, which is a millisecond.
   *
   * @param sender who signs, and is the sender in the envelope
   * @throws IllegalArgumentException if there is text in it that is not ASCII
   */
  static SealedMessage seal(RsaIdentity sender, Envelope envelope, DrogulusMessage message) {
    JsonValue.Obj sealed = DrogulusCodec.sealed(envelope, message);
    return new SealedMessage(envelope, message, sealed, sender.sign(sealed));
  }

  /** Whether the sender has sealed it: what has to be asked first of a message that has come. */
  boolean isGenuine() {
    return envelope.sender().hasSigned(sealed, seal);
  }

  /** The message in its frame, to be written at once: originals cannot read a length in parts. */
  byte[] frame() {
    SortedMap<String, JsonValue> all = new TreeMap<>(sealed.members());
    all.put(DrogulusCodec.SEAL, JsonValue.of(seal));
    all.put(DrogulusCodec.TYPE, JsonValue.of(DrogulusCodec.type(message)));
    byte[] json = new JsonValue.Obj(all).toJson().getBytes(US_ASCII);
    return Netstring.frame(json.length, out -> out.put(json));
  }
}
