package dev.weft.sim;

import dev.weft.item.Item;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.sim.Parcel.Carried;
import dev.weft.tcp.Message;
import dev.weft.tcp.MessageCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * What becomes of a message that travels: bytes and back, by the codec of the real wire. Confined
 * to the scheduler's thread.
 *
 * <p>Thousands of nodes in one heap hold the same contacts and items, and none of these ever
 * changes. What is read is therefore replaced by what was sent where the two are equal.
 *
 * <p>Nothing in a large simulation takes longer than this; and it is the one thing that needs not
 * be done in order, as nobody looks at a message before it arrives. While many are under way, they
 * are therefore also given to a helper, {@value #BATCH} at a time, which a second processor runs.
 */
final class Wire {

  private static final int BATCH = 64;

  /** How many batches wait for the helper at most; the messages of more are done on arrival. */
  private static final int MOST_BATCHES = 64;

  private final boolean codec;
  private final Executor helper;
  private final Semaphore room = new Semaphore(MOST_BATCHES);
  private List<Parcel<?>> underWay = new ArrayList<>(BATCH);
  private long id;

  /**
   * @param codec whether messages are turned into bytes at all; without, they are passed as they
   *     are
   * @param helper runs what may as well be done at any time on any thread, or not at all
   */
  Wire(boolean codec, Executor helper) {
    this.codec = codec;
    this.helper = helper;
  }

  Parcel<Request> carry(Request request) {
    if (!codec) {
      return Parcel.asIs(request);
    }
    Message sent = new Message.Call(++id, request);
    return post(
        new Parcel<>(
            request,
            () -> {
              byte[] bytes = MessageCodec.encode(sent);
              Request read = ((Message.Call) read(bytes)).request();
              return new Carried<>(withSharedItem(read, request), bytes.length);
            }));
  }

  Parcel<Response> carry(Response response) {
    if (!codec) {
      return Parcel.asIs(response);
    }
    Message sent = new Message.Answer(++id, response);
    return post(
        new Parcel<>(
            response,
            () -> {
              byte[] bytes = MessageCodec.encode(sent);
              Response read = ((Message.Answer) read(bytes)).response();
              return new Carried<>(shared(read, response), bytes.length);
            }));
  }

  private <T> Parcel<T> post(Parcel<T> parcel) {
    underWay.add(parcel);
    if (underWay.size() == BATCH) {
      underWay.removeIf(Parcel::isOpen);
      if (underWay.size() > BATCH / 2) {
        List<Parcel<?>> batch = underWay;
        underWay = new ArrayList<>(BATCH);
        if (room.tryAcquire()) {
          helper.execute(() -> open(batch));
        }
      }
    }
    return parcel;
  }

  private void open(List<Parcel<?>> batch) {
    try {
      batch.forEach(Parcel::open);
    } finally {
      room.release();
    }
  }

  private static Request withSharedItem(Request read, Request sent) {
    if (read instanceof Request.Store(Item copy, Duration cacheFor)) {
      return new Request.Store(shared(copy, ((Request.Store) sent).item()), cacheFor);
    }
    return read;
  }

  private static <T> T shared(T read, T sent) {
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
