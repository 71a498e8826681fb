package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Habitat;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.routing.Notes;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The real world, but that it remembers the transports of its nodes, and so can tell what they have
 * sent. As large as what it has opened, so it serves for one round. Safe for use by any number of
 * threads.
 */
final class Loopback implements Habitat, Network {

  private final Habitat real;
  private final Queue<Transport> transports = new ConcurrentLinkedQueue<>();

  Loopback(Environment environment) {
    this.real = Habitat.real(environment);
  }

  @Override
  public Dht open(DhtConfig config) throws InterruptedException {
    return Dht.open(config, this);
  }

  @Override
  public long messages() {
    return transports.stream().mapToLong(one -> one.counts().framesOut()).sum();
  }

  @Override
  public int connections() {
    return transports.stream().mapToInt(one -> one.counts().connections()).sum();
  }

  @Override
  public Environment environment() {
    return real.environment();
  }

  @Override
  public Owner newIdentity(DhtConfig config) throws IOException {
    return real.newIdentity(config);
  }

  @Override
  public Notes notes(DhtConfig config) throws IOException {
    return real.notes(config);
  }

  @Override
  public Transport transport(Owner self, DhtConfig config) throws IOException {
    Transport transport = real.transport(self, config);
    transports.add(transport);
    return transport;
  }

  @Override
  public ItemStore store(Key self, DhtConfig config) throws IOException {
    return real.store(self, config);
  }
}
