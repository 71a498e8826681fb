/**
 * The wire of the drogulus, the system of the talk, as its last version speaks it (ntoll/drogulus,
 * August 2015): messages, seals, items and identities, and the transport that carries them over
 * TCP. Of all these only the transport does I/O and knows the time.
 *
 * <p><b>What it is.</b> A message is a JSON object in a netstring ({@code DrogulusCodec}). Every
 * node, and every owner of items, is an RSA key; the text of the public key is its identity, and
 * the SHA-512 of that its id ({@link dev.weft.drogulus.RsaPublicKey}, {@link
 * dev.weft.drogulus.RsaIdentity}). The sender seals what it says, and the owner signs what is kept:
 * both sign the root of a tree of hashes over the JSON ({@code TreeHash}). There are six messages
 * ({@code DrogulusMessage}), of which a node first checks the seal ({@code
 * SealedMessage.isGenuine}), and then, of an item, the proof ({@link
 * dev.weft.drogulus.DrogulusItem#verify}).
 *
 * <p><b>Where it is from.</b> There never was a specification; this was written from one that was
 * made by reading the program, and by asking nodes that run it. The tests have what those said:
 * hashes, keys, seals, items, frames, and messages that they refuse.
 *
 * <p><b>What is stricter here.</b> An original takes seals made with MD5 or SHA-1, infinite times,
 * {@code true} for a port, keys with {@code 0x} in front, items under a key that is not theirs, and
 * messages for others. No original sends any of these, so none is taken here; the last is left to
 * the transport ({@code Envelope.isFor}). Where an original would run out of memory or of time,
 * there are limits: of tokens and levels of JSON, of the length of values, of the bits of keys.
 *
 * <p><b>Connections</b> ({@code Link}, {@code Links}). They are used in both directions, and none
 * is closed for being idle: an original goes on writing into one that has ended. Which peer is at
 * the other end shows with each genuine message; the latest link of a peer is current for it, until
 * a question over it brings no answer. Then the peer is dialled where it is known to be, for a link
 * may be dead, or of one who repeats what another once said. An answer counts if it has the uuid of
 * the question and is sealed by the one who was asked ({@code Questions}). Where another answers,
 * the one who was meant is not there, and not to blame.
 *
 * <p><b>Threads.</b> One accepts connections, and one closes those of strangers who say nothing
 * genuine. Each link has one that reads and one that writes, and a message that has come is worked
 * on by a thread of its own, as to seal the answer takes a millisecond; but a long one by the
 * reading thread, so that there is only one of them. Neither the reading nor a handler's thread
 * ever waits for the network, except the former for bytes. Locks are taken in the order {@code
 * Links}, {@code Questions}, and nobody waits while holding one.
 *
 * <p><b>What the wire does not give.</b> The seal covers neither the type of a message nor when it
 * was made, and no hash tells {@code 1} from {@code "1"}. That cannot be mended without leaving the
 * originals behind.
 *
 * <p>It needs Jackson's core, which is optional to those who do not use this wire.
 */
@NullMarked
package dev.weft.drogulus;

import org.jspecify.annotations.NullMarked;
