package dev.weft.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Used by the test's thread: a real browser without a window. */
final class Browser implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Kept, as the level would go with it: it warns of each Chromium that is newer than it. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final ChromeDriver driver;

  /**
   * Starts it, or skips the test where there is none.
   *
   * @param profile a directory of its own
   */
  Browser(Path profile) {
    Optional<Path> program = find("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chauffeur = find("chromedriver");
    assumeTrue(
        program.isPresent() && chauffeur.isPresent(),
        "there is no Chromium with its chromedriver here");
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program.orElseThrow().toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-proxy-server",
        "--user-data-dir=" + profile);
    System.setProperty("webdriver.chrome.driver", chauffeur.orElseThrow().toString());
    driver = new ChromeDriver(options);
    driver.manage().timeouts().scriptTimeout(LIMIT);
    driver.manage().window().setSize(new Dimension(1360, 1040));
  }

  private static Optional<Path> find(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(names)
        .flatMap(
            name -> Arrays.stream(path.split(File.pathSeparator)).map(each -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  void open(URI page) {
    driver.get(page.toString());
  }

  /** Types into whatever has the focus. */
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Goes on with the tabulator key until an element has the focus. */
  void tabTo(String id) {
    for (int i = 0; i < 100; i++) {
      if (id.equals(driver.switchTo().activeElement().getDomAttribute("id"))) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("no tabulator key leads to " + id);
  }

  /** Replaces what is in a field. */
  void type(String id, CharSequence... keys) {
    WebElement field = driver.findElement(By.id(id));
    field.clear();
    field.sendKeys(keys);
  }

  /** Puts a text into a field at once, as is done with one that is copied. */
  void paste(String id, String text) {
    driver.executeScript("document.getElementById(arguments[0]).value = arguments[1]", id, text);
  }

  void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** What an expression in JavaScript comes to. */
  Object value(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** Waits in the browser until an expression is true there. */
  void await(String expression) {
    driver.executeAsyncScript(
        """
        const done = arguments[arguments.length - 1];
        const look = () => (%s) ? done() : setTimeout(look, 30);
        look();
        """
            .formatted(expression));
  }

  /** Waits until an element's text contains another. */
  void awaitText(String selector, String text) {
    driver.executeAsyncScript(
        """
        const [selector, text, done] = arguments;
        const look = () => [...document.querySelectorAll(selector)]
            .some((each) => each.textContent.includes(text)) ? done() : setTimeout(look, 30);
        look();
        """,
        selector,
        text);
  }

  /**
   * Shows pages as somebody sees them who has asked for dark or light ones, in which nothing moves.
   */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** What has been written to the console since this was asked last. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
