import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Vector;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * What TLS 1.3 costs, by the libraries that a JVM could use: both sides show a self-signed Ed25519
 * certificate, keys are agreed by X25519, nothing is resumed. Both ends run on one thread and hand
 * each other their bytes in memory, so that its processor time is all that they cost. Each library
 * has a JVM of its own; prints a table: microseconds of processor time for both ends of a
 * handshake, for 100 bytes there and back in records of their own, and for 8 KiB there and back;
 * and the bytes of heap for one end that has nothing to do.
 *
 * <p>Needs BouncyCastle's bcprov, bcutil and bctls on the class path, all of which are in the
 * launcher; with the Amazon Corretto Crypto Provider there, too, it is measured as well.
 *
 * <pre>
 * java -cp target/weft.jar:AmazonCorrettoCryptoProvider-2.5.0-linux-x86_64.jar bench/Handshakes.java
 * </pre>
 */
class Handshakes {

  static final int ROUNDS = 7;
  static final int IDLE = 1_000;
  static final List<String> ALL =
      List.of(
          "JSSE",
          "JSSE, BouncyCastle's curves",
          "JSSE, Corretto's curves and ciphers",
          "bctls, ChaCha20-Poly1305",
          "bctls, AES-128-GCM",
          "bctls, the JDK's AES-128-GCM");

  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Two ends that are connected. */
  interface Pair {
    /** Sends bytes from the first to the second end and back. */
    void exchange(byte[] bytes) throws Exception;
  }

  interface Shaker {
    Pair shake() throws Exception;
  }

