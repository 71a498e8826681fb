package dev.weft.node;

import static dev.weft.item.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.lookup.LookupOptions;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.store.ProviderLimits;
import dev.weft.store.ProviderStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class ProviderSearchTest extends NodeFixture {

  private static final Key SELF = Key.of("self");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Contact HOLDER = World.contact(Key.of("holder"), 2);
  private static final Contact BEYOND = World.contact(Key.of("beyond"), 3);

  private static final NodeOptions SHORT_CALLS =
      new NodeOptions(
          new LookupOptions(20, 3, 12, Duration.ofSeconds(3), Duration.ofMillis(50)),
          Duration.ofHours(1),
          Duration.ofHours(24));

  private final RoutingActor routing = mock();
  private final Lookups lookups = mock();
  private final Transport transport = world.network.transport(World.contact(SELF, 1));
  private final ProviderStore store =
      new ProviderStore(environment, SELF, ProviderLimits.DEFAULTS, _ -> {});
  private final ProviderSearch search =
      new ProviderSearch(
          SHORT_CALLS.k(),
          placer(SHORT_CALLS, SELF, transport, routing, lookups),
          environment,
          transport,
          routing,
          lookups,
          store);
  private final List<Request.FindProviders> asked = new ArrayList<>();

  private Provider provider(int owner) {
    return new Provider(Records.of(owner, 1, environment.now().plusSeconds(3600)), false);
  }

  private List<Provider> providers(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(this::provider)
        .sorted(Comparator.comparing(Provider::owner))
        .toList();
  }

  /** Has a node give pages of so many records. */
  private void gives(Contact holder, List<Provider> all, int page) {
    answers(
        holder,
        after ->
            new Response.Providers(
                all.size(),
                all.stream().filter(one -> one.owner().compareTo(after) > 0).limit(page).toList(),
                List.of()));
  }

  /** What a node says to whoever asks for what comes after an owner. */
  @FunctionalInterface
  private interface Pages {
    Response after(Key owner);
  }

  private void answers(Contact holder, Pages pages) {
    world
        .network
        .transport(holder)
        .serve(
            (_, request) -> {
              Request.FindProviders find = (Request.FindProviders) request;
              asked.add(find);
              return pages.after(find.after().orElseThrow());
            });
  }

  private static Step step(Contact peer, int total, int given) {
    Step.Outcome some = new Step.Outcome.Providers(total, given, 0, 0);
    return new Step(peer, 1, 0, Duration.ZERO, Duration.ZERO, false, some);
  }

  private Gathering find(int limit, LookupResult.Crowd crowd, Step... trace)
      throws InterruptedException {
    when(lookups.findProviders(any(), any(), any(), any()))
        .thenReturn(
            new LookupResult.Closest(
                TOPIC,
                List.of(HOLDER),
                List.of(),
                true,
                Duration.ZERO,
                List.of(trace),
                List.of(),
                crowd));
    Gathering gathering = new Gathering(TOPIC, limit, _ -> {});
    search.find(TOPIC, gathering, TIMEOUT);
    return gathering;
  }

  private Gathering find(int limit, Step... trace) throws InterruptedException {
    return find(limit, new LookupResult.Crowd(0, List.of()), trace);
  }

  private static HashSet<Announcement> records(List<Provider> providers) {
    return new HashSet<>(providers.stream().map(Provider::announcement).toList());
  }

  @Test
  void whatThisNodeKeepsIsFoundWithoutAskingAnybody() throws InterruptedException {
    store.put(provider(1).announcement(), true, Optional.empty());
    assertThat(find(9).providers()).containsExactly(new Provider(provider(1).announcement(), true));
    assertThat(asked).isEmpty();
  }

  @Test
  void whoHasMoreThanItGaveIsAskedForAllPageByPage() throws InterruptedException {
    List<Provider> all = providers(0, 25);
    gives(HOLDER, all, 10);
    Gathering found = find(100, step(HOLDER, 25, 10));
    assertThat(records(found.providers())).isEqualTo(records(all));
    assertThat(asked)
        .extracting(one -> one.after().orElseThrow())
        .containsExactly(
            TOPIC.least(0), all.get(9).owner(), all.get(19).owner(), all.get(24).owner());
    assertThat(asked).allMatch(one -> one.topic().equals(TOPIC) && one.most() == 500);
  }

  @Test
  void nobodyIsAskedForMoreThanIsWantedOrHas() throws InterruptedException {
    gives(HOLDER, providers(0, 25), 10);
    assertThat(find(15, step(HOLDER, 25, 10)).providers()).hasSize(15);
    assertThat(asked).as("pages until there are enough").hasSize(2);
    asked.clear();
    Step nodes =
        new Step(HOLDER, 1, 0, Duration.ZERO, Duration.ZERO, false, new Step.Outcome.Nodes(1, 1));
    find(100, step(HOLDER, 10, 10), nodes);
    assertThat(asked).as("it gave all").isEmpty();
    find(100, step(BEYOND, 25, 10));
    assertThat(asked).as("it is not one of the closest").isEmpty();
  }

  @Test
  void whoIsBeyondACrowdIsAskedThoughNotInTheLookup() throws InterruptedException {
    List<Provider> all = providers(0, 5);
    gives(BEYOND, all, 10);
    Gathering found = find(100, new LookupResult.Crowd(20, List.of(BEYOND)), step(HOLDER, 3, 3));
    assertThat(records(found.providers())).isEqualTo(records(all));
  }

  @Test
  void aForgerIsAskedNoFurtherAndToldOf() throws InterruptedException {
    Provider forged = new Provider(Records.forged(provider(1).announcement()), false);
    answers(HOLDER, _ -> new Response.Providers(9, List.of(forged), List.of()));
    assertThat(find(100, step(HOLDER, 9, 1)).providers()).isEmpty();
    assertThat(asked).hasSize(1);
    verify(routing).misbehaved(any(), contains("forged"));
  }

  @Test
  void whoGivesTheSamePageAgainIsAskedNoFurther() throws InterruptedException {
    answers(HOLDER, _ -> new Response.Providers(9, List.of(provider(1)), List.of()));
    assertThat(find(100, step(HOLDER, 9, 1)).providers()).hasSize(1);
    assertThat(asked).hasSize(2);
    verify(routing, never()).misbehaved(any(), any());
  }

  @Test
  void noNodeIsAskedForMoreThanTwentyPages() throws InterruptedException {
    gives(HOLDER, providers(0, 30), 1);
    assertThat(find(100, step(HOLDER, 30, 1)).providers()).hasSize(20);
    assertThat(asked).hasSize(20);
  }

  @Test
  void whoHasNothingAnyMoreOrDoesNotAnswerHarmsNobody() throws InterruptedException {
    answers(HOLDER, _ -> new Response.Nodes(List.of()));
    gives(BEYOND, providers(0, 2), 10);
    LookupResult.Crowd crowd =
        new LookupResult.Crowd(20, List.of(BEYOND, World.contact(Key.of("dead"), 4)));
    assertThat(find(100, crowd, step(HOLDER, 9, 1)).providers()).hasSize(2);
  }

  @Test
  void nothingIsReadWhenTheTimeHasPassed() throws InterruptedException {
    Contact silent = World.contact(Key.of("silent"), 5);
    answers(silent, _ -> new Response.Nodes(List.of()));
    world.network.health(silent, Health.SILENT);
    when(lookups.findProviders(any(), any(), any(), any()))
        .thenAnswer(
            _ -> {
              environment.sleep(TIMEOUT.plusSeconds(1));
              return new LookupResult.Closest(
                  TOPIC, List.of(silent), List.of(), false, TIMEOUT, List.of(step(silent, 9, 1)));
            });
    long began = environment.nanoTime();
    search.find(TOPIC, new Gathering(TOPIC, 9, _ -> {}), TIMEOUT);
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(TIMEOUT.plusSeconds(1));
  }

  /** With whom a lookup begins. */
  private List<Contact> begun(int limit, List<Contact> known) throws InterruptedException {
    when(routing.startOf(TOPIC)).thenReturn(known);
    find(limit);
    ArgumentCaptor<Collection<Contact>> start = ArgumentCaptor.captor();
    verify(lookups, atLeastOnce()).findProviders(any(), start.capture(), any(), any());
    return List.copyOf(start.getValue());
  }

  @Test
  void whoWantsFewBeginsWithSomeOfTheClosestByChance() throws InterruptedException {
    List<Contact> known =
        IntStream.range(0, 60).mapToObj(i -> World.contact(Key.of("node " + i), i + 1)).toList();
    Set<Contact> first = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      List<Contact> begun = begun(Gathering.MOST_COPIES, known);
      assertThat(begun).hasSize(4 + 40).doesNotHaveDuplicates();
      assertThat(begun.subList(4, 44)).isEqualTo(known.subList(20, 60));
      first.addAll(begun.subList(0, 4));
    }
    assertThat(first).containsExactlyInAnyOrderElementsOf(known.subList(0, 20));
    assertThat(begun(Gathering.MOST_COPIES + 1, known)).as("who wants all").isEqualTo(known);
    List<Contact> few = known.subList(0, 39);
    assertThat(begun(1, few)).as("where few are known").isEqualTo(few);
  }
}
