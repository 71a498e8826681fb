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
 * <p><b>Threads.</b> All are virtual, started through the environment, and kept by a {@link
 * dev.weft.runtime.Crew}, which ends them when the transport closes. One accepts connections, and
 * one closes those of strangers who say nothing genuine. Each link has one that reads and one that
 * writes. A message that has come is worked on by a thread of its own, which checks the seal, runs
 * the handler, and seals the answer: each of these takes long enough to hold up those behind it. A
 * long message is worked on by the reading thread, so that there is but one of them in memory.
 * Those who call wait on a promise, and do no socket I/O.
 *
 * <p><b>Locks.</b> {@code Links}, {@code Questions} and {@code Outbox} each have one, taken in this
 * order, and nobody waits for the network while holding one. Those of {@code LargeFrames}, {@code
 * PublicKeys} and {@code Crew} are held for moments, and under them no other is taken.
 *
 * <p><b>How it works, and why.</b> A link serves both ways, whoever opened it: an original asks
 * whoever dialled it over that very connection, and never dials back. Which peer is at the other
 * end shows with each genuine message, and from then on the link is the current one for that peer,
 * and for no other ({@code Links}). It is not closed for being idle or superseded, as an original
 * does not notice that: it goes on writing into the old one, and its lookup stalls. For the same
 * reason each question for nodes or a value is answered, if only by an empty list; and a call over
 * a link that turns out to be dead is made again over a new one, which is current from its first
 * message on. A peer that does not answer over a link is dialled where it is known to be: the link
 * may be that of somebody who repeats what the peer once said; and where that is the link which was
 * dialled there, but has brought nothing for three seconds, a new one is made. An answer counts if
 * it has the uuid of the question and is sealed by the one who was asked, over whatever link
 * ({@code Questions}). Where another answers, the one who was meant is not there, and not to blame.
 * Texts of keys are kept ({@code PublicKeys}), for a contact can only be named by the text; where
 * that has been forgotten, as after a restart, the peer is asked for it before anything else.
 *
 * <p><b>Where it departs from the originals.</b> It does not talk to itself, and names nobody to
 * himself; it keeps an item until it expires instead of dropping and fetching it each hour; it
 * drops peers that do not answer, and blacklists nobody for an item that somebody else forged.
 * Items with the same timestamp have an order, so that all nodes come to keep the same one. A
 * client listens on nothing, and says port 0. What the wire has no words for is put in others
 * ({@code Speaker}): a ping is a question for nodes, a refusal is silence, and no good-bye is said.
 *
 * <p><b>Which holes are closed, and by what.</b>
 *
 * <ul>
 *   <li>Items under keys that are not theirs, from the future, or expired: {@link
 *       dev.weft.drogulus.DrogulusItem#verify} and {@link
 *       dev.weft.drogulus.DrogulusItem#checkLimits}, on whatever path an item comes.
 *   <li>Answers by others than the one who was asked: {@code Questions}. Messages that were for
 *       somebody else, sent again: {@code Speaker.isForUs}.
 *   <li>A message that is taken before it is whole, lengths that come in parts, letters cut in two:
 *       {@link dev.weft.netstring.Netstring}.
 *   <li>Contacts that cannot be dialled, are named twice, are ourselves, or come by the thousand:
 *       {@code Speaker}. Names that would have to be looked up: {@code DrogulusContact}.
 *   <li>Junk, and seals that do not fit: {@code Link.MOST_BAD} of them cost the connection. Silence
 *       from the start: {@code Links.ACQUAINTANCE}. A crowd from one address: {@code
 *       Links.MOST_PER_ADDRESS}. One with many names: a link is current for one of them.
 *   <li>Memory: {@code LargeFrames} for frames of many megabytes, {@code Link.MOST_AT_ONCE} for
 *       questions, {@code Link.MOST_QUEUED} and {@code PATIENCE} for whoever does not read its
 *       answers, and limits of tokens, levels, digits and bits of keys.
 *   <li>Silent and dead peers: a time-out for each call, and a lookup that asks others meanwhile.
 * </ul>
 *
 * <p><b>What the wire does not give.</b> The seal covers neither the type of a message nor when it
 * was made, and no hash tells {@code 1} from {@code "1"}: what a peer once said to this node can be
 * said to it again by whoever heard it. Nor does it hide anything from those in between. That
 * cannot be mended without leaving the originals behind.
 *
 * <p>It needs Jackson's core, which is optional to those who do not use this wire.
 */
@NullMarked
package dev.weft.drogulus;

import org.jspecify.annotations.NullMarked;
