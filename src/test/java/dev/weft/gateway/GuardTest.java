package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.runtime.WatchedEnvironment;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is answered, and who may write. */
class GuardTest {

  private static final GatewayOptions OPTIONS =
      GatewayOptions.at("::1", 0)
          .withToken("secret")
          .withHosts(List.of("Box.example"))
          .withOrigins(List.of("https://friend.example"));

  private final WatchedEnvironment environment = new WatchedEnvironment();
  private final Guard guard = new Guard(OPTIONS, environment);

  private static Call put(InetAddress from, String... headers) {
    return Calls.from(from, "PUT", "/v1/content", InputStream.nullInputStream(), headers);
  }

  private static Call here(String... headers) {
    return put(InetAddress.getLoopbackAddress(), headers);
  }

  private static Call elsewhere(String... headers) {
    return put(Calls.ELSEWHERE, headers);
  }

  private int writes(Call call) {
    try {
      guard.checkWriter(call);
      return 200;
    } catch (Problem e) {
      return e.status();
    }
  }

  private int asks(Call call) {
    try {
      guard.check(call);
      return 200;
    } catch (Problem e) {
      return e.status();
    }
  }

  @Test
  void whoCallsFromThisMachineMayWriteAndOthersNeedTheToken() {
    assertThat(writes(here())).isEqualTo(200);
    assertThat(writes(elsewhere())).isEqualTo(401);
    assertThat(writes(elsewhere("authorization", "Bearer secret"))).isEqualTo(200);
    assertThat(writes(elsewhere("authorization", "bearer  secret "))).isEqualTo(200);
    assertThat(writes(elsewhere("authorization", "Bearer other"))).isEqualTo(401);
    assertThat(writes(elsewhere("authorization", "Basic secret"))).isEqualTo(401);
    Guard closed = new Guard(GatewayOptions.at("::1", 0), environment);
    assertThrows(
        Problem.class, () -> closed.checkWriter(elsewhere("authorization", "Bearer secret")));
  }

  @Test
  void whatComesThroughAProxyOnThisMachineComesFromElsewhere() {
    for (String header : List.of("forwarded", "x-forwarded-for", "via")) {
      assertThat(writes(here(header, "somebody"))).as(header).isEqualTo(401);
    }
  }

  @Test
  void aPageOfAnotherOriginMayNotWriteWhereverTheBrowserIs() {
    assertThat(writes(here("origin", "http://evil.example"))).isEqualTo(403);
    assertThat(writes(here("origin", "null"))).isEqualTo(403);
    assertThat(writes(elsewhere("origin", "http://evil.example", "authorization", "Bearer secret")))
        .isEqualTo(403);
    assertThat(writes(here("sec-fetch-site", "cross-site"))).isEqualTo(403);
    assertThat(writes(here("sec-fetch-site", "same-site"))).isEqualTo(403);
    assertThat(writes(here("sec-fetch-site", "same-origin"))).isEqualTo(200);
    assertThat(writes(here("origin", "http://localhost:8080"))).isEqualTo(200);
    assertThat(writes(here("origin", "https://localhost:8080"))).isEqualTo(200);
    assertThat(writes(here("origin", "https://friend.example"))).isEqualTo(200);
  }

  @Test
  void overTheLoopbackAddressOnlyKnownNamesAreAnsweredTo() {
    for (String host :
        List.of("localhost", "x.localhost:1", "127.0.0.1:8080", "[::1]:8080", "BOX.example:1")) {
      assertThat(asks(here("host", host))).as(host).isEqualTo(200);
    }
    for (String host : List.of("evil.example", "", "[evil]", "127.0.0.1.evil.example")) {
      assertThat(asks(here("host", host))).as(host).isEqualTo(421);
    }
    assertThat(asks(elsewhere("host", "any.example"))).isEqualTo(200);
  }

  @Test
  void anAddressThatAsksTooOftenWaits() {
    Guard strict = new Guard(OPTIONS.withRate(1, 2), environment);
    strict.check(here());
    strict.check(here());
    Problem problem = assertThrows(Problem.class, () -> strict.check(here()));
    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.answer().headers()).containsEntry("Retry-After", "1");
    assertThatCode(() -> strict.check(elsewhere())).doesNotThrowAnyException();
    environment.forward(Duration.ofSeconds(2));
    assertThatCode(() -> strict.check(here())).doesNotThrowAnyException();
  }
}
