package dev.weft.bench.callback;

import dev.weft.netstring.MalformedException;
import dev.weft.tcp.Frames;
import dev.weft.tcp.MessageCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Cuts what comes into netstrings, and reads the message in each. Confined to its event loop. */
final class FrameDecoder extends ByteToMessageDecoder {

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws MalformedException {
    int start = in.readerIndex();
    int end = in.writerIndex();
    int length = 0;
    int at = start;
    for (; at < end && in.getByte(at) != ':'; at++) {
      int digit = in.getByte(at) - '0';
      if (digit < 0 || digit > 9 || (at > start && length == 0)) {
        throw Frames.malformed("a frame does not start with its length");
      }
      length = 10 * length + digit;
      if (length > Frames.MAX_PAYLOAD) {
        throw Frames.malformed("a frame has more than " + Frames.MAX_PAYLOAD + " bytes");
      }
    }
    if (at < end && at == start) {
      throw Frames.malformed("a frame has no length");
    }
    int comma = at + 1 + length;
    if (comma >= end) {
      return;
    }
    if (in.getByte(comma) != ',') {
      throw Frames.malformed("a frame does not end where it should");
    }
    in.readerIndex(comma + 1);
    out.add(MessageCodec.read(in.internalNioBuffer(at + 1, length)));
  }

  /** Appends a netstring with a message in it. */
  static void write(dev.weft.tcp.Message message, ByteBuf out) {
    int length = Frames.length(message);
    int power = 1;
    while (length / power >= 10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.writeByte('0' + length / power % 10);
    }
    out.writeByte(':');
    out.ensureWritable(length + 1);
    Frames.write(message, out.internalNioBuffer(out.writerIndex(), length));
    out.writerIndex(out.writerIndex() + length);
    out.writeByte(',');
  }
}
