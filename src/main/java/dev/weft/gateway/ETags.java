package dev.weft.gateway;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tells one version of an item from another (RFC 9110, section 8.8.3). Stateless. */
final class ETags {

  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")|(\\*)");

  private ETags() {}

  /** An item's: its version and signature; of content its key. */
  static String of(Item item) {
    return switch (item) {
      case ContentItem content -> "\"" + content.key() + "\"";
      case NamedItem named -> of(named.version(), named.signature());
      case OwnedItem other -> of(other.version(), other.fingerprint().toBytes());
    };
  }

  private static String of(long version, byte[] signature) {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    return "\"" + version + "." + text + "\"";
  }

  /**
   * Whether a condition names a version, or any.
   *
   * @param condition the value of If-Match or If-None-Match
   */
  static boolean names(String condition, String tag) {
    Matcher tags = TAG.matcher(condition);
    while (tags.find()) {
      if (tags.group(2) != null || tag.equals(tags.group(1))) {
        return true;
      }
    }
    return false;
  }
}
