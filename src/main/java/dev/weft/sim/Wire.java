package dev.weft.sim;

import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.tcp.MalformedException;
import dev.weft.tcp.Message;
import dev.weft.tcp.MessageCodec;
import java.nio.ByteBuffer;

/**
 * What becomes of a message that travels: bytes and back, by the codec of the real wire. Confined
 * to the scheduler's thread.
 *
 * <p>Thousands of nodes in one heap hold the same contacts and items, and none of these ever
 * changes. What is read is therefore replaced by what was sent where the two are equal.
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
  private long id;

  /**
   * @param codec whether messages are turned into bytes at all; without, they are passed as they
   *     are
   */
  Wire(boolean codec) {
    this.codec = codec;
  }

  Carried<Request> carry(Request request) {
    if (!codec) {
      return new Carried<>(request, 0);
    }
    byte[] bytes = MessageCodec.encode(new Message.Call(++id, request));
    Request read = ((Message.Call) read(bytes)).request();
    return new Carried<>(
        read instanceof Request.Store store
            ? new Request.Store(
                shared(((Request.Store) request).item(), store.item()), store.cacheFor())
            : read,
        bytes.length);
  }

  Carried<Response> carry(Response response) {
    if (!codec) {
      return new Carried<>(response, 0);
    }
    byte[] bytes = MessageCodec.encode(new Message.Answer(++id, response));
    Response read = ((Message.Answer) read(bytes)).response();
    return new Carried<>(shared(response, read), bytes.length);
  }

  private static <T> T shared(T sent, T read) {
    return read.equals(sent) ? sent : read;
  }

  private static Message read(byte[] bytes) {
    try {
      return MessageCodec.read(ByteBuffer.wrap(bytes));
    } catch (MalformedException e) {
      throw new IllegalStateException("the codec does not read what it wrote", e);
    }
  }
}
