package dev.weft.tcp;

import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.netstring.Netstring;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into bytes and back: the wire "weft/1", but for the frame around each message.
 * Stateless.
 *
 * <p>A message is {@code type 1 | call id 8 | body}, big endian. Types below 128 ask, the others
 * answer; that much is known even of a type that is not. Bodies:
 *
 * <pre>
 *   1 HELLO       "weft" | version 2 | fields, each tag 1 | length 2 | bytes; unknown tags are skipped
 *   2 PING        -
 *   3 FIND_NODE   key 64
 *   4 FIND_VALUE  key 64
 *   5 STORE       seconds to cache for 4, 0 for a replica | item
 *   6 LEAVE       -
 *   7 ANNOUNCE    announcement
 *   8 FIND_PROVIDERS  topic 64 | most 2 | copies will do 1 | the owner after whom to go on 64, or nothing
 *   9 WATCH       key 64 | 0 an item, 1 a topic | cursor 16 | lease 4, in milliseconds
 * 130 PONG        -
 * 131 NODES       count 2 | contacts, each key 64 | family 1 (4 or 6) | address 4 or 16 | port 2
 * 132 VALUES      count 2 | items, each length 4 | item
 * 133 STORED      -
 * 136 PROVIDERS   as NODES | kept in all 4 | count 2 | records, each checked 1 | length 2 | announcement
 * 137 CHANGED     cursor 16 | count 2 | records, as in PROVIDERS
 * 138 UNCHANGED   -
 * 255 REFUSED     code 1 | reason, UTF-8
 * </pre>
 *
 * <p>An item is what {@link ItemCodec} makes of it, an announcement what {@link Announcement} says.
 * STORED answers ANNOUNCE, too. A cursor is epoch 8 | at 8. Whatever the bytes are, reading gives a
 * message or throws {@link MalformedException}, and takes no more memory than a few times their
 * number.
 */
public final class MessageCodec {

  /** The longest message, in bytes: 128 KiB. */
  public static final int MAX_BYTES = 128 * 1024;

  /** The most contacts in one NODES message; those beyond are not sent. */
  public static final int MAX_CONTACTS = 1000;

  /** The longest reason of a refusal, in bytes of UTF-8; what is beyond is cut off. */
  public static final int MAX_REASON_BYTES = 512;

  static final int FIRST_ANSWER = 128;

  private static final int HELLO = 1;
  private static final int PING = 2;
  private static final int FIND_NODE = 3;
  private static final int FIND_VALUE = 4;
  private static final int STORE = 5;
  private static final int LEAVE = 6;
  private static final int ANNOUNCE = 7;
  private static final int FIND_PROVIDERS = 8;
  private static final int WATCH = 9;
  private static final int PONG = FIRST_ANSWER + PING;
  private static final int NODES = FIRST_ANSWER + FIND_NODE;
  private static final int VALUES = FIRST_ANSWER + FIND_VALUE;
  private static final int STORED = FIRST_ANSWER + STORE;
  private static final int PROVIDERS = FIRST_ANSWER + FIND_PROVIDERS;
  private static final int CHANGED = FIRST_ANSWER + WATCH;
  private static final int UNCHANGED = CHANGED + 1;
  private static final int REFUSED = 255;

  private static final int HEAD_BYTES = 1 + 8;
  private static final long MAX_SECONDS = 0xffff_ffffL;
  private static final int OTHER_CODE = 255;
  private static final List<RefusalCode> CODES = List.of(RefusalCode.values());

  private MessageCodec() {}

  /** The refusal that a stream begins with, if it does and all of it is there. */
  static Optional<Response.Refused> refusal(byte[] begin) {
    try {
      Netstring frames = frames();
      frames.fill(new ByteArrayInputStream(begin));
      ByteBuffer first = frames.next();
      return first != null
              && read(first) instanceof Message.Answer answer
              && answer.response() instanceof Response.Refused refused
          ? Optional.of(refused)
          : Optional.empty();
    } catch (IOException | MalformedException e) {
      return Optional.empty();
    }
  }

  /**
   * The bytes of a message. Of values, contacts and reasons that are too many or too long for one
   * message, the first are sent; one value always fits.
   */
  public static byte[] encode(Message message) {
    ByteBuffer out = ByteBuffer.allocate(length(message));
    write(message, out);
    return out.array();
  }

  /** A message in its frame. */
  static byte[] frame(Message message) {
    return Netstring.frame(length(message), out -> write(message, out));
  }

  /** Cuts what a peer sends into frames. */
  static Netstring frames() {
    return Netstring.strict(MAX_BYTES);
  }