  static void main(String[] args) throws Exception {
    if (args.length > 0) {
      measure(args[0]);
      return;
    }
    System.out.println("| | handshake, µs | 100 B, µs | 8 KiB, µs | idle end, B |");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    for (String name : ALL) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String path = System.getProperty("java.class.path");
      String source = System.getProperty("jdk.launcher.sourcefile", "bench/Handshakes.java");
      new ProcessBuilder(
              java, "--enable-native-access=ALL-UNNAMED", "-Xmx1g", "-cp", path, source, name)
          .inheritIO()
          .start()
          .waitFor();
    }
  }

  static void measure(String name) throws Exception {
    Shaker shaker;
    try {
      shaker = shaker(name);
    } catch (ClassNotFoundException e) {
      System.out.println("| " + name + " | not on the class path | | | |");
      return;
    }
    byte[] small = new byte[100];
    byte[] large = new byte[8 * 1024];
    double[] handshakes = new double[ROUNDS];
    double[] smalls = new double[ROUNDS];
    double[] larges = new double[ROUNDS];
    Pair pair;
    try {
      pair = shaker.shake();
    } catch (IOException e) {
      System.out.println("| " + name + " | none: " + e.getMessage() + " | | | |");
      return;
    }
    for (int round = -1; round < ROUNDS; round++) { // the first one warms up
      double shake = time(round < 0 ? 400 : 100, shaker::shake);
      double light = time(round < 0 ? 20_000 : 5_000, () -> pair.exchange(small));
      double heavy = time(round < 0 ? 5_000 : 1_000, () -> pair.exchange(large));
      if (round >= 0) {
        handshakes[round] = shake;
        smalls[round] = light;
        larges[round] = heavy;
      }
    }
    System.out.printf(
        "| %s | %s | %s | %s | %,d |%n",
        name, middle(handshakes), middle(smalls), middle(larges), idle(shaker, small));
  }

  interface Work {
    void run() throws Exception;
  }

  /** The microseconds of this thread's processor time for each. */
  static double time(int count, Work work) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      work.run();
    }
    return (threads.getCurrentThreadCpuTime() - before) / 1e3 / count;
  }

  static String middle(double[] rounds) {
    Arrays.sort(rounds);
    return String.format(
        rounds[0] < 100 ? "%,.1f (%,.1f to %,.1f)" : "%,.0f (%,.0f to %,.0f)",
        rounds[rounds.length / 2],
        rounds[0],
        rounds[rounds.length - 1]);
  }

  static long idle(Shaker shaker, byte[] bytes) throws Exception {
    long before = used();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < IDLE; i++) {
      Pair pair = shaker.shake();
      pair.exchange(bytes);
      pairs.add(pair);
    }
    long each = (used() - before) / pairs.size() / 2;
    pairs.getFirst().exchange(bytes); // so that they are needed until here
    pairs.getLast().exchange(bytes);
    return each;
  }

  static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static Shaker shaker(String name) throws Exception {
    switch (name) {
      case "JSSE, BouncyCastle's curves" ->
          first("org.bouncycastle.jce.provider.BouncyCastleProvider");
      case "JSSE, Corretto's curves and ciphers" ->
          first("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
      default -> {}
    }
    var secret = new Ed25519PrivateKeyParameters(new SecureRandom());
    byte[] certificate = certificate(secret);
    return switch (name) {
      case "bctls, ChaCha20-Poly1305" ->
          bouncy(new BcTlsCrypto(), CipherSuite.TLS_CHACHA20_POLY1305_SHA256, secret, certificate);
      case "bctls, AES-128-GCM" ->
          bouncy(new BcTlsCrypto(), CipherSuite.TLS_AES_128_GCM_SHA256, secret, certificate);
      case "bctls, the JDK's AES-128-GCM" ->
          bouncy(new JdkAes(), CipherSuite.TLS_AES_128_GCM_SHA256, secret, certificate);
      default -> jsse(secret, certificate);
    };
  }

  static void first(String provider) throws Exception {
    Security.insertProviderAt((Provider) Class.forName(provider).getConstructor().newInstance(), 1);
  }

  static byte[] certificate(Ed25519PrivateKeyParameters secret) throws IOException {
    var algorithm = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
    var name = new X500Name("CN=weft");
    var generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(BigInteger.ONE));
    generator.setSignature(algorithm);
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setStartDate(new Time(new Date(0)));
    generator.setEndDate(new Time(new Date(4_000_000_000_000L)));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(secret.generatePublicKey()));
    TBSCertificate content = generator.generateTBSCertificate();
    byte[] bytes = content.getEncoded("DER");
    byte[] signature = new byte[64];
    secret.sign(0, null, bytes, 0, bytes.length, signature, 0);
    return new DERSequence(new ASN1Encodable[] {content, algorithm, new DERBitString(signature)})
        .getEncoded("DER");
  }

  // ---------------------------------------------------------------------------------- JSSE

  static Shaker jsse(Ed25519PrivateKeyParameters secret, byte[] certificate) throws Exception {
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(
                new PKCS8EncodedKeySpec(
                    PrivateKeyInfoFactory.createPrivateKeyInfo(secret).getEncoded()));
    var shown =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate));
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(
        new KeyManager[] {new OneKey(key, shown)}, new TrustManager[] {new Anybody()}, null);
    return () -> new JssePair(engine(context, true), engine(context, false));
  }

  static SSLEngine engine(SSLContext context, boolean client) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(client);
    engine.setNeedClientAuth(!client);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setNamedGroups(new String[] {"x25519"});
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
    parameters.setSignatureSchemes(new String[] {"ed25519"});
    engine.setSSLParameters(parameters);
    return engine;
  }

  static final class JssePair implements Pair {
    private static final ByteBuffer WIRE = ByteBuffer.allocate(1 << 16);
    private static final ByteBuffer PLAIN = ByteBuffer.allocate(1 << 16);

    private final SSLEngine one;
    private final SSLEngine two;
    private ByteBuffer toOne = ByteBuffer.allocate(1 << 16).limit(0);
    private ByteBuffer toTwo = ByteBuffer.allocate(1 << 16).limit(0);

    JssePair(SSLEngine one, SSLEngine two) throws IOException {
      this.one = one;
      this.two = two;
      one.beginHandshake();
      two.beginHandshake();
      boolean moved;
      do {
        moved = step(one, toOne, toTwo) | step(two, toTwo, toOne);
      } while (moved);
      toOne = NOTHING;
      toTwo = NOTHING;
      if (one.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
          || two.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
        throw new IOException("no end of the handshake");
      }
    }

    private static boolean step(SSLEngine end, ByteBuffer in, ByteBuffer out) throws IOException {
      boolean moved = false;
      while (true) {
        tasks(end);
        boolean writes = end.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
        if (writes) {
          out.compact();
          end.wrap(NOTHING.duplicate(), out);
          out.flip();
        } else if (in.hasRemaining()) {
          end.unwrap(in, PLAIN.clear());
        } else {
          return moved;
        }
        moved = true;
      }
    }

    private static void tasks(SSLEngine engine) {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    }

    @Override
    public void exchange(byte[] bytes) throws IOException {
      send(one, two, bytes);
      send(two, one, bytes);
    }

    private static void send(SSLEngine from, SSLEngine to, byte[] bytes) throws IOException {
      from.wrap(ByteBuffer.wrap(bytes), WIRE.clear());
      to.unwrap(WIRE.flip(), PLAIN.clear());
      if (PLAIN.position() != bytes.length) {
        throw new IOException("lost on the way");
      }
    }
  }

  /** Holds the key, which a key store would decrypt anew for each handshake. */
  static final class OneKey extends X509ExtendedKeyManager {
    private final PrivateKey key;
    private final X509Certificate certificate;

    OneKey(PrivateKey key, X509Certificate certificate) {
      this.key = key;
      this.certificate = certificate;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"self"};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "self";
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return "self";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {"self"};
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return "self";
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      return "self";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }

  /** The peer has proved its key; whose it is the caller would ask. */
  static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  // --------------------------------------------------------------------------------- bctls

  static Shaker bouncy(
      BcTlsCrypto crypto, int suite, Ed25519PrivateKeyParameters secret, byte[] certificate)
      throws IOException {
    TlsCertificate shown = crypto.createCertificate(certificate);
    return () -> {
      var client = new TlsClientProtocol();
      var server = new TlsServerProtocol();
      server.accept(new BouncyServer(crypto, suite, secret, shown));
      client.connect(new BouncyClient(crypto, suite, secret, shown));
      boolean moved;
      do {
        moved = move(client, server) | move(server, client);
      } while (moved);
      if (!client.isConnected() || !server.isConnected()) {
        throw new IOException("no end of the handshake");
      }
      return bytes -> {
        send(client, server, bytes);
        send(server, client, bytes);
      };
    };
  }

  static boolean move(TlsProtocol from, TlsProtocol to) throws IOException {
    int count = from.getAvailableOutputBytes();
    if (count > 0) {
      byte[] bytes = new byte[count];
      from.readOutput(bytes, 0, count);
      to.offerInput(bytes);
    }
    return count > 0;
  }

  static void send(TlsProtocol from, TlsProtocol to, byte[] bytes) throws IOException {
    from.writeApplicationData(bytes, 0, bytes.length);
    move(from, to);
    if (to.readInput(new byte[bytes.length], 0, bytes.length) != bytes.length) {
      throw new IOException("lost on the way");
    }
  }

  static TlsCredentialedSigner credentials(
      TlsContext context,
      BcTlsCrypto crypto,
      Ed25519PrivateKeyParameters secret,
      TlsCertificate shown,
      byte[] requestContext)
      throws IOException {
    var chain =
        new org.bouncycastle.tls.Certificate(
            requestContext, new CertificateEntry[] {new CertificateEntry(shown, null)});
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        secret,
        chain,
        SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ed25519));
  }

  static Vector<SignatureAndHashAlgorithm> ed25519() {
    return new Vector<>(
        List.of(SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ed25519)));
  }

  static final class BouncyClient extends DefaultTlsClient {
    private final BcTlsCrypto crypto;
    private final int suite;
    private final Ed25519PrivateKeyParameters secret;
    private final TlsCertificate shown;

    BouncyClient(
        BcTlsCrypto crypto, int suite, Ed25519PrivateKeyParameters secret, TlsCertificate shown) {
      super(crypto);
      this.crypto = crypto;
      this.suite = suite;
      this.secret = secret;
      this.shown = shown;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.TLSv13.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {suite};
    }

    @Override
    protected Vector<Integer> getSupportedGroups(Vector roles) {
      return new Vector<>(List.of(NamedGroup.x25519));
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
      return ed25519();
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate certificate) {}

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
          return credentials(
              context, crypto, secret, shown, request.getCertificateRequestContext());
        }
      };
    }
  }

  static final class BouncyServer extends DefaultTlsServer {
    private final BcTlsCrypto crypto;
    private final int suite;
    private final Ed25519PrivateKeyParameters secret;
    private final TlsCertificate shown;

    BouncyServer(
        BcTlsCrypto crypto, int suite, Ed25519PrivateKeyParameters secret, TlsCertificate shown) {
      super(crypto);
      this.crypto = crypto;
      this.suite = suite;
      this.secret = secret;
      this.shown = shown;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.TLSv13.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {suite};
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
      return credentials(context, crypto, secret, shown, TlsUtils.EMPTY_BYTES);
    }

    @Override
    public CertificateRequest getCertificateRequest() throws IOException {
      return new CertificateRequest(TlsUtils.EMPTY_BYTES, ed25519(), null, null);
    }

    @Override
    public void notifyClientCertificate(org.bouncycastle.tls.Certificate certificate) {}
  }

  /** BouncyCastle's, but that the JDK encrypts, as it has the processor's instructions for it. */
  static final class JdkAes extends BcTlsCrypto {
    @Override
    protected TlsAEADCipher createCipher_AES_GCM(
        TlsCryptoParameters parameters, int keyBytes, int macBytes) throws IOException {
      return new TlsAEADCipher(
          parameters,
          new JdkCipher(Cipher.ENCRYPT_MODE),
          new JdkCipher(Cipher.DECRYPT_MODE),
          keyBytes,
          macBytes,
          TlsAEADCipher.AEAD_GCM,
          null);
    }
  }

  static final class JdkCipher implements TlsAEADCipherImpl {
    private final int mode;
    private final Cipher cipher;
    private SecretKeySpec key;

    JdkCipher(int mode) throws IOException {
      this.mode = mode;
      try {
        this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void setKey(byte[] bytes, int offset, int length) {
      key = new SecretKeySpec(bytes, offset, length, "AES");
    }

    @Override
    public void init(byte[] nonce, int macBytes) {
      try {
        cipher.init(mode, key, new GCMParameterSpec(8 * macBytes, nonce));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int getOutputSize(int length) {
      return cipher.getOutputSize(length);
    }

    @Override
    public int doFinal(byte[] also, byte[] in, int inAt, int length, byte[] out, int outAt) {
      try {
        cipher.updateAAD(also);
        return cipher.doFinal(in, inAt, length, out, outAt);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
