package dev.weft.sim;

import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Environment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** How a node may deceive others. It joins, asks and stores like an honest one all the while. */
public enum Lie {
  /** Answers with items and records that have been tampered with, where it holds any. */
  FORGED_ITEMS,
  /** Names nodes that do not exist, all of them closer than anybody. */
  WRONG_NODES,
  /** Names a thousand nodes that do not exist. */
  FLOOD,
  /** Takes requests, and answers none as long as anybody waits for it. */
  SILENCE,
  /**
   * Names nobody but others that lie in this way, those closest to what is looked for; says that it
   * has stored what it is given, and keeps nothing. The worst that there is, say Baumgart and Mies
   * (S/Kademlia, §5.1): all it names are there, and answer, and do the same.
   */
  COLLUSION;

  /** Those for which a liar needs nobody else. */
  public static final List<Lie> ALONE = List.of(FORGED_ITEMS, WRONG_NODES, FLOOD, SILENCE);

  private static final int FEW = 20;
  private static final int MANY = 1_000;

  /** Longer than anybody waits for an answer. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  /** A closer prefix than honest nodes have, as long as there are fewer than a million. */
  private static final int PREFIX = 40;

  /**
   * The handler of a node that lies in this way.
   *
   * @param accomplices those that collude; they may change
   */
  Handler over(Handler honest, Environment environment, Collection<Contact> accomplices) {
    return switch (this) {
      case FORGED_ITEMS -> (caller, request) -> forged(honest.handle(caller, request));
      case WRONG_NODES -> naming(FEW, honest, environment.random());
      case FLOOD -> naming(MANY, honest, environment.random());
      case SILENCE -> (caller, request) -> silence(environment);
      case COLLUSION -> colluding(honest, accomplices);
    };
  }

  /**
   * Ends in the end: requests that waited for ever would keep out those that come after the lie.
   */
  private static Response silence(Environment environment) throws InterruptedException {
    environment.sleep(LONGEST_SILENCE);
    throw new InterruptedException("nobody waits any more");
  }

  private static Response forged(Response honest) {
    if (honest instanceof Response.Values(List<Item> items)) {
      return new Response.Values(items.stream().map(Lie::forged).toList());
    }
    return honest instanceof Response.Providers some
        ? new Response.Providers(
            some.total(), some.providers().stream().map(Lie::forged).toList(), some.contacts())
        : honest;
  }

  /** The same record with one bit of its signature turned over. */
  private static Provider forged(Provider provider) {
    ByteBuffer bytes = ByteBuffer.allocate(provider.announcement().encodedLength());
    provider.announcement().write(bytes);
    bytes.array()[bytes.capacity() - 1] ^= 1;
    try {
      return new Provider(Announcement.read(bytes.flip()), provider.checked());
    } catch (ItemException e) {
      throw new IllegalStateException("a record with a false signature is still a record", e);
    }
  }

  /** The same item with one bit of its last byte, of value or signature, turned over. */
  private static Item forged(Item item) {
    try {
      return item instanceof DrogulusItem foreign ? forged(foreign) : forgedBytes(item);
    } catch (ItemException e) {
      throw new IllegalStateException("an item with a false value is still an item", e);
    }
  }

  /** The same item with another value. */
  private static Item forged(DrogulusItem item) throws ItemException {
    SortedMap<String, JsonValue> members = new TreeMap<>(item.asJson().members());
    members.put("value", JsonValue.of("forged"));
    return DrogulusItem.read(new JsonValue.Obj(members));
  }

  private static Item forgedBytes(Item item) throws ItemException {
    byte[] bytes = ItemCodec.encode(item);
    bytes[bytes.length - 1] ^= 1;
    return ItemCodec.read(ByteBuffer.wrap(bytes));
  }

  /** Names so many nodes that do not exist, whenever nodes or values are asked for. */
  private static Handler naming(int count, Handler honest, RandomGenerator random) {
    return (caller, request) ->
        switch (request) {
          case Request.FindNode(Key target) -> strangers(count, target, random);
          case Request.FindValue(Key key) -> strangers(count, key, random);
          case Request.FindProviders find -> strangers(count, find.topic(), random);
          case Request.Ping ping -> honest.handle(caller, ping);
          case Request.Leave leave -> honest.handle(caller, leave);
          case Request.Store store -> honest.handle(caller, store);
          case Request.Announce announce -> honest.handle(caller, announce);
          case Request.Watch watch -> honest.handle(caller, watch);
        };
  }

  private static Handler colluding(Handler honest, Collection<Contact> accomplices) {
    return (caller, request) ->
        switch (request) {
          case Request.FindNode(Key target) -> closest(accomplices, target, caller.key());
          case Request.FindValue(Key key) -> closest(accomplices, key, caller.key());
          case Request.FindProviders find -> closest(accomplices, find.topic(), caller.key());
          case Request.Ping ping -> honest.handle(caller, ping);
          case Request.Leave leave -> honest.handle(caller, leave);
          case Request.Store _ -> new Response.Stored();
          case Request.Announce _ -> new Response.Stored();
          case Request.Watch watch -> honest.handle(caller, watch);
        };
  }

  private static Response closest(Collection<Contact> accomplices, Key target, Key caller) {
    return new Response.Nodes(
        accomplices.stream()
            .filter(one -> !one.key().equals(caller))
            .sorted(Comparator.comparing(Contact::key, target.byDistance()))
            .limit(FEW)
            .toList());
  }

  private static Response strangers(int count, Key target, RandomGenerator random) {
    return new Response.Nodes(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new Contact(
                        target.randomAt(PREFIX, random),
                        new Endpoint(SimNetwork.MOST_NODES + random.nextInt(1_000_000), "nobody")
                            .address))
            .toList());
  }
}
