package dev.weft.drogulus;

import java.util.random.RandomGenerator;

/**
 * What every message says beside what it is about.
 *
 * @param uuid chosen by the one who asks, and repeated in the answer; any text
 * @param recipient the text of the public key of the one whom it is for. The drogulus never
 *     compares it with its own; whoever does not want to be taken in by replays has to
 * @param sender the public key of the one whom it is from, who has sealed it
 * @param replyPort the port on which the sender can be dialled, 0 to {@link #MAX_PORT}
 * @param version any text; never compared
 */
record Envelope(String uuid, String recipient, RsaPublicKey sender, int replyPort, String version) {

  /** The last port that the drogulus accepts a message from; it ignores those with a higher one. */
  static final int MAX_PORT = 49151;

  /** The envelope of a message of ours. */
  static Envelope of(String uuid, String recipient, RsaPublicKey sender, int replyPort) {
    return new Envelope(uuid, recipient, sender, replyPort, DrogulusContact.VERSION);
  }

  /** Whether the message is for a node, and not one for another that somebody sends again. */
  boolean isFor(RsaPublicKey node) {
    return recipient.equals(node.text());
  }

  /** A name for a request that no other request has, in the form of a random UUID. */
  static String newUuid(RandomGenerator random) {
    long high = random.nextLong();
    long low = random.nextLong();
    return String.format(
        "%08x-%04x-4%03x-%04x-%012x",
        high >>> 32,
        (high >>> 16) & 0xffff,
        high & 0xfff,
        ((low >>> 48) & 0x3fff) | 0x8000,
        low & 0xffff_ffff_ffffL);
  }
}
