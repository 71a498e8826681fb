package dev.weft.item;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import java.util.List;

/** A provider of Ed25519 that works, as long as a test does not make it do something else. */
final class FakeProvider extends Provider {

  private static final long serialVersionUID = 1;

  static final String NAME = "WeftTest";

  /** Verdicts and signatures; those of BouncyCastle, but for what a test overrides. */
  static class Engine {
    private final BouncyCastle right = new BouncyCastle();

    byte[] sign(byte[] secret, byte[] message) throws GeneralSecurityException {
      byte[] publicKey = Identity.fromSecret(secret).publicKey();
      return right.signer(secret, publicKey).sign(message);
    }

    boolean verify(byte[] publicKey, byte[] message, byte[] signature)
        throws GeneralSecurityException {
      return right.verify(publicKey, message, signature);
    }

    /** Called before a key is read, where this provider reads keys. */
    void read() throws InvalidKeySpecException {}
  }

  FakeProvider(Engine engine, boolean readsKeys) {
    super(NAME, "1", "for tests");
    putService(
        new Service(this, "Signature", "Ed25519", Spi.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Spi(engine);
          }
        });
    if (readsKeys) {
      putService(
          new Service(this, "KeyFactory", "Ed25519", Keys.class.getName(), List.of(), null) {
            @Override
            public Object newInstance(Object parameter) {
              return new Keys(engine);
            }
          });
    }
  }

  private static final class Spi extends SignatureSpi {
    private final Engine engine;
    private byte[] key = new byte[0];
    private byte[] message = new byte[0];

    Spi(Engine engine) {
      this.engine = engine;
    }

    private static byte[] last32(Key key) {
      byte[] encoded = key.getEncoded();
      return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) {
      key = last32(publicKey);
    }

    @Override
    protected void engineInitSign(PrivateKey privateKey) {
      key = last32(privateKey);
    }

    @Override
    protected void engineUpdate(byte b) {
      throw new ProviderException("never called");
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
      message = Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    protected byte[] engineSign() throws java.security.SignatureException {
      try {
        return engine.sign(key, message);
      } catch (GeneralSecurityException e) {
        throw new java.security.SignatureException(e);
      }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws java.security.SignatureException {
      try {
        return engine.verify(key, message, signature);
      } catch (GeneralSecurityException e) {
        throw new java.security.SignatureException(e);
      }
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      return name;
    }
  }

  private static final class Keys extends KeyFactorySpi {
    private final Engine engine;

    Keys(Engine engine) {
      this.engine = engine;
    }

    private static java.security.KeyFactory real() throws InvalidKeySpecException {
      try {
        return java.security.KeyFactory.getInstance("Ed25519", "SunEC");
      } catch (GeneralSecurityException e) {
        throw new InvalidKeySpecException(e);
      }
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      engine.read();
      return real().generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      engine.read();
      return real().generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec)
        throws InvalidKeySpecException {
      return real().getKeySpec(key, spec);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return key;
    }
  }
}
