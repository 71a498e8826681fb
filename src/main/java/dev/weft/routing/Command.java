package dev.weft.routing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the routing actor is told or asked. Immutable. */
sealed interface Command {

  /** A node answered us (verified) or sent us a request, at a time. A hint. */
  record Seen(Contact contact, boolean verified, long at) implements Command {}

  /** A key was looked up, at a time. A hint. */
  record LookedUp(Key target, long at) implements Command {}

  /** A node did not answer. */
  record Failed(Contact contact) implements Command {}

  /** A node lied. */
  record Misbehaved(Contact contact, String why) implements Command {}

  /** These lied when this node ran before. */
  record Ignore(List<Liar> liars) implements Command {}

  /** A node has said good-bye. */
  record Left(Contact contact) implements Command {}

  /** A ping of ours has ended: of a contact, or of a candidate, where that claims to be. */
  record Pinged(Contact contact, boolean candidate, boolean alive) implements Command {}

  /** A question to the table, with the promise of an answer; empty when the actor has ended. */
  record Ask<T>(Function<RoutingTable, T> question, Promise<Optional<T>> reply) implements Command {

    void answer(RoutingTable table) {
      reply.complete(Optional.of(question.apply(table)));
    }
  }
}
