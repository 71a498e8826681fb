package dev.weft.store;

import dev.weft.item.Provider;
import java.util.List;

/**
 * Some of the records that are kept under a topic. Immutable.
 *
 * @param total how many are kept
 * @param providers some of them
 */
public record ProviderSample(int total, List<Provider> providers) {

  /** Nothing is kept. */
  public static final ProviderSample NONE = new ProviderSample(0, List.of());

  /** Copies the records. */
  public ProviderSample {
    providers = List.copyOf(providers);
  }
}
