package dev.weft.cli;

import java.io.PrintStream;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a long command has come. Safe for use by any number of threads. */
sealed interface Progress extends AutoCloseable {

  /** One more is done. */
  void step();

  /**
   * So much is done.
   *
   * @param note is shown behind the bar
   */
  void to(long done, long total, Supplier<String> note);

  /** Wipes the bar away, so that a line can be printed; the bar comes back by itself. */
  void makeRoom();

  @Override
  void close();

  /** Shows nothing: there is no terminal, or the reader is a program. */
  record None() implements Progress {
    @Override
    public void step() {}

    @Override
    public void to(long done, long total, Supplier<String> note) {}

    @Override
    public void makeRoom() {}

    @Override
    public void close() {}
  }

  /**
   * A bar on a terminal, with rate and remaining time.
   *
   * @param bar draws itself on a thread of its own, which ends when it is closed
   */
  record Bar(ProgressBar bar, PrintStream terminal) implements Progress {

    private static final String WIPE = "\r\u001b[K";

    /**
     * Starts to draw.
     *
     * @param total how many steps there will be; -1 if that is unknown
     * @param speed whether to show how many steps are done in a second
     * @param width how many columns the terminal has
     */
    static Bar start(String task, long total, boolean speed, PrintStream terminal, int width) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(250)
              .setConsumer(new ConsoleProgressBarConsumer(terminal, width));
      return new Bar((speed ? builder.showSpeed() : builder).build(), terminal);
    }

    @Override
    public void step() {
      bar.step();
    }

    @Override
    public void to(long done, long total, Supplier<String> note) {
      bar.maxHint(total);
      bar.stepTo(done);
      bar.setExtraMessage(note.get());
    }

    @Override
    public void makeRoom() {
      terminal.print(WIPE);
      terminal.flush();
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
