package dev.weft.fuzz;

import dev.weft.drogulus.DrogulusMessageFuzz;
import dev.weft.item.IdentityFileFuzz;
import dev.weft.item.ItemFuzz;
import dev.weft.netstring.NetstringFuzz;
import dev.weft.tcp.HelloFuzz;
import dev.weft.tcp.MessageFuzz;
import dev.weft.tls.CertificateFuzz;
import dev.weft.tls.HandshakeFuzz;
import java.util.Locale;
import java.util.function.Consumer;

/** Everything that reads what strangers wrote, as the fuzzer calls it: each throws for a fault. */
enum Target {
  MESSAGE(MessageFuzz.class, 1024, 40, MessageFuzz::fuzzerTestOneInput),
  ITEM(ItemFuzz.class, 512, 18, ItemFuzz::fuzzerTestOneInput),
  HELLO(HelloFuzz.class, 600, 16, HelloFuzz::fuzzerTestOneInput),
  NETSTRING(NetstringFuzz.class, 512, 14, NetstringFuzz::fuzzerTestOneInput),
  DROGULUS(DrogulusMessageFuzz.class, 3000, 5, DrogulusMessageFuzz::fuzzerTestOneInput),
  CERTIFICATE(CertificateFuzz.class, 1024, 3, CertificateFuzz::fuzzerTestOneInput),
  IDENTITY(IdentityFileFuzz.class, 1024, 2, IdentityFileFuzz::fuzzerTestOneInput),
  HANDSHAKE(HandshakeFuzz.class, 2048, 2, HandshakeFuzz::fuzzerTestOneInput);

  private final Class<?> type;
  private final int longest;
  private final int share;
  private final Consumer<byte[]> reader;

  /**
   * @param longest the longest input, in bytes
   * @param share how many of a hundred executions it gets, which is more where they take less time
   */
  Target(Class<?> type, int longest, int share, Consumer<byte[]> reader) {
    this.type = type;
    this.longest = longest;
    this.share = share;
    this.reader = reader;
  }

  /** The class that the fuzzer is told of. */
  Class<?> type() {
    return type;
  }

  int longest() {
    return longest;
  }

  /** How many of so many executions in all it gets. */
  long share(long executions) {
    return executions * share / 100;
  }

  /** Reads one input; throws whatever is a fault. */
  void read(byte[] input) {
    reader.accept(input);
  }

  /** Its name as that of a file. */
  String file() {
    return name().toLowerCase(Locale.ROOT);
  }
}
