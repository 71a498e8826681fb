import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.item.Provider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A registry for the services of a few JVMs, which no machine has to run: a service announces where
 * it listens under a topic of its name, and who wants it asks for the topic.
 *
 * <p>{@code java -cp target/weft.jar src/examples/Registry.java serve greeter SEED} runs an HTTP
 * service until it is told to end, on any free port; run several. {@code … call greeter SEED} calls
 * one of them, and another where that does not answer.
 */
public final class Registry {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Registry() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3 || !List.of("serve", "call").contains(args[0])) {
      System.err.println("usage: Registry serve|call NAME SEED");
      System.exit(2);
    }
    DhtConfig config = DhtConfig.builder().client(true).seed(args[2]).build();
    try (Dht dht = Dht.open(config)) {
      if (args[0].equals("serve")) {
        serve(dht, args[1]);
      } else {
        System.out.println(call(dht, args[1]));
      }
    }
  }

  private static void serve(Dht dht, String name) throws IOException, InterruptedException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(loopback, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    byte[] greeting = ("hello from process " + ProcessHandle.current().pid()).getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, greeting.length);
          exchange.getResponseBody().write(greeting);
          exchange.close();
        });
    server.start();
    dht.announce("services/" + name, server.getAddress());
    System.out.println(name + " is served at " + server.getAddress());
    CountDownLatch ended = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ended, main)));
    ended.await();
    server.stop(0); // and the end of the Dht withdraws what was announced
  }

  /** Has the main thread end in order, and the process wait for it. */
  private static void end(CountDownLatch ended, Thread main) {
    ended.countDown();
    try {
      main.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String call(Dht dht, String name) throws InterruptedException {
    List<Provider> found = new ArrayList<>(dht.providers("services/" + name));
    Collections.shuffle(found);
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      for (Provider provider : found) {
        InetSocketAddress at = provider.address().orElseThrow();
        String host = at.getAddress().getHostAddress();
        URI uri = URI.create("http://" + host + ":" + at.getPort() + "/");
        try {
          HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
          return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
          System.err.println(at + " does not answer; trying another");
        }
      }
    }
    throw new IllegalStateException("nobody serves " + name);
  }
}
