package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.Expected;
import dev.weft.Freshness;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items are set and got as HTTP has it. */
class ItemRoutesTest extends RoutesFixture {

  private final NamedItem item = named("home/ntoll", "Towcester", 7);
  private final String tag = ETags.of(item);
  private final String path = "/v1/items/" + ALICE.key() + "/home/ntoll";

  @BeforeEach
  void itemsCanBeStoredAndAreThere() throws InterruptedException {
    when(dht.set(any(), any(byte[].class), any(), any())).thenReturn(stored(item));
    when(dht.set(any(), any(byte[].class), any(Expected.class), any(), any()))
        .thenReturn(stored(item));
    when(dht.get(ALICE.key(), "home/ntoll", Freshness.FIRST, TIMEOUT))
        .thenReturn(Optional.of(item));
    when(dht.get(ALICE.key(), "home/ntoll", Freshness.NEWEST, TIMEOUT))
        .thenReturn(Optional.of(item));
  }

  @Test
  void aValueIsSetWithItsTimeToLive() throws Exception {
    Answer answer = answer(Calls.put("/v1/items/home/ntoll?ttl=60", "Towcester"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("Location", path).containsEntry("ETag", tag);
    assertThat(Calls.json(answer)).containsEntry("name", "home/ntoll");
    verify(dht).set("home/ntoll", "Towcester".getBytes(UTF_8), Duration.ofSeconds(60), TIMEOUT);
    answer(Calls.put("/v1/items/home%20ntoll", ""));
    verify(dht).set("home ntoll", new byte[0], DAY, TIMEOUT);
  }

  @Test
  void whatWasHeldHereIsReplacedUnlessItWasDeleted() {
    when(dht.held(item.key()))
        .thenReturn(Optional.of(item))
        .thenReturn(Optional.of(NamedItem.tombstone(ALICE, "home/ntoll", 8, LATER)));
    assertThat(answer(Calls.put("/v1/items/home/ntoll", "x")).status()).isEqualTo(200);
    assertThat(answer(Calls.put("/v1/items/home/ntoll", "x")).status()).isEqualTo(201);
  }

  @Test
  void aTimeToLiveIsFromASecondToThirtyDays() {
    for (String ttl : new String[] {"0", "2592001", "soon", ""}) {
      assertThat(answer(Calls.put("/v1/items/x?ttl=" + ttl, "x")).status()).as(ttl).isEqualTo(400);
    }
  }

  @Test
  void whatTheNetworkHoldsToBeImpossibleIsTheCallersFault() throws Exception {
    when(dht.set(any(), any(byte[].class), any(), any()))
        .thenThrow(new IllegalArgumentException("the name has 2000 bytes"));
    Answer answer = answer(Calls.put("/v1/items/x", "x"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Calls.json(answer)).containsEntry("detail", "the name has 2000 bytes");
    byte[] large = new byte[Item.MAX_VALUE_BYTES + 1];
    assertThat(answer(Calls.of("PUT", "/v1/items/x", large)).status()).isEqualTo(413);
  }

  private void verifyExpected(Expected expected) throws InterruptedException {
    verify(dht).set(eq("home/ntoll"), any(byte[].class), eq(expected), eq(DAY), eq(TIMEOUT));
  }

  @Test
  void ifNoneMatchOfAnySetsOnlyWhereThereIsNone() throws Exception {
    Answer answer = answer(Calls.put("/v1/items/home/ntoll", "x", "if-none-match", " * "));
    assertThat(answer.status()).isEqualTo(201);
    verifyExpected(Expected.absent());
  }

  @Test
  void ifMatchSetsOnlyInThePlaceOfThatVersion() throws Exception {
    assertThat(answer(Calls.put("/v1/items/home/ntoll", "x", "if-match", tag)).status())
        .isEqualTo(200);
    verifyExpected(Expected.version(7));
    Answer other = answer(Calls.put("/v1/items/home/ntoll", "x", "if-match", "\"6.x\""));
    assertThat(other.status()).isEqualTo(412);
    assertThat(Calls.json(other)).containsKey("found");
    Answer absent = answer(Calls.put("/v1/items/absent", "x", "if-match", "*"));
    assertThat(absent.status()).isEqualTo(412);
    assertThat(Calls.json(absent)).doesNotContainKey("found");
  }

  @Test
  void ifNoneMatchSetsInThePlaceOfAnyOtherVersion() throws Exception {
    assertThat(answer(Calls.put("/v1/items/home/ntoll", "x", "if-none-match", tag)).status())
        .isEqualTo(412);
    assertThat(answer(Calls.put("/v1/items/home/ntoll", "x", "if-none-match", "\"1\"")).status())
        .isEqualTo(200);
    verifyExpected(Expected.version(7));
  }

  @Test
  void aValueIsGotAsItIsWithItsTagAndForHowLongItMayBeKept() {
    Answer answer = answer(Calls.get(path));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Calls.text(answer)).isEqualTo("Towcester");
    assertThat(answer.headers())
        .containsEntry("ETag", tag)
        .containsEntry("Content-Type", "application/octet-stream")
        .containsEntry("Cache-Control", "max-age=60")
        .containsEntry("Weft-Expires", LATER.toString());
    assertThat(answer(Calls.get(path + "?newest")).headers())
        .containsEntry("Cache-Control", "no-cache");
    assertThat(answer(Calls.get(path + "?newest=false")).headers())
        .containsEntry("Cache-Control", "max-age=60");
  }

  @Test
  void whoeverHasTheVersionIsToldSoAndNoMore() {
    Answer answer = answer(Calls.get(path, "if-none-match", tag));
    assertThat(answer.status()).isEqualTo(304);
    assertThat(Calls.text(answer)).isEmpty();
    assertThat(answer.headers()).containsEntry("ETag", tag).containsKey("Cache-Control");
    assertThat(answer(Calls.get(path, "if-none-match", "\"6\"")).status()).isEqualTo(200);
  }

  @Test
  void whoeverWantsJsonGetsTheItemWithItsValue() {
    assertThat(Calls.json(answer(Calls.get(path, "accept", "application/json"))))
        .containsEntry("text", "Towcester")
        .containsEntry("version", 7);
    assertThat(Calls.text(answer(Calls.get(path, "accept", "*/*")))).isEqualTo("Towcester");
  }

  @Test
  void whatIsNotThereIsNotFoundAndWhatIsNoKeyIsABadRequest() throws Exception {
    when(dht.get(any(Key.class), any(), any(), any())).thenReturn(Optional.<OwnedItem>empty());
    assertThat(answer(Calls.get(path)).status()).isEqualTo(404);
    assertThat(answer(Calls.get("/v1/items/alice/home")).status()).isEqualTo(400);
    when(dht.get(any(Key.class))).thenReturn(Optional.empty());
    assertThat(answer(Calls.get("/v1/content/" + item.key())).status()).isEqualTo(404);
  }

  @Test
  void contentIsPutAndGotByItsKeyAndNeverChanges() throws Exception {
    ContentItem content = ContentItem.of("x".getBytes(UTF_8), NOW.plusSeconds(90));
    when(dht.put(any(byte[].class), any(), any())).thenReturn(stored(content));
    when(dht.get(content.key())).thenReturn(Optional.of(content));
    Answer put = answer(Calls.put("/v1/content?ttl=9", "x"));
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.headers()).containsEntry("Location", "/v1/content/" + content.key());
    verify(dht).put("x".getBytes(UTF_8), Duration.ofSeconds(9), TIMEOUT);
    assertThat(answer(Calls.get("/v1/content/" + content.key())).headers())
        .containsEntry("Cache-Control", "max-age=90, immutable");
    when(dht.held(content.key())).thenReturn(Optional.of(content));
    assertThat(answer(Calls.put("/v1/content", "x")).status()).isEqualTo(200);
  }

  private Answer post(byte[] body, String type) {
    return answer(Calls.of("POST", "/v1/items", body, "content-type", type));
  }

  private static String json(NamedItem item) {
    Base64.Encoder base64 = Base64.getEncoder();
    return """
    {"kind":"%s","publicKey":"%s","name":"%s","version":%d,"expires":"%s","value":"%s",
    "signature":"%s"}
    """
        .formatted(
            item.isTombstone() ? "tombstone" : "named",
            base64.encodeToString(item.publicKey()),
            item.name(),
            item.version(),
            item.expires(),
            base64.encodeToString(item.value()),
            base64.encodeToString(item.signature()));
  }

  @Test
  void anItemThatTheClientHasSignedIsStoredInEitherForm() throws Exception {
    when(dht.store(any(), any())).thenAnswer(call -> stored(call.getArgument(0)));
    Answer answer = post(ItemCodec.encode(item), "application/octet-stream");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("Location", path);
    verify(dht).store(item, TIMEOUT);

    NamedItem other = named("other", "y", 8);
    assertThat(post(json(other).getBytes(UTF_8), "application/json; charset=utf-8").status())
        .isEqualTo(201);
    verify(dht).store(other, TIMEOUT);
    NamedItem tombstone = NamedItem.tombstone(ALICE, "other", 9, LATER);
    post(json(tombstone).getBytes(UTF_8), "application/json");
    verify(dht).store(tombstone, TIMEOUT);

    ContentItem content = ContentItem.of(new byte[1], LATER);
    when(dht.held(content.key())).thenReturn(Optional.of(content));
    Answer held = post(ItemCodec.encode(content), "application/octet-stream");
    assertThat(held.status()).isEqualTo(200);
    assertThat(held.headers()).containsEntry("Location", "/v1/content/" + content.key());
  }

  @Test
  void whatIsNoItemIsRefused() throws Exception {
    when(dht.store(any(), any())).thenThrow(new IllegalArgumentException("forged"));
    assertThat(post(ItemCodec.encode(item), "application/octet-stream").status()).isEqualTo(422);
    assertThat(post(new byte[] {9}, "application/octet-stream").status()).isEqualTo(400);
    assertThat(post(new byte[1], "text/plain").status()).isEqualTo(415);
    assertThat(answer(Calls.of("POST", "/v1/items", new byte[1])).status()).isEqualTo(415);
    String good = json(item);
    for (String bad :
        new String[] {
          "[",
          "{}",
          good.replace("\"version\":7", "\"version\":\"x\""),
          good.replace("\"expires\":\"2", "\"expires\":\"x"),
          good.replaceFirst("\"signature\":\"....", "\"signature\":\""),
          good.replaceFirst("\"value\":\"....", "\"value\":\"!"),
          good.replace("home/ntoll", "x".repeat(Item.MAX_NAME_BYTES + 1))
        }) {
      assertThat(post(bad.getBytes(UTF_8), "application/json").status()).as(bad).isEqualTo(400);
    }
    assertThat(ItemCodec.read(ByteBuffer.wrap(ItemCodec.encode(item)))).isEqualTo(item);
  }
}
