package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mockStatic;

import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.ItemException.Flaw;
import dev.weft.item.NamedItem;
import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a liar of each kind does. */
class LieTest {

  private static final Key KEY = Key.of("wanted");
  private static final Caller CALLER = Caller.client(Key.of("caller"));
  private static final NamedItem NAMED =
      NamedItem.sign(
          Identity.fromSecret(new byte[32]),
          "name",
          new byte[] {1},
          1,
          SimEnvironment.START.plus(Duration.ofDays(1)));
  private static final ContentItem CONTENT =
      ContentItem.of(new byte[] {1, 2}, SimEnvironment.START);

  private final SimEnvironment world = new SimEnvironment(1);

  @AfterEach
  void end() {
    world.close();
  }

  private Response ask(Lie lie, Request request, Response honest) throws InterruptedException {
    return lie.over((from, asked) -> honest, world, List.of()).handle(CALLER, request);
  }

  private Item forged(Item item) throws InterruptedException {
    Response answer =
        ask(
            Lie.FORGED_ITEMS,
            new Request.FindValue(item.key()),
            new Response.Values(List.of(item)));
    return ((Response.Values) answer).items().getFirst();
  }

  @Test
  void aForgedNamedItemHasTheRightKeyAndTheWrongSignature() throws InterruptedException {
    Item forged = forged(NAMED);
    assertThat(forged.key()).isEqualTo(NAMED.key());
    assertThatThrownBy(forged::verify).isInstanceOf(ItemException.class);
  }

  @Test
  void soHasAForgedItemOfTheDrogulus() throws InterruptedException {
    var owner = RsaIdentity.generate(RsaIdentity.MIN_BITS, new SeededRandom(world.random()));
    Item item = DrogulusItem.sign(owner, "name", JsonValue.of("value"), 1, 0);
    Item forged = forged(item);
    assertThat(forged.key()).isEqualTo(item.key());
    assertThat(forged.text()).isNotEqualTo(item.text());
    assertThatThrownBy(forged::verify).isInstanceOf(ItemException.class);
  }

  @Test
  void aForgedContentItemIsOfAnotherKey() throws InterruptedException {
    assertThat(forged(CONTENT).key()).isNotEqualTo(CONTENT.key());
  }

  @Test
  void aForgedRecordIsOfTheSameOwnerAndHasTheWrongSignature() throws InterruptedException {
    Provider honest = new Provider(Records.of(1, 1, SimEnvironment.START), true);
    Response.Providers answer =
        (Response.Providers)
            ask(
                Lie.FORGED_ITEMS,
                new Request.FindProviders(Records.TOPIC, 5),
                new Response.Providers(3, List.of(honest), List.of()));
    assertThat(answer.total()).isEqualTo(3);
    Provider forged = answer.providers().getFirst();
    assertThat(forged.owner()).isEqualTo(honest.owner());
    assertThat(forged.checked()).isTrue();
    assertThatThrownBy(forged.announcement()::verify).isInstanceOf(ItemException.class);
  }

  @Test
  void whoNamesNodesDoesSoWhereProvidersAreLookedForAndKeepsToItsLieWhenAnnouncedTo()
      throws InterruptedException {
    Request find = new Request.FindProviders(KEY, 5);
    Request announce = new Request.Announce(Records.of(1, 1, SimEnvironment.START));
    Response no = new Response.Refused(RefusalCode.FULL, "no");
    assertThat(named(ask(Lie.FLOOD, find, no))).hasSize(1_000);
    assertThat(named(ask(Lie.WRONG_NODES, find, no))).hasSize(20);
    assertThat(named(ask(Lie.COLLUSION, find, no))).isEmpty();
    assertThat(ask(Lie.FLOOD, announce, no)).isSameAs(no);
    assertThat(ask(Lie.COLLUSION, announce, no)).isEqualTo(new Response.Stored());
  }

