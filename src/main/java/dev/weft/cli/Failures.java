package dev.weft.cli;

import dev.weft.DhtException;
import dev.weft.DhtException.CannotOpen;
import dev.weft.DhtException.Closed;
import dev.weft.DhtException.NobodyAnswered;
import dev.weft.DhtException.NotAnnounced;
import dev.weft.DhtException.NotAsExpected;
import dev.weft.DhtException.NotStored;
import dev.weft.DhtException.TimedOut;
import dev.weft.SetReport;
import dev.weft.text.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Confined to the main thread: turns whatever ended a command into one line on standard error and
 * an exit code; with {@code -v} what led to it and the stack trace follow.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Surroundings surroundings;

  Failures(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    return usage(Objects.requireNonNullElse(e.getMessage(), "usage"), e.getCommandLine());
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    int code =
        switch (e) {
          case Failure failure when failure.code() == ExitCode.USAGE ->
              usage(String.valueOf(failure.getMessage()), command);
          case Failure failure -> say(failure.code(), String.valueOf(failure.getMessage()));
          case DhtException failure -> say(code(failure), String.valueOf(failure.getMessage()));
          case InterruptedException interrupt -> say(ExitCode.INTERRUPTED, "interrupted");
          case UncheckedIOException wrapped ->
              say(ExitCode.USAGE, describe(Objects.requireNonNull(wrapped.getCause())));
          case IOException failure -> say(ExitCode.USAGE, describe(failure));
          default -> say(ExitCode.FAULT, "a fault in Weft, of which -v tells more: " + e);
        };
    if (OutputOptions.isVerbose(parsed)) {
      if (e instanceof DhtException failure) {
        surroundings.note(failure.explain());
      }
      e.printStackTrace(surroundings.err());
    }
    return code;
  }

  /** What the program's user can do about a failure decides on its code. */
  static int code(DhtException failure) {
    return switch (failure) {
      case CannotOpen cannotOpen -> ExitCode.USAGE;
      case NobodyAnswered nobody -> ExitCode.NETWORK;
      case TimedOut late -> ExitCode.NETWORK;
      case NotStored notStored ->
          wasRefused(notStored.report()) ? ExitCode.REFUSED : ExitCode.NETWORK;
      case NotAsExpected other -> ExitCode.REFUSED;
      case NotAnnounced nobody ->
          nobody.report().refused().isEmpty() ? ExitCode.NETWORK : ExitCode.REFUSED;
      case Closed closed -> ExitCode.FAULT;
    };
  }

  private static boolean wasRefused(SetReport report) {
    return !report.refused().isEmpty() || report.newer().isPresent();
  }

  /** The file system's exceptions often carry nothing but the name of the file. */
  static String describe(IOException e) {
    return switch (e) {
      case NoSuchFileException absent -> "there is no file " + absent.getFile();
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException file -> file.getFile() + " is no directory";
      default -> Objects.requireNonNullElse(e.getMessage(), e.toString());
    };
  }

  private int usage(String line, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    return say(ExitCode.USAGE, line + " (see: " + name + " --help)");
  }

  private int say(int code, String line) {
    surroundings.note("weft: " + Words.oneLine(line));
    return code;
  }
}
