package dev.weft.drogulus;

import dev.weft.kademlia.Contact;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
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

  /**
   * The drogulus takes no notice of scheme and path, and writes IPv6 addresses without brackets.
   */
  private static final Pattern URI =
      Pattern.compile("[a-z]+://\\[?([0-9.]+|[0-9A-Fa-f:.]+:[0-9A-Fa-f:.]+)]?:([0-9]{1,5})(/.*)?");

  private static final int LAST_PORT = 65535;

  /** A node that this one knows. */
  public static DrogulusContact of(RsaPublicKey key, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return new DrogulusContact(
        key.text(), VERSION, "netstring://" + shown + ":" + address.getPort());
  }

  /**
   * The contact, if it can be dialled: its URI has an address and a port, and no name that would
   * have to be looked up.
   */
  public Optional<Contact> contact() {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port > LAST_PORT) {
      return Optional.empty();
    }
    try {
      var address = new InetSocketAddress(InetAddress.ofLiteral(matcher.group(1)), port);
      return Optional.of(new Contact(RsaPublicKey.idOf(publicKey), address));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
