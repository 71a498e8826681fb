package dev.weft;

import dev.weft.item.Item;
import dev.weft.lookup.LookupResult;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation of a {@link Dht} came to nothing, with what was achieved all the same: a closed
 * family, so that a {@code switch} over it is checked.
 */
public abstract sealed class DhtException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private DhtException(String message, Throwable cause) {
    super(message, cause);
  }

  private DhtException(String message) {
    super(message);
  }

  /**
   * The message and, in lines after it, what led to it, as far as that is known: who was asked,
   * what each said, why it ended. The message itself is one line.
   */
  public String explain() {
    return String.valueOf(getMessage());
  }

  /** The message, and lines after it. */
  final String messageAnd(Stream<String> lines) {
    return Stream.concat(Stream.of(String.valueOf(getMessage())), lines)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** The node could not be opened: a port in use, an unreadable data directory, and the like. */
  public static final class CannotOpen extends DhtException {
    private static final long serialVersionUID = 1L;

    public CannotOpen(String message, Throwable cause) {
      super(message, cause);
    }

    public CannotOpen(String message) {
      super(message);
    }
  }

  /** No other node could be reached: no seed answered, or nobody whom the operation asked. */
  public static final class NobodyAnswered extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable LookupResult soFar;

    public NobodyAnswered(String message) {
      super(message);
      this.soFar = null;
    }

    public NobodyAnswered(String message, LookupResult soFar) {
      super(message);
      this.soFar = soFar;
    }

    /** Who was asked, and why that came to nothing; empty where no lookup was made. */
    public Optional<LookupResult> soFar() {
      return Optional.ofNullable(soFar);
    }

    @Override
    public String explain() {
      return messageAnd(soFar().stream().map(LookupResult::explain));
    }
  }

  /** The time allowed for the operation passed before it was complete. */
  public static final class TimedOut extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient LookupResult soFar;

    public TimedOut(String message, LookupResult soFar) {
      super(message);
      this.soFar = soFar;
    }

    /** Who had answered by then, and the trace. */
    public LookupResult soFar() {
      return soFar;
    }

    @Override
    public String explain() {
      return messageAnd(Stream.of(soFar.explain()));
    }
  }

  /** Too few nodes keep the item, or a newer version of it is about. */
  public static final class NotStored extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient SetReport report;

    public NotStored(String message, SetReport report) {
      super(message);
      this.report = report;
    }

    /** Which nodes keep the item nevertheless, and why the others do not. */
    public SetReport report() {
      return report;
    }

    @Override
    public String explain() {
      return messageAnd(report.objections().stream());
    }
  }

  /** Nobody keeps the record that was announced. */
  public static final class NotAnnounced extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient AnnounceReport report;

    public NotAnnounced(String message, AnnounceReport report) {
      super(message);
      this.report = report;
    }

    /** Why nobody does. */
    public AnnounceReport report() {
      return report;
    }

    @Override
    public String explain() {
      return messageAnd(report.objections().stream());
    }
  }

  /** Another version is there than the one that was to be replaced. */
  public static final class NotAsExpected extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Item> found;

    public NotAsExpected(Expected expected, Optional<Item> found) {
      super(
          "expected was %s, and there is %s"
              .formatted(expected, found.map(Item::toString).orElse("nothing")));
      this.found = found;
    }

    /** The newest version that is there; empty if there is none. */
    public Optional<Item> found() {
      return found;
    }
  }

  /** The {@link Dht} has been closed. */
  public static final class Closed extends DhtException {
    private static final long serialVersionUID = 1L;

    public Closed() {
      super("this node has been closed");
    }
  }
}
