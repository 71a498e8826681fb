package dev.weft.drogulus;

import dev.weft.kademlia.Contact;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A node as another node names it: not to be believed, and perhaps of no use.
 *
 * @param publicKey the text of its public key
 * @param version what it runs; never compared
 * @param uri where it listens, for example {@code netstring://127.0.0.1:1908}
 */
public record DrogulusContact(String publicKey, String version, String uri) {

  /** What this node, and every drogulus node of the last version, gives as its version. */
  public static final String VERSION = "0.0.0.alpha.0";

  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final String AFTER_SCHEME = "://";

  /**
   * A node that this one knows.
   *
   * @param key its public key
   * @param address where it listens
   * @return how the wire tells of it
   */
  public static DrogulusContact of(RsaPublicKey key, InetSocketAddress address) {
    return new DrogulusContact(key.text(), VERSION, "netstring://" + Contact.written(address));
  }

  /**
   * {@return the contact, if it can be dialled: its URI has an address and a port, and no name that
   * would have to be looked up} The drogulus takes no notice of scheme and path, and writes IPv6
   * addresses without brackets.
   */
  public Optional<Contact> contact() {
    int scheme = uri.indexOf(AFTER_SCHEME);
    if (scheme < 0) {
      return Optional.empty();
    }
    String rest = uri.substring(scheme + AFTER_SCHEME.length());
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int colon = authority.lastIndexOf(':');
    String host = withoutBrackets(authority.substring(0, Math.max(colon, 0)));
    String port = authority.substring(colon + 1);
    if (!ADDRESS.matcher(host).matches() || !PORT.matcher(port).matches()) {
      return Optional.empty();
    }
    try {
      var address = new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(port));
      return Optional.of(new Contact(RsaPublicKey.idOf(publicKey), address));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no address after all, or one where no node can be
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
