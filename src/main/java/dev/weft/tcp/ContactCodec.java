package dev.weft.tcp;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.netstring.MalformedException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Turns lists of contacts into bytes and back. Stateless. */
final class ContactCodec {

  private static final byte IPV4 = 4;
  private static final byte IPV6 = 6;

  private ContactCodec() {}

  static int length(List<Contact> contacts) {
    int length = 2;
    for (Contact contact : contacts) {
      boolean ipv4 = contact.address().getAddress() instanceof Inet4Address;
      length += Key.BYTES + 1 + (ipv4 ? 4 : 16) + 2;
    }
    return length;
  }

  static void write(List<Contact> contacts, ByteBuffer out) {
    out.putShort((short) contacts.size());
    for (Contact contact : contacts) {
      contact.key().write(out);
      byte[] address = contact.address().getAddress().getAddress();
      out.put(address.length == 4 ? IPV4 : IPV6).put(address);
      out.putShort((short) contact.address().getPort());
    }
  }

  /**
   * Reads a list of contacts. Those that cannot be dialled are left out, and the others are kept:
   * what a later version takes for an address must not cost all the rest, and a liar gains nothing
   * by it, as it might as well have named addresses where nobody is.
   */
  static List<Contact> read(ByteBuffer in) throws MalformedException {
    int count = Short.toUnsignedInt(in.getShort());
    if (count > MessageCodec.MAX_CONTACTS) {
      throw new MalformedException("an answer names too many contacts: " + count);
    }
    var contacts = new ArrayList<Contact>(Math.min(count, in.remaining() / Key.BYTES));
    for (int i = 0; i < count; i++) {
      Key key = Key.read(in);
      int bytes =
          switch (in.get()) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            default -> 0;
          };
      InetAddress host = readAddress(in, bytes);
      var address = new InetSocketAddress(host, Short.toUnsignedInt(in.getShort()));
      if (Contact.isPlausible(address)) {
        contacts.add(new Contact(key, address));
      }
    }
    return contacts;
  }

  /** Reads an address of 4 or 16 bytes; no other has a meaning. */
  static InetAddress readAddress(ByteBuffer in, int length) throws MalformedException {
    byte[] bytes = new byte[length];
    in.get(bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new MalformedException("an address is neither IPv4 nor IPv6");
    }
  }
}