  /** How many bytes {@link #write} appends. */
  static int length(Message message) {
    int body =
        switch (message) {
          case Message.Hello hello -> HelloCodec.length(hello);
          case Message.Call call -> length(call.request());
          case Message.Answer answer -> length(answer.response());
          case Message.Unknown _ -> 0;
        };
    return HEAD_BYTES + body;
  }

  private static int length(Request request) {
    return switch (request) {
      case Request.Ping _ -> 0;
      case Request.Leave _ -> 0;
      case Request.FindNode _ -> Key.BYTES;
      case Request.FindValue _ -> Key.BYTES;
      case Request.Store store -> 4 + ItemCodec.encodedLength(store.item());
      case Request.Announce(Announcement announced) -> announced.encodedLength();
      case Request.FindProviders find -> ProvidersCodec.length(find);
      case Request.Watch _ -> ProvidersCodec.WATCH_BYTES;
    };
  }

  private static int length(Response response) {
    return switch (response) {
      case Response.Pong _ -> 0;
      case Response.Stored _ -> 0;
      case Response.Nodes nodes -> ContactCodec.length(sent(nodes.contacts()));
      case Response.Values values -> valuesLength(sent(values));
      case Response.Providers providers ->
          ContactCodec.length(sent(providers.contacts())) + ProvidersCodec.length(sent(providers));
      case Response.Changed changed -> ProvidersCodec.length(changed);
      case Response.Unchanged _ -> 0;
      case Response.Refused refused -> 1 + reason(refused).length;
    };
  }

  /** Appends a message. */
  static void write(Message message, ByteBuffer out) {
    switch (message) {
      case Message.Hello hello -> HelloCodec.write(hello, head(HELLO, Message.NO_CALL, out));
      case Message.Call call -> writeRequest(call.id(), call.request(), out);
      case Message.Answer answer -> writeResponse(answer.id(), answer.response(), out);
      case Message.Unknown unknown -> head(unknown.type(), unknown.id(), out);
    }
  }

  private static void writeRequest(long id, Request request, ByteBuffer out) {
    switch (request) {
      case Request.Ping _ -> head(PING, id, out);
      case Request.Leave _ -> head(LEAVE, id, out);
      case Request.FindNode(Key target) -> target.write(head(FIND_NODE, id, out));
      case Request.FindValue(Key key) -> key.write(head(FIND_VALUE, id, out));
      case Request.Store(Item item, Duration cacheFor) ->
          ItemCodec.write(item, head(STORE, id, out).putInt((int) seconds(cacheFor)));
      case Request.Announce(Announcement announced) -> announced.write(head(ANNOUNCE, id, out));
      case Request.FindProviders find -> ProvidersCodec.write(find, head(FIND_PROVIDERS, id, out));
      case Request.Watch watch -> ProvidersCodec.write(watch, head(WATCH, id, out));
    }
  }

  private static void writeResponse(long id, Response response, ByteBuffer out) {
    switch (response) {
      case Response.Pong _ -> head(PONG, id, out);
      case Response.Nodes nodes -> ContactCodec.write(sent(nodes.contacts()), head(NODES, id, out));
      case Response.Values values -> {
        List<Item> items = sent(values);
        head(VALUES, id, out).putShort((short) items.size());
        items.forEach(item -> ItemCodec.write(item, out.putInt(ItemCodec.encodedLength(item))));
      }
      case Response.Stored _ -> head(STORED, id, out);
      case Response.Providers providers -> {
        ContactCodec.write(sent(providers.contacts()), head(PROVIDERS, id, out));
        ProvidersCodec.write(providers.total(), sent(providers), out);
      }
      case Response.Changed changed -> ProvidersCodec.write(changed, head(CHANGED, id, out));
      case Response.Unchanged _ -> head(UNCHANGED, id, out);
      case Response.Refused refused ->
          head(REFUSED, id, out).put(code(refused)).put(reason(refused));
    }
  }

  /** The place of a code, but of {@code OTHER}, which is going to be that of a later code. */
  private static byte code(Response.Refused refused) {
    return (byte)
        (refused.code() == RefusalCode.OTHER ? OTHER_CODE : CODES.indexOf(refused.code()));
  }

  private static ByteBuffer head(int type, long id, ByteBuffer out) {
    return out.put((byte) type).putLong(id);
  }

  /** Whole seconds, and never 0 for a cached copy, as 0 would make it a replica. */
  private static long seconds(Duration cacheFor) {
    return cacheFor.isZero() ? 0 : Math.clamp(cacheFor.toSeconds(), 1, MAX_SECONDS);
  }

