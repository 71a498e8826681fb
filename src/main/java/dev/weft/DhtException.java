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
   * {@return the message and, in lines after it, what led to it, as far as that is known: who was
   * asked, what each said, why it ended} The message itself is one line.
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

    /**
     * A node could not be opened.
     *
     * @param message what is wrong, and what to do
     * @param cause what it came from
     */
    public CannotOpen(String message, Throwable cause) {
      super(message, cause);
    }

    /**
     * A node could not be opened.
     *
     * @param message what is wrong, and what to do
     */
    public CannotOpen(String message) {
      super(message);
    }
  }

  /** No other node could be reached: no seed answered, or nobody whom the operation asked. */
  public static final class NobodyAnswered extends DhtException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable LookupResult soFar;

    /**
     * Nobody answered, and no lookup was made.
     *
     * @param message who was asked
     */
    public NobodyAnswered(String message) {
      super(message);
      this.soFar = null;
    }

    /**
     * Nobody answered a lookup.
     *
     * @param message who was asked
     * @param soFar whom it asked, and why that came to nothing
     */
    public NobodyAnswered(String message, LookupResult soFar) {
      super(message);
      this.soFar = soFar;
    }

    /** {@return who was asked, and why that came to nothing; empty where no lookup was made} */
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

    /**
     * The time was over before the lookup was.
     *
     * @param message what was not done in time
     * @param soFar what the lookup had found by then
     */
    public TimedOut(String message, LookupResult soFar) {
      super(message);
      this.soFar = soFar;
    }

    /** {@return who had answered by then, and the trace} */
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

    /**
     * Too few keep an item.
     *
     * @param message how many, and how many had to
     * @param report who does, and who does not, and why
     */
    public NotStored(String message, SetReport report) {
      super(message);
      this.report = report;
    }

    /** {@return which nodes keep the item nevertheless, and why the others do not} */
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

    /**
     * Nobody keeps a record.
     *
     * @param message what was to be announced
     * @param report who would not keep it, and why
     */
    public NotAnnounced(String message, AnnounceReport report) {
      super(message);
      this.report = report;
    }

    /** {@return why nobody does} */
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

    /**
     * Another version is there.
     *
     * @param expected what was to be there
     * @param found what is
     */
    public NotAsExpected(Expected expected, Optional<Item> found) {
      super(
          "expected was %s, and there is %s"
              .formatted(expected, found.map(Item::toString).orElse("nothing")));
      this.found = found;
    }

    /** {@return the newest version that is there; empty if there is none} */
    public Optional<Item> found() {
      return found;
    }
  }

  /** The {@link Dht} has been closed. */
  public static final class Closed extends DhtException {
    private static final long serialVersionUID = 1L;

    /** The node has been closed. */
    public Closed() {
      super("this node has been closed");
    }
  }
}
