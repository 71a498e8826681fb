package dev.weft.drogulus;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node says and how it takes what others say: from the requests and responses that all of
 * Weft knows to sealed messages, and back. Immutable but for the public keys that were met; may be
 * used by any thread.
 *
 * <p>The wire has fewer words. A ping is a question for nodes, whose answer nobody looks at; a
 * refusal to keep something is silence; and a copy for a while is a copy for good, as the drogulus
 * makes them, too.
 *
 * @param self who speaks, and seals
 * @param port where the node listens; 0 for a client
 * @param keys whom the node has met: who names a contact has to know the text of its key
 */
record Speaker(RsaIdentity self, int port, PublicKeys keys) {

  /** How many contacts a node of the drogulus names; it takes any number. */
  private static final int MOST_CONTACTS = 20;

  /** How many of those that another names are looked at. */
  private static final int MOST_TOLD = 5 * MOST_CONTACTS;

  /**
   * A question.
   *
   * @param to who is asked; null where that is to be found out, which the originals do not mind
   * @throws RpcException.Unsent if the wire has no such question
   */
  SealedMessage ask(String uuid, @Nullable RsaPublicKey to, Request request) throws RpcException {
    var recipient = to == null ? "" : to.text();
    return say(uuid, recipient, question(request));
  }

  private DrogulusMessage question(Request request) throws RpcException {
    return switch (request) {
      case Request.Ping() -> new DrogulusMessage.FindNode(self.key());
      case Request.Leave() -> throw new RpcException.Unsent("the drogulus knows no good-bye");
      case Request.FindNode(Key target) -> new DrogulusMessage.FindNode(target);
      case Request.FindValue(Key key) -> new DrogulusMessage.FindValue(key);
      case Request.Store(Item item, Duration _) -> new DrogulusMessage.Store(ours(item));
      case Request.Announce _ -> throw noTopics();
      case Request.FindProviders _ -> throw noTopics();
      case Request.Watch _ -> throw new RpcException.Unsent("the drogulus tells of no changes");
    };
  }

  private static RpcException noTopics() {
    return new RpcException.Unsent("the drogulus has no topics");
  }

  private static DrogulusItem ours(Item item) throws RpcException {
    if (item instanceof DrogulusItem ours) {
      return ours;
    }
    throw new RpcException.Unsent("the drogulus keeps no such item as " + item);
  }

  private SealedMessage say(String uuid, String recipient, DrogulusMessage message) {
    return SealedMessage.seal(self, Envelope.of(uuid, recipient, self.publicKey(), port), message);
  }

  /**
   * What another node's message asks for; empty if it is an answer.
   *
   * @param message which is genuine
   */
  static Optional<Request> request(DrogulusMessage message) {
    return switch (message) {
      case DrogulusMessage.FindNode(Key key) -> Optional.of(new Request.FindNode(key));
      case DrogulusMessage.FindValue(Key key) -> Optional.of(new Request.FindValue(key));
      case DrogulusMessage.Store(DrogulusItem item) -> Optional.of(new Request.Store(item));
      case DrogulusMessage.Ok() -> Optional.empty();
      case DrogulusMessage.Nodes _ -> Optional.empty();
      case DrogulusMessage.Value _ -> Optional.empty();
    };
  }

  /** Whether a message is for this node, and not one for another that somebody sends again. */
  boolean isForUs(SealedMessage message) {
    Envelope envelope = message.envelope();
    // Who does not know yet who listens here may ask, and learns it from the answer.
    return envelope.isFor(self.publicKey())
        || (envelope.recipient().isEmpty()
            && message.message() instanceof DrogulusMessage.FindNode);
  }

  /**
   * Who sent a message.
   *
   * @param seen the address that it came from
   */
  static Caller caller(Envelope envelope, InetAddress seen) {
    Key id = envelope.sender().id();
    var address = new InetSocketAddress(seen, envelope.replyPort());
    return Contact.isPlausible(address) ? Caller.node(new Contact(id, address)) : Caller.client(id);
  }

  /**
   * The answer to a question; empty where silence is the answer. A question for nodes or a value is
   * always answered, or a lookup of an original would wait for half an hour.
   */
  Optional<SealedMessage> answer(SealedMessage question, Response response) {
    return message(question.message(), response)
        .map(
            message ->
                say(question.envelope().uuid(), question.envelope().sender().text(), message));
  }

  private Optional<DrogulusMessage> message(DrogulusMessage question, Response response) {
    Optional<DrogulusMessage> said =
        switch (response) {
          case Response.Nodes(List<Contact> contacts) -> Optional.of(nodes(contacts));
          case Response.Values(List<Item> items) -> value(items);
          case Response.Stored() -> Optional.of(new DrogulusMessage.Ok());
          case Response.Pong() -> Optional.empty();
          case Response.Providers _ -> Optional.empty();
          case Response.Changed _ -> Optional.empty();
          case Response.Unchanged _ -> Optional.empty();
          case Response.Refused _ -> Optional.empty();
        };
    return question instanceof DrogulusMessage.Store
        ? said
        : said.or(() -> Optional.of(nodes(List.of())));
  }

  /** Those of whom no text is known cannot be named. */
  private DrogulusMessage nodes(List<Contact> contacts) {
    return new DrogulusMessage.Nodes(
        contacts.stream()
            .flatMap(contact -> keys.find(contact.key()).stream().map(key -> name(key, contact)))
            .limit(MOST_CONTACTS)
            .toList());
  }

  private static DrogulusContact name(RsaPublicKey key, Contact contact) {
    return DrogulusContact.of(key, contact.address());
  }

  private static Optional<DrogulusMessage> value(List<Item> items) {
    return items.stream()
        .filter(DrogulusItem.class::isInstance)
        .map(DrogulusItem.class::cast)
        .<DrogulusMessage>map(DrogulusMessage.Value::new)
        .findFirst();
  }

  /**
   * What an answer says to a question that this node asked; empty if it is of another kind.
   *
   * @param answer which is genuine; of what it tells, nothing is believed yet
   */
  Optional<Response> response(Request request, DrogulusMessage answer) {
    return Optional.ofNullable(
        switch (request) {
          case Request.Ping _ ->
              answer instanceof DrogulusMessage.Nodes ? new Response.Pong() : null;
          case Request.Leave _ -> null;
          case Request.FindNode _ -> nodes(answer);
          case Request.FindValue _ ->
              answer instanceof DrogulusMessage.Value(DrogulusItem item)
                  ? new Response.Values(List.of(item))
                  : nodes(answer);
          case Request.Store _ ->
              answer instanceof DrogulusMessage.Ok ? new Response.Stored() : null;
          case Request.Announce _ -> null;
          case Request.FindProviders _ -> null;
          case Request.Watch _ -> null;
        });
  }

  private Response.@Nullable Nodes nodes(DrogulusMessage answer) {
    return answer instanceof DrogulusMessage.Nodes(List<DrogulusContact> contacts)
        ? new Response.Nodes(contacts(contacts))
        : null;
  }

  /**
   * Those that can be dialled, without this node, and each once: originals name whoever asks, and
   * the same node twice.
   */
  private List<Contact> contacts(List<DrogulusContact> told) {
    Map<Key, Contact> known = new LinkedHashMap<>();
    for (DrogulusContact each : told.subList(0, Math.min(told.size(), MOST_TOLD))) {
      each.contact()
          .filter(contact -> !contact.key().equals(self.key()))
          .filter(_ -> keys.of(each.publicKey()).isUsable())
          .ifPresent(contact -> known.putIfAbsent(contact.key(), contact));
    }
    return known.values().stream().limit(MOST_CONTACTS).toList();
  }
}
