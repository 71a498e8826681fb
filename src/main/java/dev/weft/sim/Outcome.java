package dev.weft.sim;

import dev.weft.kademlia.Contact;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;

/** What came of a call. */
sealed interface Outcome {

  /** It was answered. */
  record Answer(Response response) implements Outcome {}

  /** Somebody is there. */
  record Met(Contact contact) implements Outcome {}

  /** It failed. */
  record Failure(RpcException exception) implements Outcome {}
}
