package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.runtime.Crew;
import dev.weft.runtime.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever has work done is told of its lookups while they go on, and of no others. */
class LookupNewsTest extends LookupFixture {

  private final List<LookupNews> heard = new ArrayList<>();

  private LookupResult.Closest look() throws InterruptedException {
    return findNodes(PATIENT, 9);
  }

  @Test
  void aLookupIsToldOfFromItsBeginningToItsEnd() throws InterruptedException {
    knows(9, node(5));
    knows(5);
    LookupResult.Closest result = LookupNews.telling(heard::add, this::look);
    long id = heard.getFirst().id();
    assertThat(heard)
        .containsExactly(
            new LookupNews.Began(id, TARGET, false),
            new LookupNews.Went(id, result.trace().getFirst()),
            new LookupNews.Went(id, result.trace().getLast()),
            new LookupNews.Ended(id, Optional.of(result)));
    assertThat(id).isNotEqualTo(TraceId.NONE);
    assertThat(watched).as("the watcher is told, too").isEqualTo(result.trace());
  }

  @Test
  void lookupsOfAllKindsAreToldOf() throws InterruptedException {
    knows(9);
    Lookups lookups = lookups(PATIENT);
    LookupNews.telling(
        heard::add,
        () -> {
          findValue(PATIENT, TARGET, 9);
          lookups.approach(TARGET, nodes(9), LONG, _ -> {});
          return lookups.findNodesPatiently(TARGET, nodes(9), LONG);
        });
    assertThat(heard).hasSize(9).filteredOn(LookupNews.Went.class::isInstance).hasSize(3);
    assertThat(heard)
        .filteredOn(LookupNews.Began.class::isInstance)
        .extracting(news -> ((LookupNews.Began) news).value())
        .containsExactly(true, false, false);
  }

  @Test
  void aLookupThatFailsIsToldToBeOverWithoutAResult() {
    knows(9);
    Lookups lookups = lookups(PATIENT);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                LookupNews.telling(
                    heard::add,
                    () ->
                        lookups.findNodes(
                            TARGET,
                            nodes(9),
                            LONG,
                            _ -> {
                              throw new IllegalStateException();
                            })));
    assertThat(heard.getLast())
        .isEqualTo(new LookupNews.Ended(heard.getFirst().id(), Optional.empty()));
  }

  @Test
  void whatIsHandedOnIsToldOfAndWhatIsNotAskedForIsNot() throws InterruptedException {
    knows(9);
    Crew.Task plain = this::look;
    assertThat(LookupNews.handedOn(plain)).isSameAs(plain);
    Crew.Task handed = LookupNews.telling(heard::add, () -> LookupNews.handedOn(plain));
    look();
    assertThat(heard).isEmpty();
    handed.run();
    assertThat(heard).hasSize(3);
  }

  @Test
  void theListenerOfTheInnerWorkAloneIsTold() throws InterruptedException {
    knows(9);
    List<LookupNews> outer = new ArrayList<>();
    LookupNews.telling(outer::add, () -> LookupNews.telling(heard::add, this::look));
    assertThat(heard).hasSize(3);
    assertThat(outer).isEmpty();
  }
}
