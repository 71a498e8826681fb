package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request, as the routes see it. Confined to the thread that answers it.
 *
 * @param method in capitals
 * @param path as it was sent: with its percent signs, and without the query
 * @param query its parameters, decoded; of one that is there twice the first
 * @param headers by name in small letters; of one that is there twice all values, with commas
 * @param from who sent it
 * @param body what it brings, to be opened and read at most once: the client may wait for that
 */
record Call(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    InetAddress from,
    Supplier<InputStream> body) {

  private static final int HEX = 16;

  /** A header's value. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A parameter of the query. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * All of the body.
   *
   * @param most how many bytes it may have: a length that is told and greater is refused before
   *     anything is read, and of a body whose length is not told no more is read than that
   * @throws Problem if it is longer, or compressed
   */
  byte[] body(int most) {
    header("content-encoding")
        .filter(coding -> !coding.equals("identity"))
        .ifPresent(
            coding -> {
              throw new Problem(415, "the body is sent as it is, without the coding " + coding);
            });
    long told = header("content-length").map(Call::length).orElse(0L);
    if (told > most) {
      throw tooLarge(most);
    }
    try {
      byte[] bytes = body.get().readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLarge(most);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long length(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Problem(400, "the content-length is no number: " + text);
    }
  }

  private static Problem tooLarge(int most) {
    return new Problem(413, "the body may have " + most + " bytes");
  }

  /** The parameters of a query, as it was sent. */
  static Map<String, String> parseQuery(String raw) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      all.putIfAbsent(decode(name.replace('+', ' ')), decode(value.replace('+', ' ')));
    }
    return all;
  }

  /**
   * Text in which percent signs and two hexadecimal digits stand for bytes of UTF-8.
   *
   * @throws Problem if it is not that
   */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream();
    byte[] raw = text.getBytes(UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], HEX) : -1;
        int low = high < 0 ? -1 : Character.digit(raw[i + 2], HEX);
        if (low < 0) {
          throw new Problem(400, "after a percent sign come two hexadecimal digits: " + text);
        }
        bytes.write(high * HEX + low);
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new Problem(400, "this is no UTF-8: " + text);
    }
  }
}
