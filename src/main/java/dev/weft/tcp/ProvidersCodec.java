package dev.weft.tcp;

import dev.weft.item.Announcement;
import dev.weft.item.ItemException;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns questions after providers and changes, and their answers, into bytes and back. Stateless.
 */
final class ProvidersCodec {

  private static final int CURSOR_BYTES = 8 + 8;

  static final int WATCH_BYTES = Key.BYTES + 1 + CURSOR_BYTES + 4;

  private static final int MOST = 0xffff;

  private ProvidersCodec() {}

  static int length(Request.FindProviders question) {
    return Key.BYTES + 2 + 1 + (question.after().isPresent() ? Key.BYTES : 0);
  }

  static void write(Request.FindProviders question, ByteBuffer out) {
    question.topic().write(out);
    out.putShort((short) Math.clamp(question.most(), 0, MOST));
    out.put((byte) (question.copies() ? 1 : 0));
    question.after().ifPresent(after -> after.write(out));
  }

  static Request.FindProviders readQuestion(ByteBuffer in) {
    Key topic = Key.read(in);
    int most = Short.toUnsignedInt(in.getShort());
    boolean copies = in.get() != 0;
    return new Request.FindProviders(
        topic, most, copies, in.hasRemaining() ? Optional.of(Key.read(in)) : Optional.empty());
  }

  /** The first of the records, as many as there is room for behind so many contacts. */
  static List<Provider> sent(Response.Providers answer, int room) {
    List<Provider> providers = answer.providers();
    int left = room - 4 - 2;
    int count = 0;
    for (Provider provider : providers) {
      left -= length(provider);
      if (left < 0 || count == MOST) {
        break;
      }
      count++;
    }
    return providers.subList(0, count);
  }

  private static int length(Provider provider) {
    return 1 + 2 + provider.announcement().encodedLength();
  }

  static int length(List<Provider> providers) {
    return 4 + 2 + providers.stream().mapToInt(ProvidersCodec::length).sum();
  }

  static void write(int total, List<Provider> providers, ByteBuffer out) {
    write(providers, out.putInt(total));
  }

  private static void write(List<Provider> providers, ByteBuffer out) {
    out.putShort((short) providers.size());
    for (Provider provider : providers) {
      Announcement record = provider.announcement();
      out.put((byte) (provider.checked() ? 1 : 0)).putShort((short) record.encodedLength());
      record.write(out);
    }
  }

  /** Reads what comes after the contacts. */
  static Response.Providers read(List<Contact> contacts, ByteBuffer in)
      throws MalformedException, ItemException {
    int total = in.getInt();
    List<Provider> providers = readRecords(in);
    if (total < providers.size()) {
      throw new MalformedException("an answer has more providers than it says that there are");
    }
    return new Response.Providers(total, providers, contacts);
  }

  private static List<Provider> readRecords(ByteBuffer in)
      throws MalformedException, ItemException {
    int count = Short.toUnsignedInt(in.getShort());
    List<Provider> providers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean checked = in.get() != 0;
      int length = Short.toUnsignedInt(in.getShort());
      if (length > in.remaining()) {
        throw new MalformedException("an announcement has an impossible length");
      }
      providers.add(new Provider(Announcement.read(in.slice(in.position(), length)), checked));
      in.position(in.position() + length);
    }
    return providers;
  }

  static void write(Request.Watch watch, ByteBuffer out) {
    watch.key().write(out);
    out.put((byte) (watch.topic() ? 1 : 0));
    write(watch.since(), out);
    out.putInt(Math.clamp(watch.lease().toMillis(), 0, Integer.MAX_VALUE));
  }

  static Request.Watch readWatch(ByteBuffer in) {
    Key key = Key.read(in);
    boolean topic = in.get() != 0;
    Cursor since = readCursor(in);
    return new Request.Watch(key, topic, since, Duration.ofMillis(Math.max(0, in.getInt())));
  }

  private static void write(Cursor cursor, ByteBuffer out) {
    out.putLong(cursor.epoch()).putLong(cursor.at());
  }

  private static Cursor readCursor(ByteBuffer in) {
    return new Cursor(in.getLong(), in.getLong());
  }

  /** The length of what changed; whoever answers sees to it that it fits a message. */
  static int length(Response.Changed changed) {
    return CURSOR_BYTES + 2 + changed.providers().stream().mapToInt(ProvidersCodec::length).sum();
  }

  static void write(Response.Changed changed, ByteBuffer out) {
    write(changed.now(), out);
    write(changed.providers(), out);
  }

  static Response.Changed readChanged(ByteBuffer in) throws MalformedException, ItemException {
    Cursor now = readCursor(in);
    return new Response.Changed(now, readRecords(in));
  }
}
