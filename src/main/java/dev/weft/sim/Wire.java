package dev.weft.sim;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.tcp.MalformedException;
import dev.weft.tcp.Message;
import dev.weft.tcp.MessageCodec;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * What becomes of a message that travels: bytes and back, by the codec of the real wire. Confined
 * to the scheduler's thread.
 *
 * <p>Thousands of nodes in one heap hold the same contacts and items. Those that are read from
 * bytes are therefore replaced by equal ones that are there already, where there are.
 */
final class Wire {

  /**
   * A message after its journey.
   *
   * @param content what is read at the other end
   * @param length how many bytes it had; 0 where no bytes were made of it
   */
  record Carried<T>(T content, int length) {}

  private final boolean codec;
  private final Map<Key, Contact> contacts = new HashMap<>();
  private final Map<Item, WeakReference<Item>> items = new WeakHashMap<>();
  private long id;

  /**
   * @param codec whether messages are turned into bytes at all; without, they are passed as they
   *     are
   */
  Wire(boolean codec) {
    this.codec = codec;
  }

  /** Lets this contact stand for all that are equal to it. */
  void know(Contact contact) {
    contacts.put(contact.key(), contact);
  }

  Carried<Request> carry(Request request) {
    if (!codec) {
      return new Carried<>(request, 0);
    }
    byte[] bytes = MessageCodec.encode(new Message.Call(++id, request));
    Request read = ((Message.Call) read(bytes)).request();
    return new Carried<>(
        read instanceof Request.Store store
            ? new Request.Store(known(store.item()), store.cacheFor())
            : read,
        bytes.length);
  }

  Carried<Response> carry(Response response) {
    if (!codec) {
      return new Carried<>(response, 0);
    }
    byte[] bytes = MessageCodec.encode(new Message.Answer(++id, response));
    Response read = ((Message.Answer) read(bytes)).response();
    return new Carried<>(
        switch (read) {
          case Response.Nodes(List<Contact> named) -> new Response.Nodes(known(named));
          case Response.Values(List<Item> values) ->
              new Response.Values(values.stream().map(this::known).toList());
          case Response.Pong _, Response.Stored _, Response.Refused _ -> read;
        },
        bytes.length);
  }

  private static Message read(byte[] bytes) {
    try {
      return MessageCodec.read(ByteBuffer.wrap(bytes));
    } catch (MalformedException e) {
      throw new IllegalStateException("the codec does not read what it wrote", e);
    }
  }

  private List<Contact> known(List<Contact> named) {
    List<Contact> known = new ArrayList<>(named);
    known.replaceAll(this::known);
    return known;
  }

  private Contact known(Contact contact) {
    Contact same = contacts.get(contact.key());
    return contact.equals(same) ? same : contact;
  }

  private Item known(Item item) {
    return Optional.ofNullable(items.get(item))
        .map(WeakReference::get)
        .orElseGet(
            () -> {
              items.put(item, new WeakReference<>(item));
              return item;
            });
  }
}
