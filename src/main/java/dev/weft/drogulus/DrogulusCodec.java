package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the payloads of frames into messages, and messages into JSON. Stateless, but for the public
 * keys that were met.
 *
 * <pre>
 * message      ok, store, findnode, nodes, findvalue or value; not sealed
 * uuid, recipient, sender, version   strings
 * reply_port   integer, 0 to 49151
 * seal         hexadecimal
 * key          of findnode and findvalue: a number in hexadecimal, below 2^512
 * nodes        of nodes: [[public key, version, URI], ...]
 * </pre>
 *
 * <p>A store and a value have the members of a {@link DrogulusItem}. The seal is over the members
 * of the type, but for message and seal themselves; others are skipped. It is over the values as
 * they came, and so they are kept: a key with fewer digits is the same key under another seal.
 *
 * @param keys finds the senders, and the owners of items
 */
record DrogulusCodec(PublicKeys keys) {

  /** The longest payload of a frame, in bytes. */
  static final int MAX_PAYLOAD = 12 * 1024 * 1024;

  static final String TYPE = "message";
  static final String SEAL = "seal";

  private static final String UUID_MEMBER = "uuid";
  private static final String RECIPIENT = "recipient";
  private static final String SENDER = "sender";
  private static final String REPLY_PORT = "reply_port";
  private static final String VERSION = "version";
  private static final String KEY = "key";
  private static final String NODES = "nodes";
  private static final List<String> ENVELOPE =
      List.of(UUID_MEMBER, RECIPIENT, SENDER, REPLY_PORT, VERSION);

  private static final int KEY_DIGITS = 2 * Key.BYTES;

  /**
   * With a limit to the zeros in front, as it takes the square of it to find out that it is none.
   */
  private static final Pattern NUMBER =
      Pattern.compile("0{0,384}([0-9A-Fa-f]{1," + KEY_DIGITS + "})");

  private static final int CONTACT_PARTS = 3;

  /** Cuts what a peer sends into frames. */
  static Netstring frames() {
    return Netstring.lenient(MAX_PAYLOAD);
  }

  /**
   * Reads a message. Its seal has not been checked then, nor the proof of an item in it.
   *
   * @param payload what was in a frame
   * @throws MalformedException if it is not UTF-8, for which an original closes the connection
   * @throws MessageException if it is no message, which an original ignores
   */
  SealedMessage read(ByteBuffer payload) throws MalformedException, MessageException {
    Members members = Members.of(json(payload));
    DrogulusMessage message = message(members);
    var envelope =
        new Envelope(
            members.text(UUID_MEMBER),
            members.text(RECIPIENT),
            keys.of(members.text(SENDER)),
            members.integer(REPLY_PORT, Envelope.MAX_PORT),
            members.text(VERSION));
    return new SealedMessage(
        envelope, message, members.only(sealedMembers(message)), members.text(SEAL));
  }

  private static JsonValue json(ByteBuffer payload) throws MalformedException, MessageException {
    try {
      return JsonText.read(UTF_8.newDecoder().decode(payload).toString());
    } catch (CharacterCodingException e) {
      throw new MalformedException("the payload of a frame is not UTF-8");
    } catch (IllegalArgumentException e) {
      throw new MessageException("the message is no JSON: " + e.getMessage());
    }
  }

  private DrogulusMessage message(Members members) throws MessageException {
    String type = members.text(TYPE);
    return switch (type) {
      case "ok" -> new DrogulusMessage.Ok();
      case "findnode" -> new DrogulusMessage.FindNode(key(members.text(KEY)));
      case "findvalue" -> new DrogulusMessage.FindValue(key(members.text(KEY)));
      case "nodes" -> new DrogulusMessage.Nodes(contacts(members.array(NODES)));
      case "store" -> new DrogulusMessage.Store(DrogulusItem.read(members, keys));
      case "value" -> new DrogulusMessage.Value(DrogulusItem.read(members, keys));
      default -> throw new MessageException("there is no message of this type");
    };
  }

  /** A key as originals write it when they refresh a bucket: without zeros in front. */
  private static Key key(String text) throws MessageException {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw Members.wrong(KEY, "a hexadecimal number below 2^512");
    }
    String digits = number.group(1);
    return Key.parse("0".repeat(KEY_DIGITS - digits.length()) + digits);
  }

  private static List<DrogulusContact> contacts(List<JsonValue> nodes) throws MessageException {
    var contacts = new ArrayList<DrogulusContact>();
    for (JsonValue node : nodes) {
      if (node instanceof JsonValue.Arr(List<JsonValue> parts)
          && parts.size() == CONTACT_PARTS
          && parts.get(0) instanceof JsonValue.Text(String publicKey)
          && parts.get(1) instanceof JsonValue.Text(String version)
          && parts.get(2) instanceof JsonValue.Text(String uri)) {
        contacts.add(new DrogulusContact(publicKey, version, uri));
      } else {
        throw Members.wrong(NODES, "an array of arrays of three strings");
      }
    }
    return contacts;
  }

  static String type(DrogulusMessage message) {
    return switch (message) {
      case DrogulusMessage.Ok _ -> "ok";
      case DrogulusMessage.FindNode _ -> "findnode";
      case DrogulusMessage.FindValue _ -> "findvalue";
      case DrogulusMessage.Nodes _ -> "nodes";
      case DrogulusMessage.Store _ -> "store";
      case DrogulusMessage.Value _ -> "value";
    };
  }

  private static List<String> sealedMembers(DrogulusMessage message) {
    var names = new ArrayList<>(ENVELOPE);
    switch (message) {
      case DrogulusMessage.Ok _ -> {}
      case DrogulusMessage.FindNode _ -> names.add(KEY);
      case DrogulusMessage.FindValue _ -> names.add(KEY);
      case DrogulusMessage.Nodes _ -> names.add(NODES);
      case DrogulusMessage.Store _ -> names.addAll(DrogulusItem.MEMBERS);
      case DrogulusMessage.Value _ -> names.addAll(DrogulusItem.MEMBERS);
    }
    return names;
  }

  /** What the sender of a message signs. */
  static JsonValue.Obj sealed(Envelope envelope, DrogulusMessage message) {
    var members = new TreeMap<String, JsonValue>();
    members.put(UUID_MEMBER, JsonValue.of(envelope.uuid()));
    members.put(RECIPIENT, JsonValue.of(envelope.recipient()));
    members.put(SENDER, JsonValue.of(envelope.sender().text()));
    members.put(REPLY_PORT, JsonValue.of(envelope.replyPort()));
    members.put(VERSION, JsonValue.of(envelope.version()));
    switch (message) {
      case DrogulusMessage.Ok() -> {}
      case DrogulusMessage.FindNode(Key key) -> members.put(KEY, JsonValue.of(key.toString()));
      case DrogulusMessage.FindValue(Key key) -> members.put(KEY, JsonValue.of(key.toString()));
      case DrogulusMessage.Nodes(List<DrogulusContact> contacts) ->
          members.put(
              NODES, new JsonValue.Arr(contacts.stream().map(DrogulusCodec::node).toList()));
      case DrogulusMessage.Store(DrogulusItem item) -> members.putAll(item.asJson().members());
      case DrogulusMessage.Value(DrogulusItem item) -> members.putAll(item.asJson().members());
    }
    return new JsonValue.Obj(members);
  }

  private static JsonValue node(DrogulusContact contact) {
    return new JsonValue.Arr(
        List.of(
            JsonValue.of(contact.publicKey()),
            JsonValue.of(contact.version()),
            JsonValue.of(contact.uri())));
  }
}
