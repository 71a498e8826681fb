package dev.weft.item;

import java.security.Provider;
import java.security.Security;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out once which way to make and check signatures is the fastest that is there. Stateless.
 *
 * <p>That is the first of the providers named here that is installed or on the class path, works on
 * this machine, and passes a test; {@link BouncyCastle}, if none does. The system property {@value
 * #PROPERTY} forces another choice: {@code bouncycastle}, or the name of a provider.
 */
final class SignatureChoice {

  static final String PROPERTY = "weft.signatures";

  private static final Logger LOG = LoggerFactory.getLogger(SignatureChoice.class);
  private static final String OWN = "bouncycastle";

  /** The classes of the providers, the fastest to verify first. */
  private static final Map<String, String> FASTER = new LinkedHashMap<>();

  static {
    FASTER.put(
        "AmazonCorrettoCryptoProvider",
        "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
    FASTER.put("Conscrypt", "org.conscrypt.OpenSSLProvider");
  }

  private SignatureChoice() {}

  /** The choice for this process. */
  static Signatures best() {
    Signatures best = best(System.getProperty(PROPERTY, ""));
    LOG.debug("Ed25519 signatures are made and checked by {}", best);
    return best;
  }

  /**
   * The best that is there.
   *
   * @param forced the value of the property; empty for none
   */
  static Signatures best(String forced) {
    if (forced.equalsIgnoreCase(OWN)) {
      return new BouncyCastle();
    }
    if (forced.isEmpty()) {
      return FASTER.entrySet().stream()
          .flatMap(known -> find(known.getKey(), known.getValue()).stream())
          .findFirst()
          .orElseGet(BouncyCastle::new);
    }
    Optional<Signatures> wanted = find(forced, FASTER.getOrDefault(forced, ""));
    if (wanted.isEmpty()) {
      LOG.warn(
          "{} makes no Ed25519 signatures here, or no good ones; BouncyCastle does it", forced);
    }
    return wanted.orElseGet(BouncyCastle::new);
  }

  /** A provider that is installed, or else made from its class, if it is of use. */
  static Optional<Signatures> find(String name, String type) {
    return Optional.ofNullable(Security.getProvider(name))
        .or(() -> make(type))
        .flatMap(ProviderSignatures::of);
  }

  private static Optional<Provider> make(String type) {
    try {
      return Optional.of(
          Class.forName(type).asSubclass(Provider.class).getConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      return Optional.empty();
    }
  }
}
