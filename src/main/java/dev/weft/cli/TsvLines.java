package dev.weft.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code name<tab>value} lines, one at a time, so that a file of any size takes the memory of
 * its longest line, and that is bounded, too. Used by one thread at a time; whoever shares it
 * guards it.
 *
 * <p>Lines end with LF or CR LF. The first tab divides; a value may hold more of them.
 */
final class TsvLines {

  /** The longest line that can be an item, with a CR at its end. */
  private static final int MAX_BYTES = Item.MAX_NAME_BYTES + 1 + Item.MAX_VALUE_BYTES + 1;

  private final InputStream in;
  private final Charset charset;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private long number;

  /**
   * @param in buffered, and closed by the caller
   * @param ascii whether a line must be ASCII, as the drogulus knows nothing else, and not UTF-8
   */
  TsvLines(InputStream in, boolean ascii) {
    this.in = in;
    this.charset = ascii ? US_ASCII : UTF_8;
  }

  /** A line of the file; lines are counted from 1. */
  sealed interface Line {}

  /** A line that can be stored. Its arrays are not copied: whoever is given them leaves them be. */
  static final class Entry implements Line {
    private final long number;
    private final String name;
    private final byte[] value;
    private final byte[] raw;

    private Entry(long number, String name, byte[] value, byte[] raw) {
      this.number = number;
      this.name = name;
      this.value = value;
      this.raw = raw;
    }

    long number() {
      return number;
    }

    String name() {
      return name;
    }

    byte[] value() {
      return value;
    }

    /** The line as it is in the file, without its end. */
    byte[] raw() {
      return raw;
    }
  }

  /** A line that cannot, and why not. */
  record Bad(long number, String why) implements Line {}

  /** How many lines have been read. */
  long count() {
    return number;
  }

  /** The next line, or null behind the last. */
  @Nullable Line next() throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    number++;
    buffer.reset();
    boolean fits = true;
    while (next >= 0 && next != '\n') {
      fits = buffer.size() < MAX_BYTES;
      if (fits) {
        buffer.write(next);
      }
      next = in.read();
    }
    return fits ? parse(buffer.toByteArray()) : new Bad(number, "the line is too long");
  }

  private Line parse(byte[] line) {
    int end = line.length;
    if (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    int tab = 0;
    while (tab < end && line[tab] != '\t') {
      tab++;
    }
    String why = flaw(line, tab, end);
    if (!why.isEmpty()) {
      return new Bad(number, why);
    }
    String name = new String(line, 0, tab, UTF_8);
    return new Entry(number, name, Arrays.copyOfRange(line, tab + 1, end), line);
  }

  private String flaw(byte[] line, int tab, int end) {
    if (tab == end) {
      return "there is no tab between name and value";
    }
    if (tab == 0) {
      return "the name is empty";
    }
    if (tab > Item.MAX_NAME_BYTES) {
      return "the name has " + tab + " bytes, and at most 1024 are allowed";
    }
    int valueBytes = end - tab - 1;
    if (valueBytes > Item.MAX_VALUE_BYTES) {
      return "the value has " + valueBytes + " bytes, and at most 65536 are allowed";
    }
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(line));
      return "";
    } catch (CharacterCodingException e) {
      return charset.equals(UTF_8)
          ? "the line is not UTF-8"
          : "the drogulus knows ASCII only, and the line has more";
    }
  }
}
