package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Background;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.Keys;

/**
 * The dashboard in a real browser, of a node in a real network. Skipped where there is no Chromium.
 * With {@code -Dit.test=DashboardIT#aLookupThatIsTypedIsDrawnAndToldOf -Dweft.dashboard.nodes=50}
 * the picture that is left in {@code target} is of as many nodes, with k = 8, so that a lookup has
 * a way to go.
 */
@Isolated // as a browser beside other tests is too slow for a person, too
class DashboardIT {

  private static final int NODES = Integer.getInteger("weft.dashboard.nodes", 8);
  private static final int K = NODES > 20 ? 8 : 20;

  /** Names that are trouble to those who take them for more than text. */
  private static final List<String> HOSTILE =
      List.of(
          "<img src=x onerror=\"document.title='broken into'\">",
          "<script>document.title='broken into'</script>",
          "\u202Egnp.exe/\"'&amp;%2F?#");

  private static final List<Dht> NETWORK = new ArrayList<>();
  private static URI page;
  private static Gateway gateway;
  private static Browser browser;

  @TempDir private static Path profile;

  @BeforeAll
  static void start() throws Exception {
    browser = new Browser(profile);
    for (int i = 0; i < NODES; i++) {
      NETWORK.add(Dht.open(config().build()));
    }
    gateway = Gateway.open(NETWORK.getFirst(), GatewayOptions.at("127.0.0.1", 0));
    page = gateway.address();
    browser.prefer("light");
    browser.open(page); // the tests share it, as those who use it do not load it each time
    browser.awaitText("#link", "live");
  }

  private static DhtConfig.Builder config() {
    DhtConfig.Builder config = DhtConfig.builder().port(0).bind("127.0.0.1").k(K);
    if (!NETWORK.isEmpty()) {
      InetSocketAddress seed = NETWORK.getFirst().self().orElseThrow().address();
      config.seed("127.0.0.1:" + seed.getPort());
    }
    return config;
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (gateway != null) {
      gateway.close();
    }
    NETWORK.forEach(Dht::abort);
  }

