package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {

  private final Wire wire = new Wire(true);

  private static Contact contact(String name, int number) {
    return new Contact(Key.of(name), new Endpoint(number, name).address);
  }

  private static Item item() {
    return ContentItem.of(new byte[3], SimEnvironment.START);
  }

  @Test
  void contactsThatAreReadAreThoseThatAreThereAlready() {
    Contact known = contact("known", 1);
    wire.know(known);
    List<Contact> sent = List.of(contact("known", 1), contact("known", 2), contact("new", 3));
    List<Contact> read =
        ((Response.Nodes) wire.carry(new Response.Nodes(sent)).content()).contacts();
    assertThat(read).isEqualTo(sent).first().isSameAs(known);
  }

  @Test
  void itemsThatAreReadAreThoseThatAreThereAlready() {
    var stored = (Request.Store) wire.carry(new Request.Store(item())).content();
    var read = (Response.Values) wire.carry(new Response.Values(List.of(item()))).content();
    assertThat(read.items()).containsExactly(item()).first().isSameAs(stored.item());
  }

  @Test
  void withoutTheCodecMessagesArePassedAsTheyAre() {
    wire.know(contact("known", 1));
    Response response = new Response.Nodes(List.of(contact("known", 1)));
    assertThat(new Wire(false).carry(response)).isEqualTo(new Wire.Carried<>(response, 0));
    assertThat(new Wire(false).carry(response).content()).isSameAs(response);
  }
}
