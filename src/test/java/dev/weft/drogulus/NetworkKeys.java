package dev.weft.drogulus;

/** RSA keys for tests of the packages that use this one; to make a new one takes a while. */
public final class NetworkKeys {

  private NetworkKeys() {}

  /** One of 32 private keys of 1024 bits, as its file has it. */
  public static String text(int number) {
    return Vectors.texts(Vectors.file("network_keys").get("keys")).get(number);
  }

  /** The identity with that key. */
  public static RsaIdentity identity(int number) {
    return RsaIdentity.parse(text(number));
  }
}
