package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.List;

/**
 * Bytes as text between two markers, as the rsa library of Python reads and writes them. Stateless.
 *
 * @param type what stands in the markers
 */
record Pem(String type) {

  static final Pem PUBLIC = new Pem("RSA PUBLIC KEY");
  static final Pem PRIVATE = new Pem("RSA PRIVATE KEY");

  private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

  private String begin() {
    return "-----BEGIN " + type + "-----";
  }

  private String end() {
    return "-----END " + type + "-----";
  }

  /** The text: lines of 64 characters between the markers, and a line break at the end. */
  String encode(byte[] bytes) {
    return begin() + "\n" + ENCODER.encodeToString(bytes) + "\n" + end() + "\n";
  }

  /**
   * Reads the text. What stands before and behind the markers does not matter, nor do blanks at the
   * ends of lines, empty lines, the length of lines, and lines with a colon.
   *
   * @throws IllegalArgumentException if a marker is missing, or what is between them is not Base64
   */
  byte[] decode(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    List<String> begun = lines.stream().dropWhile(line -> !line.equals(begin())).skip(1).toList();
    List<String> inside = begun.stream().takeWhile(line -> !line.equals(end())).toList();
    if (inside.size() == begun.size()) {
      throw new IllegalArgumentException("this is no " + type + " in PEM");
    }
    StringBuilder base64 = new StringBuilder();
    inside.stream().filter(line -> line.indexOf(':') < 0).forEach(base64::append);
    return Base64.getMimeDecoder().decode(base64.toString());
  }
}
