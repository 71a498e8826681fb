package dev.weft.tls;

import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.jspecify.annotations.Nullable;

/**
 * Confined to one direction of a connection: AES in Galois/Counter Mode by the first of the
 * process's security providers that has it, which is the JDK's, or a faster one that was installed.
 */
final class JdkCipher implements TlsAEADCipherImpl {

  private final boolean encrypts;
  private @Nullable Cipher cipher;
  private @Nullable SecretKeySpec key;
  private @Nullable GCMParameterSpec parameters;

  JdkCipher(boolean encrypts) {
    this.encrypts = encrypts;
  }

  @Override
  public void setKey(byte[] bytes, int offset, int length) {
    key = new SecretKeySpec(bytes, offset, length, "AES");
  }

  @Override
  public void init(byte[] nonce, int macBytes) {
    parameters = new GCMParameterSpec(macBytes * Byte.SIZE, nonce);
  }

  @Override
  public int getOutputSize(int length) {
    int macBytes = Objects.requireNonNull(parameters).getTLen() / Byte.SIZE;
    return encrypts ? length + macBytes : length - macBytes;
  }

  /**
   * @throws IllegalStateException which is taken for a record that was changed on the way
   */
  @Override
  public int doFinal(byte[] also, byte[] in, int inAt, int length, byte[] out, int outAt) {
    try {
      if (cipher == null) {
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
      }
      cipher.init(encrypts ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, key, parameters);
      cipher.updateAAD(also);
      return cipher.doFinal(in, inAt, length, out, outAt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