  @AfterEach
  void theConsoleIsQuiet() {
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void aLookupThatIsTypedIsDrawnAndToldOf() throws Exception {
    browser.type("query", "home/ntoll", Keys.ENTER);

    browser.awaitText("#announce", "home/ntoll");
    assertThat(browser.text("#summary"))
        .containsPattern("home/ntoll\\s+The \\d+.closest nodes in [0-9.]+.m?s,");
    browser.click(".lookup summary");
    browser.await("document.querySelectorAll('#lanes-table tbody tr').length > 0");
    int asked = browser.count("#lanes-table tbody tr");
    browser.click(".lookup summary");
    browser.await("document.querySelectorAll('#lanes .question').length === " + asked);
    assertThat(browser.count("#lanes .thread")).isEqualTo(asked);
    assertThat(browser.count("#lanes .ending circle")).isPositive();
    browser.screenshot(Path.of("target/dashboard.png"));
  }

  @Test
  void aLookupIsToldOfThoughTheStreamOfAllLookupsHasEndedItBefore() {
    browser.value(
        """
        void (() => {
          const ended = () => document.querySelectorAll("#recent [data-state=done]").length;
          const plain = window.fetch;
          window.fetch = async (path, options) => {
            if (!path.startsWith("v1/lookup?")) {
              return plain(path, options);
            }
            window.fetch = plain;
            const before = ended();
            const answer = await plain(path, options);
            while (ended() === before) {
              await new Promise((resolve) => setTimeout(resolve, 30));
            }
            return answer;
          };
        })()\
        """);

    browser.type("query", "home/overtaken", Keys.ENTER);

    browser.awaitText("#announce", "home/overtaken");
    browser.awaitText("#summary", "home/overtaken");
  }

  @Test
  void aNodeThatDoesNotAnswerIsMarked() throws Exception {
    Dht passing = Dht.open(config().build());
    Key key = passing.owner();
    Background.until(() -> knows(NETWORK.getFirst(), key));
    passing.abort();

    browser.paste("query", key.toString());
    browser.click("#lookup-form .main");

    browser.await("document.querySelector('#lanes .question.failed .mark.failed')");
    browser.awaitText("#summary", "did not answer");
  }

  private static boolean knows(Dht node, Key key) {
    return node.routing().closest(key, 1).stream().anyMatch(contact -> contact.key().equals(key));
  }

  @Test
  void nothingMovesForThoseWhoWantThatUnlessTheyAskForIt() {
    browser.type("query", "home/calm", Keys.ENTER);
    browser.awaitText("#announce", "home/calm");
    browser.await("!document.getElementById('replay').disabled");
    assertThat(browser.count(".playing")).isZero();

    browser.click("#replay");
    assertThat(browser.count(".playing")).isOne();
  }

  @Test
  void theTableOfContactsIsDrawn() {
    browser.await("document.querySelectorAll('#space .contact').length > 0");

    assertThat(browser.text("#space-summary")).contains("contacts in");
    browser.awaitText("#fact-contacts", String.valueOf(NETWORK.getFirst().contacts()));
  }

  @Test
  void whatIsSetIsShownAndRead() {
    browser.type("set-name", "home/pinner");
    browser.type("set-value", "Pinner, HA5");
    browser.click("#set-form .main");

    browser.awaitText("#set-result", "Stored");
    browser.awaitText("tr.marked .name", "home/pinner");
    browser.type("get-name", "home/pinner", Keys.ENTER);
    browser.awaitText("#get-result pre", "Pinner, HA5");
  }

  @Test
  void theNewestIsReadByALookupWhichAppearsLikeAnyOther() {
    set("home/newest", "Hatch End");
    Key key = NETWORK.getFirst().config().wire().keyOf(NETWORK.getFirst().owner(), "home/newest");
    awaitLookups(key, 1); // the set's own
    browser.click("#get-newest");
    browser.type("get-name", "home/newest", Keys.ENTER);
    browser.awaitText("#get-result pre", "Hatch End");
    browser.click("#get-newest");
    awaitLookups(key, 2);
  }

  private static void set(String name, String value) {
    browser.type("set-name", name);
    browser.type("set-value", value);
    browser.click("#set-form .main");
    browser.awaitText("tr.marked .name", name);
  }

  private static void awaitLookups(Key key, int count) {
    browser.await(
        "[...document.querySelectorAll('#recent [data-state=done]')].filter((each) =>"
            + " each.textContent.includes('%s')).length === %d"
                .formatted(key.toString().substring(0, 10), count));
  }

  @Test
  void aLookupEndsAtTheValueWhereThatIsWanted() {
    set("home/ends", "Rayners Lane");
    browser.click("#for-value");
    browser.type("query", "home/ends", Keys.ENTER);
    browser.awaitText("#announce", "Value found");
    browser.click("#for-value");
    assertThat(browser.text("#summary")).contains("home/ends", "Value found");
    browser.await("document.querySelector('#lanes .question')");

    browser.type("query", "home/ends", Keys.ENTER);
    browser.awaitText("#announce", "closest node");
  }

  @Test
  void whatIsNotThereIsSaidToBeNotThere() {
    browser.type("get-name", "nobody/has/set/this", Keys.ENTER);

    browser.await("document.querySelector('#get-result.bad strong')");
    assertThat(browser.text("#get-result")).isNotEmpty();
    assertThat(browser.console()).allMatch(line -> line.contains("404")); // the browser's own note
  }

  @Test
  void namesOfItemsAreTextWhateverTheySay() {
    for (String name : HOSTILE) {
      browser.paste("set-name", name);
      browser.paste("set-value", name);
      browser.click("#set-form .main");
      browser.awaitText("tr.marked .name", name);
      browser.paste("query", name);
      browser.click("#lookup-form .main");
      browser.awaitText("#summary .foreign", name);
      browser.awaitText("#recent .foreign", name);
    }

    assertThat(browser.count("main img, main script, main b")).isZero();
    assertThat(browser.value("document.title")).asString().startsWith("Weft");
  }

  @Test
  void theKeyboardIsEnough() {
    browser.open(page);
    browser.press(Keys.TAB, Keys.ENTER); // the link that skips what stands before the lookup
    browser.tabTo("query");
    browser.press("home/keyboard", Keys.ENTER);
    browser.awaitText("#announce", "home/keyboard");
    browser.await("document.querySelectorAll('#lanes .question').length > 0");
    browser.tabTo("lanes");
    browser.press(Keys.ARROW_RIGHT);
    browser.await("document.getElementById('readout').textContent.includes('shared')");
    String first = browser.text("#readout");
    browser.press(Keys.ARROW_RIGHT);
    assertThat(browser.text("#readout")).isNotEqualTo(first);
    browser.press(Keys.ESCAPE);
    assertThat(browser.text("#readout")).isEmpty();
  }

  @Test
  void lookupsOfOthersAppearAsTheyHappen() throws Exception {
    if (Boolean.FALSE.equals(browser.value("document.getElementById('follow').checked"))) {
      browser.click("#follow"); // as it is until somebody chooses what to see
    }
    Key key = Key.of("somebody else's");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> events =
          client.send(
              HttpRequest.newBuilder(page.resolve("v1/lookup/" + key)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(events.body()).contains("event: result");
    }

    browser.awaitText("#recent", key.toString().substring(0, 10));
    browser.awaitText("#announce", key.toString().substring(0, 10));
  }

  @Test
  void itIsDarkWhereDarkIsPreferredOrChosenAndRemembersTheChoice() {
    Object light = background();
    browser.prefer("dark");
    assertThat(background()).isNotEqualTo(light);
    browser.click("#theme");
    assertThat(background()).isEqualTo(light);
    browser.click("#theme");
    browser.prefer("light");
    browser.open(page);
    assertThat(background()).isNotEqualTo(light);
    browser.click("#theme");
    assertThat(background()).isEqualTo(light);
  }

  @Test
  void thePageKeepsTheLast50LookupsAnd400StepsOfEach() {
    browser.await(
        """
        window.kept ?? void import("./lookups.js").then(({ Lookups }) => {
          const lookups = new Lookups();
          const peer = { key: "00", address: "here" };
          for (let id = 0; id < 60; id++) {
            lookups.take("start", { id, target: "ff" });
            for (let asked = 0; asked < (id === 59 ? 500 : 1); asked++) {
              const step = { id, peer, path: 1, hop: 1, asked, took: 1, outcome: "nodes", fresh: 1 };
              lookups.take("step", step);
              lookups.take("step", { ...step }); // as both streams tell of it
            }
          }
          const all = lookups.all();
          window.kept = [all.length, all[0].steps.length, all[0].dropped, all[1].steps.length];
        })\
        """);

    assertThat(browser.value("kept")).isEqualTo(List.of(50L, 400L, 200L, 1L));
  }

  @Test
  void numbersHaveUnitsThatFitTheirSize() {
    browser.await(
        """
        window.told ?? void import("./units.js").then((units) => {
          window.told = [
            units.millis(0.4213), units.millis(12.34), units.millis(1234), units.millis(90_000),
            units.millis(null), units.span(7200_000), units.bytes(2048), units.ago(100),
            units.commonPrefix("f0", "f1"), units.commonPrefix("0f", "8f"), units.leadingBits("a0", 3),
          ].map(String);
        })\
        """);

    assertThat(browser.value("told.join('; ').replaceAll('\u202f', ' ')"))
        .isEqualTo("0.42 ms; 12.3 ms; 1.23 s; 2 min; –; 2 h; 2 KiB; just now; 7; 0; 101");
  }

  private static Object background() {
    return browser.value("getComputedStyle(document.documentElement).backgroundColor");
  }
}
