package dev.weft.cli;

import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal for what nobody else should read there. */
@FunctionalInterface
interface Prompt {

  /**
   * Waits for a line.
   *
   * @return null if there is nobody to ask
   */
  char @Nullable [] ask(String question);
}
