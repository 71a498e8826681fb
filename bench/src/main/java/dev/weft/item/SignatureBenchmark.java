package dev.weft.item;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to sign a named item, and to check whose it is, by whoever does it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignatureBenchmark {

  /** What is signed of an item with a value of 100 bytes. */
  private static final int MESSAGE_BYTES = 200;

  @Param({"bouncycastle", "AmazonCorrettoCryptoProvider", "Conscrypt", "SunEC"})
  public String provider = "";

  private final byte[] message = new byte[MESSAGE_BYTES];
  private Signatures signatures = new BouncyCastle();
  private Signatures.Signer signer = text -> text;
  private byte[] publicKey = {};
  private byte[] signature = {};
  private byte[] forged = {};

  @Setup
  public void setUp() {
    signatures = SignatureChoice.best(provider);
    if (!signatures.toString().equalsIgnoreCase(provider)) {
      throw new IllegalStateException(provider + " does not work on this machine");
    }
    var random = new Random(1);
    random.nextBytes(message);
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    publicKey = Identity.fromSecret(secret).publicKey();
    signer = signatures.signer(secret, publicKey);
    signature = signer.sign(message);
    forged = signature.clone();
    forged[0]++;
  }

  @Benchmark
  public byte[] sign() {
    return signer.sign(message);
  }

  @Benchmark
  public boolean verify() {
    return signatures.verify(publicKey, message, signature);
  }

  /** Which BouncyCastle is asked about, too. */
  @Benchmark
  public boolean verifyForged() {
    return signatures.verify(publicKey, message, forged);
  }
}
