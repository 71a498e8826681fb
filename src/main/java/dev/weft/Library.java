package dev.weft;

import java.io.IOException;

/** A library that not everybody needs, and who does must put on the class path. Stateless. */
enum Library {
  JACKSON(
      "tools.jackson.core.JsonParser",
      "the drogulus's wire needs tools.jackson.core:jackson-core on the class path"),
  JMDNS(
      "javax.jmdns.JmDNS",
      "to meet others on the local network takes org.jmdns:jmdns on the class path; without it, say"
          + " lan(false)"),
  SQLITE(
      "org.sqlite.SQLiteConnection",
      "to keep items in a data directory takes org.xerial:sqlite-jdbc on the class path; without"
          + " it, say durable(false)");

  private final String type;
  private final String lack;

  /**
   * @param type one of its classes
   * @param lack says that it is missing, and what to do
   */
  Library(String type, String lack) {
    this.type = type;
    this.lack = lack;
  }

  /** Tells those who embed Weft what they lack. */
  void require() throws IOException {
    require(type);
  }

  /** As {@link #require()}, with another class in the place of the library's. */
  void require(String other) throws IOException {
    try {
      Class.forName(other);
    } catch (ClassNotFoundException e) {
      throw new IOException(lack, e);
    }
  }
}
