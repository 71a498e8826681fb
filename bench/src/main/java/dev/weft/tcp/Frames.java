package dev.weft.tcp;

import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** What is Weft's own of the wire, for those who bring I/O of their own. Stateless. */
public final class Frames {

  /** The longest payload, in bytes. */
  public static final int MAX_PAYLOAD = MessageCodec.MAX_BYTES;

  private Frames() {}

  /** How many bytes {@link #write} appends. */
  public static int length(Message message) {
    return MessageCodec.length(message);
  }

  /** Appends a message, without the frame around it. */
  public static void write(Message message, ByteBuffer out) {
    MessageCodec.write(message, out);
  }

  /** Says that bytes are no frame. */
  public static MalformedException malformed(String what) {
    return new MalformedException(what);
  }

  /**
   * What a caller gets from an answer.
   *
   * @throws RpcException if the peer refused, or the answer is of another kind
   */
  public static Response check(Request request, Response answer, String peer) throws RpcException {
    return new Outcome.Answered(answer).to(request, peer);
  }

  /** Who a peer is, as its HELLO and the address from which it came say. */
  public static Caller caller(Message.Hello hello, InetAddress seen) {
    return Introductions.caller(Key.hash(hello.publicKey()), hello, seen);
  }
}