  @Test
  void aRecordThatCannotBeForgedIsAFaultOfTheProgram() {
    Provider provider = new Provider(Records.of(1, 1, SimEnvironment.START), true);
    try (var reading = mockStatic(Announcement.class)) {
      reading
          .when(() -> Announcement.read(any()))
          .thenThrow(new ItemException(Flaw.MALFORMED, "cut short"));
      assertThatThrownBy(
              () ->
                  ask(
                      Lie.FORGED_ITEMS,
                      new Request.FindProviders(KEY, 5),
                      new Response.Providers(1, List.of(provider), List.of())))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aForgerWhoHoldsNothingAnswersHonestly() throws InterruptedException {
    Response honest = new Response.Nodes(List.of());
    assertThat(ask(Lie.FORGED_ITEMS, new Request.FindValue(KEY), honest)).isSameAs(honest);
  }

  @Test
  void wrongNodesAreCloserThanAnybodyAndDoNotExist() throws InterruptedException {
    for (Request request : List.of(new Request.FindNode(KEY), new Request.FindValue(KEY))) {
      List<Contact> named = named(ask(Lie.WRONG_NODES, request, new Response.Pong()));
      assertThat(named)
          .hasSize(20)
          .allMatch(contact -> contact.key().commonPrefix(KEY) >= 40)
          .allMatch(contact -> isNobodys(contact));
    }
  }

  @Test
  void aFloodNamesAThousandThatDoNotExist() throws InterruptedException {
    for (Request request : List.of(new Request.FindNode(KEY), new Request.FindValue(KEY))) {
      List<Contact> named = named(ask(Lie.FLOOD, request, new Response.Pong()));
      assertThat(new HashSet<>(named)).hasSize(1_000).allMatch(contact -> isNobodys(contact));
    }
  }

  private static List<Contact> named(Response answer) {
    return ((Response.Nodes) answer).contacts();
  }

  /** Beyond the address of the last of a million nodes. */
  private static boolean isNobodys(Contact contact) {
    byte[] address = contact.address().getAddress().getAddress();
    return address[0] == 10 && address[1] >= SimNetwork.MOST_NODES >> 16;
  }

  @Test
  void silenceLastsLongerThanAnybodyWaitsButNotForEver() throws InterruptedException {
    Handler silent = Lie.SILENCE.over((from, asked) -> new Response.Pong(), world, List.of());
    world.run(
        () -> {
          assertThatThrownBy(() -> silent.handle(CALLER, new Request.Ping()))
              .isInstanceOf(InterruptedException.class);
          assertThat(Duration.ofNanos(world.nanoTime())).isEqualTo(Duration.ofMinutes(1));
        });
    world.close();
  }

  @Test
  void nobodyLiesOfWhatChanges() throws InterruptedException {
    Request watch = new Request.Watch(KEY, false, Cursor.NONE, Duration.ofSeconds(1));
    Response honest = new Response.Unchanged();
    for (Lie lie : List.of(Lie.WRONG_NODES, Lie.FLOOD, Lie.COLLUSION, Lie.FORGED_ITEMS)) {
      assertThat(ask(lie, watch, honest)).as("%s", lie).isSameAs(honest);
    }
  }

  @Test
  void whoColludesNamesTheClosestOfThoseThatDoAndKeepsNothing() throws InterruptedException {
    List<Contact> gang = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      gang.add(new Contact(Key.of("liar " + i), new Endpoint(i, "liar").address));
    }
    gang.add(new Contact(CALLER.key(), new Endpoint(30, "caller").address));
    List<Contact> closest =
        gang.subList(0, 30).stream()
            .sorted(Comparator.comparing(Contact::key, KEY.byDistance()))
            .limit(20)
            .toList();
    Handler liar = Lie.COLLUSION.over((from, asked) -> new Response.Pong(), world, gang);
    for (Request request : List.of(new Request.FindNode(KEY), new Request.FindValue(KEY))) {
      assertThat(named(liar.handle(CALLER, request))).isEqualTo(closest);
    }
    assertThat(liar.handle(CALLER, new Request.Store(NAMED))).isEqualTo(new Response.Stored());
    assertThat(liar.handle(CALLER, new Request.Ping())).isEqualTo(new Response.Pong());
    assertThat(liar.handle(CALLER, new Request.Leave())).isEqualTo(new Response.Pong());
    assertThat(Lie.ALONE).doesNotContain(Lie.COLLUSION).hasSize(Lie.values().length - 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Lie.class,
      names = {"FORGED_ITEMS", "WRONG_NODES", "FLOOD"})
  void liarsStoreAndAnswerPingsLikeHonestNodes(Lie lie) throws InterruptedException {
    assertThat(ask(lie, new Request.Ping(), new Response.Pong())).isEqualTo(new Response.Pong());
    assertThat(ask(lie, new Request.Leave(), new Response.Pong())).isEqualTo(new Response.Pong());
    assertThat(ask(lie, new Request.Store(NAMED), new Response.Stored()))
        .isEqualTo(new Response.Stored());
  }

  @Test
  void anItemThatCannotBeForgedIsAFaultOfTheProgram() {
    try (var codec = mockStatic(ItemCodec.class)) {
      codec.when(() -> ItemCodec.encode(any())).thenReturn(new byte[1]);
      codec
          .when(() -> ItemCodec.read(any()))
          .thenThrow(new ItemException(Flaw.MALFORMED, "cut short"));
      assertThatThrownBy(() -> forged(NAMED)).isInstanceOf(IllegalStateException.class);
    }
  }
}