  private static List<Contact> sent(List<Contact> contacts) {
    return contacts.subList(0, Math.min(contacts.size(), MAX_CONTACTS));
  }

  private static List<Item> sent(Response.Values values) {
    List<Item> items = values.items();
    int count = items.size();
    while (HEAD_BYTES + valuesLength(items.subList(0, count)) > MAX_BYTES) {
      count--;
    }
    return items.subList(0, count);
  }

  private static List<Provider> sent(Response.Providers answer) {
    int room = MAX_BYTES - HEAD_BYTES - ContactCodec.length(sent(answer.contacts()));
    return ProvidersCodec.sent(answer, room);
  }

  private static int valuesLength(List<Item> items) {
    return 2 + items.stream().mapToInt(item -> 4 + ItemCodec.encodedLength(item)).sum();
  }

  private static byte[] reason(Response.Refused refused) {
    return Utf8.cut(refused.reason(), MAX_REASON_BYTES);
  }

  /**
   * Reads all that remains in a buffer as one message. What it returns does not refer to the
   * buffer.
   *
   * @throws MalformedException if the bytes are not exactly one message within the limits
   */
  public static Message read(ByteBuffer in) throws MalformedException {
    try {
      int type = Byte.toUnsignedInt(in.get());
      long id = in.getLong();
      Message message = readBody(type, id, in);
      if (message == null) {
        return new Message.Unknown(type, id);
      }
      if (in.hasRemaining()) {
        throw new MalformedException("a message of type " + type + " is too long");
      }
      return message;
    } catch (BufferUnderflowException e) {
      throw new MalformedException("a message is cut short");
    } catch (ItemException e) {
      throw new MalformedException("a message holds no item: " + e.getMessage());
    }
  }

  private static @Nullable Message readBody(int type, long id, ByteBuffer in)
      throws MalformedException, ItemException {
    return switch (type) {
      case HELLO -> HelloCodec.read(in);
      case PING -> new Message.Call(id, new Request.Ping());
      case FIND_NODE -> new Message.Call(id, new Request.FindNode(Key.read(in)));
      case FIND_VALUE -> new Message.Call(id, new Request.FindValue(Key.read(in)));
      case STORE -> new Message.Call(id, readStore(in));
      case LEAVE -> new Message.Call(id, new Request.Leave());
      case ANNOUNCE -> new Message.Call(id, new Request.Announce(Announcement.read(in)));
      case FIND_PROVIDERS -> new Message.Call(id, ProvidersCodec.readQuestion(in));
      case WATCH -> new Message.Call(id, ProvidersCodec.readWatch(in));
      case PONG -> new Message.Answer(id, new Response.Pong());
      case NODES -> new Message.Answer(id, new Response.Nodes(ContactCodec.read(in)));
      case VALUES -> new Message.Answer(id, new Response.Values(readItems(in)));
      case STORED -> new Message.Answer(id, new Response.Stored());
      case PROVIDERS -> new Message.Answer(id, ProvidersCodec.read(ContactCodec.read(in), in));
      case CHANGED -> new Message.Answer(id, ProvidersCodec.readChanged(in));
      case UNCHANGED -> new Message.Answer(id, new Response.Unchanged());
      case REFUSED -> new Message.Answer(id, readRefused(in));
      default -> null;
    };
  }

  private static Request readStore(ByteBuffer in) throws ItemException {
    Duration cacheFor = Duration.ofSeconds(Integer.toUnsignedLong(in.getInt()));
    return new Request.Store(ItemCodec.read(in), cacheFor);
  }

  private static List<Item> readItems(ByteBuffer in) throws MalformedException, ItemException {
    int count = Short.toUnsignedInt(in.getShort());
    if (count == 0) {
      throw new MalformedException("an answer with values holds none");
    }
    var items = new ArrayList<Item>();
    for (int i = 0; i < count; i++) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new MalformedException("an item has an impossible length");
      }
      items.add(ItemCodec.read(in.slice(in.position(), length)));
      in.position(in.position() + length);
    }
    return items;
  }

  private static Response readRefused(ByteBuffer in) throws MalformedException {
    int code = Byte.toUnsignedInt(in.get());
    if (in.remaining() > MAX_REASON_BYTES) {
      throw new MalformedException("the reason of a refusal is too long");
    }
    return new Response.Refused(
        code < CODES.size() ? CODES.get(code) : RefusalCode.OTHER, Utf8.read(in, in.remaining()));
  }
}
