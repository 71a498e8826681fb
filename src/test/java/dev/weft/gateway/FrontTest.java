package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Every call gets an answer, and every answer what keeps browsers safe. */
class FrontTest extends RoutesFixture {

  private static final String CONTENT = "/v1/content/" + Key.of("x");

  @Test
  void everyAnswerTellsBrowsersToBeCareful() {
    for (String path : List.of("/health/live", "/nothing")) {
      assertThat(answer(Calls.get(path)).headers())
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
          .doesNotContainKey("Access-Control-Allow-Origin")
          .extractingByKey("Content-Security-Policy")
          .asString()
          .startsWith("default-src 'self';");
    }
  }

  @Test
  void onlyPagesOfOriginsThatWereNamedMayReadAnswers() {
    assertThat(answer(Calls.get("/health/live", "origin", "https://a.example")).headers())
        .doesNotContainKey("Access-Control-Allow-Origin");
    open(options.withOrigins(List.of("https://a.example")));
    assertThat(answer(Calls.get("/health/live", "origin", "https://a.example")).headers())
        .containsEntry("Access-Control-Allow-Origin", "https://a.example")
        .containsEntry("Cross-Origin-Resource-Policy", "cross-origin");
    assertThat(answer(Calls.get("/health/live", "origin", "https://b.example")).headers())
        .doesNotContainKey("Access-Control-Allow-Origin");
  }

  @Test
  void whatThereIsNotIsNotFoundAndWhatIsDoneOtherwiseIsToldHow() {
    assertThat(answer(Calls.get("/v2/any")).status()).isEqualTo(404);
    Answer other = answer(Calls.of("DELETE", "/v1/items/x/y", new byte[0]));
    assertThat(other.status()).isEqualTo(405);
    assertThat(other.headers()).containsEntry("Allow", "GET, PUT, OPTIONS");
    assertThat(answer(Calls.get("/v1/items/%zz")).status()).isEqualTo(400);
    Answer options = answer(Calls.of("OPTIONS", "/v1/content", new byte[0]));
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.headers()).containsEntry("Allow", "PUT, OPTIONS");
  }

  @Test
  void headIsAnsweredAsGetButForStreams() {
    assertThat(answer(Calls.of("HEAD", "/health/live", new byte[0])).status()).isEqualTo(200);
    assertThat(answer(Calls.of("HEAD", "/v1/lookups", new byte[0])).status()).isEqualTo(405);
  }

  @Test
  void whoMayNotCallIsTold() {
    assertThat(answer(Calls.get("/health/live", "host", "evil.example")).status()).isEqualTo(421);
    InputStream none = InputStream.nullInputStream();
    Answer answer = answer(Calls.from(Calls.ELSEWHERE, "PUT", "/v1/content", none));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers()).containsKey("WWW-Authenticate");
  }

  @Test
  void whatGoesWrongIsAProblem() throws Exception {
    when(dht.get(any(Key.class)))
        .thenThrow(new DhtException.NobodyAnswered("nobody"))
        .thenThrow(new InterruptedException())
        .thenThrow(new IllegalStateException("a fault of ours"));
    assertThat(answer(Calls.get(CONTENT)).status()).isEqualTo(503);
    assertThat(Calls.json(answer(Calls.get(CONTENT))))
        .containsEntry("detail", "the gateway is being closed");
    Answer fault = answer(Calls.get(CONTENT));
    assertThat(fault.status()).isEqualTo(500);
    assertThat(Calls.text(fault)).doesNotContain("a fault of ours");
  }

  @Test
  void aBodyThatBreaksOffIsAnsweredByNobody() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken");
          }
        };
    Call call = Calls.from(java.net.InetAddress.getLoopbackAddress(), "PUT", "/v1/content", broken);
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> answer(call));
  }

  @Test
  void moreAtOnceThanMayBeAreRefused() {
    open(options.withMost(1, 1));
    var second = new AtomicReference<Answer>();
    front.serve(Calls.get("/health/live"), _ -> second.set(answer(Calls.get("/health/live"))));
    assertThat(second.get().status()).isEqualTo(503);
    assertThat(second.get().headers()).containsEntry("Retry-After", "1");
    assertThat(answer(Calls.get("/health/live")).status()).isEqualTo(200);
    front.close();
    assertThat(answer(Calls.get("/health/live")).status()).isEqualTo(503);
  }

  @Test
  void streamsAreCountedByThemselves() {
    open(options.withMost(1, 1));
    var second = new AtomicReference<Answer>();
    front.serve(Calls.get("/v1/lookups"), _ -> second.set(answer(Calls.get("/health/live"))));
    assertThat(second.get().status()).isEqualTo(200);
    front.serve(Calls.get("/v1/lookups"), _ -> second.set(answer(Calls.get("/v1/lookups"))));
    assertThat(second.get().status()).isEqualTo(503);
  }
}
