package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.SetReport;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common: help, exit codes, one line per error, colours, the log. */
class WeftCommandTest {
  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
  }

  private int getFailsWith(Throwable failure) throws InterruptedException {
    doAnswer(
            call -> {
              throw failure;
            })
        .when(shell.dht)
        .get(any(), any(), any(), any());
    return shell.run("get", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"node", "set", "get", "load", "announce", "providers", "lookup", "whoami", "demo"})
  void everyCommandHasHelpWithTheExitCodes(String command) {
    assertThat(shell.run(command, "--help")).isZero();
    assertThat(shell.out())
        .startsWith("Usage: weft " + command)
        .contains("--json", "-v, --verbose", "    4   refused")
        .doesNotContain("\u001b");
  }

  @Test
  void helpNamesTheCommands() {
    assertThat(shell.run("--help")).isZero();
    assertThat(shell.out())
        .contains("Usage: weft", "node", "set", "get", "load", "lookup", "whoami", "demo");
  }

  @Test
  void helpIsTheSameWhetherTheCommandsAreMadeOrNot() throws IOException {
    shell.run("--help");
    String help = shell.out();
    shell.out.reset();
    Path file = Files.writeString(home.resolve("words"), "--help");
    shell.run("@" + file);
    assertThat(shell.out()).isEqualTo(help);
  }

  @Test
  void argumentsMayComeFromAFile() throws IOException {
    Path file = Files.writeString(home.resolve("words"), "whoami --json");
    assertThat(shell.run("@" + file)).isZero();
    assertThat(shell.out()).startsWith("{");
  }

  @Test
  void theCompletionKnowsTheOptionsOfEveryCommand() {
    assertThat(shell.run("generate-completion")).isZero();
    assertThat(shell.out())
        .contains("function _picocli_weft_get()", "function _picocli_weft_identity_export()")
        .contains("'--if-version'", "'--whois'", "'--report'");
  }

  @Test
  void tellsItsVersion() {
    assertThat(shell.run("--version")).isZero();
    assertThat(shell.out()).startsWith("weft ");
  }

  @Test
  void coloursAreForTerminalsWhereNobodyMinds() {
    shell.terminal = true;
    shell.run("--help");
    assertThat(shell.out()).contains("\u001b[");
    shell.out.reset();
    shell.variables.put("NO_COLOR", "1");
    shell.run("--help");
    assertThat(shell.out()).doesNotContain("\u001b");
  }

  @Test
  void withoutACommandThereIsNothingToDo() {
    assertThat(shell.run()).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines()).containsExactly("weft: which command? (see: weft --help)");
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(shell.run("frobnicate")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: Unmatched argument at index 0: 'frobnicate' (see: weft --help)");
  }

  @Test
  void nobodyAndTooLateAreTheNetworksFault() throws InterruptedException {
    assertThat(getFailsWith(new DhtException.NobodyAnswered("nobody answered")))
        .isEqualTo(ExitCode.NETWORK);
    var soFar =
        new LookupResult.Closest(
            Key.of("a"), List.of(), List.of(), false, Duration.ZERO, List.of());
    assertThat(getFailsWith(new DhtException.TimedOut("too late", soFar)))
        .isEqualTo(ExitCode.NETWORK);
    assertThat(shell.err().lines()).containsExactly("weft: nobody answered", "weft: too late");
  }

  @Test
  void notStoredIsARefusalOnlyIfSomebodyRefused() {
    SetReport refused = Shell.refused(Shell.content("x"));
    assertThat(Failures.code(new DhtException.NotStored("no", refused)))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(Failures.code(new DhtException.NotStored("no", Shell.stored(Shell.content("x")))))
        .isEqualTo(ExitCode.NETWORK);
    var newer =
        new SetReport(
            Shell.content("x"),
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(Shell.content("y")),
            1,
            Duration.ZERO);
    assertThat(Failures.code(new DhtException.NotStored("no", newer))).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void faultsSayWhereToLearnMore() throws InterruptedException {
    assertThat(getFailsWith(new IllegalStateException("oops"))).isEqualTo(ExitCode.FAULT);
    assertThat(getFailsWith(new DhtException.Closed())).isEqualTo(ExitCode.FAULT);
    assertThat(shell.err().lines())
        .containsExactly(
            "weft: a fault in Weft, of which -v tells more: java.lang.IllegalStateException: oops",
            "weft: this node has been closed");
  }

  @Test
  void verboseShowsTheStackTrace() throws InterruptedException {
    when(shell.dht.get(any(), any(), any(), any()))
        .thenThrow(new DhtException.NobodyAnswered("nobody answered"));
    assertThat(shell.run("get", "-v", "a")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.err())
        .startsWith("weft: nobody answered")
        .contains("\tat dev.weft.cli.WeftCommandTest");
  }

  @Test
  void filesAreNamed() throws InterruptedException {
    getFailsWith(new AccessDeniedException("/secret"));
    getFailsWith(new FileAlreadyExistsException("/file"));
    getFailsWith(new IOException());
    assertThat(getFailsWith(new UncheckedIOException(new IOException("the disk\nis full"))))
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly(
            "weft: no permission for /secret",
            "weft: /file is no directory",
            "weft: java.io.IOException",
            "weft: the disk is full");
  }

  @Test
  void anInterruptEndsWithTheShellsCode() throws InterruptedException {
    assertThat(getFailsWith(new InterruptedException())).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(shell.err().lines()).containsExactly("weft: interrupted");
  }

  @Test
  void theLogIsQuietUnlessAskedAndLeavesTheUsersSettings() {
    shell.properties.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "HH");
    shell.run("whoami");
    assertThat(shell.properties)
        .containsEntry("org.slf4j.simpleLogger.defaultLogLevel", "warn")
        .containsEntry("org.slf4j.simpleLogger.logFile", "System.err")
        .containsEntry("org.slf4j.simpleLogger.dateTimeFormat", "HH");
  }

  @Test
  void verboseMakesTheLogTalk() {
    shell.run("whoami", "--verbose");
    assertThat(shell.properties).containsEntry("org.slf4j.simpleLogger.defaultLogLevel", "debug");
  }

  @Test
  void argumentsThatTheLocaleHasGarbledAreNotStored() {
    shell.properties.setProperty("sun.jnu.encoding", "ANSI_X3.4-1968");
    assertThat(shell.run("whoami", "--data", home.toString())).isZero();
    assertThat(shell.run("set", "caf\uFFFD\uFFFD", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("set LC_ALL=C.UTF-8");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void aConsoleIsATerminalOnlyIfItSaysSo() {
    var console = mock(Console.class);
    assertThat(Surroundings.isTerminal(null)).isFalse();
    assertThat(Surroundings.isTerminal(console)).isFalse();
    when(console.isTerminal()).thenReturn(true);
    assertThat(Surroundings.isTerminal(console)).isTrue();
  }

  @Test
  void aConsoleIsAskedWhereThereIsOne() {
    var console = mock(Console.class);
    when(console.readPassword("%s", "who?")).thenReturn(new char[] {'I'});
    assertThat(Surroundings.prompt(console).ask("who?")).containsExactly('I');
    assertThat(Surroundings.prompt(null).ask("who?")).isNull();
  }
}
