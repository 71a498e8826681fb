import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Freshness;
import dev.weft.Update;
import dev.weft.item.Identity;
import dev.weft.item.OwnedItem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A clipboard that all who know a passphrase share, on any machine. The passphrase makes both the
 * identity under which it is kept and the key with which it is encrypted, for whoever holds an item
 * can read it; so it has to be a long one.
 *
 * <p>{@code echo text | WEFT_CLIPBOARD=passphrase java -cp target/weft.jar
 * src/examples/Clipboard.java copy SEED}; {@code paste} prints it, and {@code follow} prints
 * whatever is copied anywhere, as it is copied.
 */
public final class Clipboard {

  private static final String NAME = "clipboard";
  private static final byte[] SALT = "weft example clipboard".getBytes(UTF_8);
  private static final int ITERATIONS = 600_000;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Dht dht;
  private final SecretKeySpec key;

  private Clipboard(Dht dht, byte[] key) {
    this.dht = dht;
    this.key = new SecretKeySpec(key, "AES");
  }

  public static void main(String[] args)
      throws IOException, GeneralSecurityException, InterruptedException {
    String passphrase = System.getenv("WEFT_CLIPBOARD");
    if (args.length != 2
        || !List.of("copy", "paste", "follow").contains(args[0])
        || passphrase == null) {
      System.err.println("usage: WEFT_CLIPBOARD=passphrase Clipboard copy|paste|follow SEED");
      System.exit(2);
    }
    byte[] secrets = secrets(passphrase);
    Identity identity = Identity.fromSecret(Arrays.copyOf(secrets, 32));
    DhtConfig config = DhtConfig.builder().client(true).identity(identity).seed(args[1]).build();
    try (Dht dht = Dht.open(config)) {
      new Clipboard(dht, Arrays.copyOfRange(secrets, 32, 64)).run(args[0]);
    }
  }

  private static byte[] secrets(String passphrase) throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), SALT, ITERATIONS, 8 * 64);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
  }

  private void run(String command)
      throws IOException, GeneralSecurityException, InterruptedException {
    switch (command) {
      case "copy" -> {
        dht.set(NAME, encrypted(System.in.readAllBytes()));
        dht.flush(Duration.ofSeconds(5));
      }
      case "paste" -> {
        Duration timeout = Duration.ofSeconds(10);
        Optional<OwnedItem> item = dht.get(dht.owner(), NAME, Freshness.NEWEST, timeout);
        print(item.orElseThrow(() -> new IllegalStateException("the clipboard is empty")));
      }
      default -> {
        try (var copies = dht.watch(dht.owner(), NAME)) {
          for (Update<OwnedItem> copy : copies) {
            print(copy.value());
          }
        }
      }
    }
  }

  private void print(OwnedItem item) throws GeneralSecurityException {
    if (!item.isTombstone()) {
      System.out.println(new String(decrypted(item.value()), UTF_8).stripTrailing());
    }
  }

  private byte[] encrypted(byte[] text) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(text);
    byte[] value = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, value, NONCE_BYTES, sealed.length);
    return value;
  }

  private byte[] decrypted(byte[] value) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(value, NONCE_BYTES))
        .doFinal(value, NONCE_BYTES, value.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
