package dev.weft.tcp;

import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Random messages and what they are made of. */
final class Samples {

  private final Random random;

  Samples(long seed) {
    this.random = new Random(seed);
  }

  Key key() {
    return Key.random(random);
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  InetAddress address() {
    try {
      byte[] bytes = bytes(random.nextBoolean() ? 4 : 16);
      bytes[0] = 32;
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  Contact contact() {
    return new Contact(key(), new InetSocketAddress(address(), 1 + random.nextInt(65535)));
  }

  Item item() {
    Instant expires = Instant.ofEpochMilli(random.nextInt());
    byte[] value = bytes(random.nextInt(300));
    return random.nextBoolean()
        ? ContentItem.of(value, expires)
        : NamedItem.sign(
            Identity.fromSecret(bytes(32)),
            "name " + random.nextInt(),
            value,
            random.nextLong(),
            expires);
  }

  Announcement announcement() {
    boolean withdrawn = random.nextInt(4) == 0;
    return Announcement.sign(
        Identity.fromSecret(bytes(32)),
        new Announcement.Terms(
            key(),
            random.nextBoolean() ? Optional.of(contact().address()) : Optional.empty(),
            bytes(random.nextInt(300)),
            random.nextLong(),
            Instant.ofEpochMilli(random.nextInt()),
            withdrawn));
  }

  Response.Providers providers() {
    List<Provider> some =
        IntStream.range(0, random.nextInt(5))
            .mapToObj(i -> new Provider(announcement(), random.nextBoolean()))
            .toList();
    return new Response.Providers(
        some.size() + random.nextInt(1000), some, List.of(contact(), contact()));
  }

  private Cursor cursor() {
    return new Cursor(random.nextLong(), random.nextLong());
  }

  Message.Hello hello() {
    return new Message.Hello(
        "network " + random.nextInt(),
        bytes(32),
        random.nextInt(65536),
        random.nextBoolean() ? address() : null,
        "agent " + random.nextInt());
  }

  Request request() {
    return switch (random.nextInt(8)) {
      case 0 -> new Request.Ping();
      case 7 ->
          new Request.Watch(
              key(), random.nextBoolean(), cursor(), Duration.ofMillis(random.nextInt(100_000)));
      case 5 -> new Request.Announce(announcement());
      case 6 ->
          new Request.FindProviders(
              key(),
              random.nextInt(65536),
              random.nextBoolean(),
              random.nextBoolean() ? Optional.of(key()) : Optional.empty());
      case 3 -> new Request.Leave();
      case 1 -> new Request.FindNode(key());
      case 2 -> new Request.FindValue(key());
      default -> new Request.Store(item(), Duration.ofSeconds(random.nextLong(1L << 32)));
    };
  }

  Response response() {
    return switch (random.nextInt(8)) {
      case 0 -> new Response.Pong();
      case 6 -> new Response.Changed(cursor(), providers().providers());
      case 7 -> new Response.Unchanged();
      case 5 -> providers();
      case 1 ->
          new Response.Nodes(
              IntStream.range(0, random.nextInt(21)).mapToObj(_ -> contact()).toList());
      case 2 -> {
        List<Item> items =
            IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> item()).toList();
        yield new Response.Values(items);
      }
      case 3 -> new Response.Stored();
      default -> {
        RefusalCode[] codes = RefusalCode.values();
        yield new Response.Refused(codes[random.nextInt(codes.length)], "wéil " + random.nextInt());
      }
    };
  }

  Message message() {
    return switch (random.nextInt(5)) {
      case 0 -> hello();
      case 1, 2 -> new Message.Call(random.nextLong(), request());
      default -> new Message.Answer(random.nextLong(), response());
    };
  }
}
