package dev.weft.tcp;

import dev.weft.item.Identity;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What travels in one frame: a closed family of immutable records. */
public sealed interface Message {

  /** The call id of a {@link Hello} and of the refusal of one; no call has it. */
  long NO_CALL = 0;

  /**
   * The first message in both directions: who is there.
   *
   * @param network the name of the network to which the sender belongs
   * @param publicKey its Ed25519 public key, 32 bytes; not to be changed
   * @param port the port on which others reach it, or 0 for a client
   * @param advertised the address at which others reach it, or null for the one they see
   * @param agent the sender's program and version, for people
   * @param seen the address at which the sender sees who it says this to, or null if it does not
   *     say so
   */
  @SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at what is in it
  record Hello(
      String network,
      byte[] publicKey,
      int port,
      @Nullable InetAddress advertised,
      String agent,
      @Nullable InetAddress seen)
      implements Message {

    /** One that does not say where it sees the other. */
    public Hello(
        String network,
        byte[] publicKey,
        int port,
        @Nullable InetAddress advertised,
        String agent) {
      this(network, publicKey, port, advertised, agent, null);
    }

    /**
     * @throws IllegalArgumentException if the key's length or the port is impossible
     */
    public Hello {
      if (publicKey.length != Identity.PUBLIC_KEY_BYTES || port < 0 || port > 65535) {
        throw new IllegalArgumentException("no node has such a key or port");
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Hello that
          && network.equals(that.network)
          && Arrays.equals(publicKey, that.publicKey)
          && port == that.port
          && Objects.equals(advertised, that.advertised)
          && agent.equals(that.agent)
          && Objects.equals(seen, that.seen);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(publicKey);
    }
  }

  /**
   * A request.
   *
   * @param id chosen by the sender, and repeated in the answer
   * @param request what is asked
   */
  record Call(long id, Request request) implements Message {}

  /**
   * An answer.
   *
   * @param id the call that is answered
   * @param response the answer
   */
  record Answer(long id, Response response) implements Message {}

  /**
   * A message of a type that this version does not know.
   *
   * @param type 0 to 255
   * @param id the call that it belongs to
   */
  record Unknown(int type, long id) implements Message {

    /** Whether it asks for something, and is to be refused. */
    public boolean isRequest() {
      return type < MessageCodec.FIRST_ANSWER;
    }
  }
}
