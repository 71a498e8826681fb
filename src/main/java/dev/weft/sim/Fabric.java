package dev.weft.sim;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Reach;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.sim.Parcel.Carried;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Carries messages between transports, as late and as unreliably as it is told. Confined to the
 * scheduler's thread.
 *
 * <p>A call of an address where nobody listens fails after one round trip; one that is lost, or cut
 * off, or meant for a machine that is gone, fails when the caller's patience ends. Connections are
 * not simulated: the first call of a peer takes no longer than the next.
 */
final class Fabric {

  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Latency latency;
  private final Wire wire;
  private final Faults faults = new Faults();
  private final Map<InetSocketAddress, Endpoint> endpoints = new HashMap<>();
  private final Set<Contact> accomplices = new LinkedHashSet<>();
  private final Meter meter;
  private final Endpoint nobody = new Endpoint(SimNetwork.MOST_NODES, "nobody");
  private int underWay;
  private int moves;

  Fabric(Scheduler scheduler, RandomGenerator random, Latency latency, Wire wire) {
    this.scheduler = scheduler;
    this.random = random;
    this.latency = latency;
    this.wire = wire;
    this.meter = new Meter(scheduler, this::name);
    nobody.gone(true);
  }

  private String name(Contact contact) {
    Endpoint endpoint = endpoints.get(contact.address());
    return endpoint == null ? contact.toString() : endpoint.name;
  }

  Faults faults() {
    return faults;
  }

  /** The nodes that collude. */
  Set<Contact> accomplices() {
    return accomplices;
  }

  /** Counts and shows what is sent. */
  Meter meter() {
    return meter;
  }

  /** How many messages are under way. */
  int underWay() {
    return underWay;
  }

  /** Connects an endpoint. */
  void plug(Endpoint endpoint) {
    endpoints.put(endpoint.address, endpoint);
  }

  /** Connects an endpoint elsewhere, at an address that nobody had before. */
  void move(Endpoint endpoint) {
    endpoints.remove(endpoint.address);
    int number = SimNetwork.MOST_NODES + ++moves;
    boolean internet = Reach.of(endpoint.address.getAddress()) == Reach.PUBLIC;
    endpoint.address = internet ? Endpoint.onTheInternet(number) : Endpoint.inPrivate(number);
    plug(endpoint);
  }

  /** Who is at an address; somebody who is gone, where nobody ever was. */
  Endpoint at(InetSocketAddress address) {
    return endpoints.getOrDefault(address, nobody);
  }

  /**
   * Sends what belongs to a connection on its way. It is lost, or late, as a message is; from a
   * machine that is gone, or to it, nothing arrives.
   *
   * @param notBefore when it arrives at the earliest
   * @return when it arrives, or, where it does not, may what comes after it
   */
  long post(Endpoint from, Endpoint to, long notBefore, Runnable arrival) {
    if (isLost(from, to)) {
      return notBefore;
    }
    return travel(
        from,
        to,
        notBefore,
        () -> {
          if (!from.isGone() && !to.isGone()) {
            arrival.run();
          }
        });
  }

  /** Sends a request on its way; what comes of it is told to the reply, if anything does. */
  void ask(Endpoint from, Caller self, Contact to, Request request, Consumer<Outcome> reply) {
    Parcel<Request> parcel = wire.carry(request);
    MessageKind kind = MessageKind.of(request);
    Endpoint target = endpoints.get(to.address());
    if (target == null || target.isShielded()) {
      lose(kind, from.name, to.toString(), parcel);
      return;
    }
    Consumer<Request> arrival = read -> arrive(from, self, target, to, read, reply);
    send(from, target, kind, parcel, arrival);
    if (random.nextDouble() < faults.duplicates()) {
      send(from, target, kind, parcel, arrival);
    }
  }

  private void arrive(
      Endpoint from,
      Caller self,
      Endpoint target,
      Contact to,
      Request request,
      Consumer<Outcome> reply) {
    SimTransport there = target.listener();
    if (there == null) {
      fail(target, from, new RpcException.Unreachable("nobody listens at " + to), reply);
    } else if (!there.is(to)) {
      fail(target, from, new RpcException.Unreachable("the node there is not " + to), reply);
    } else {
      there.receive(
          self,
          request,
          answer -> answer(target, from, answer, reply),
          () -> fail(target, from, new RpcException.Unreachable(to + " has stopped"), reply));
    }
  }

  /** Asks who listens at an address; what comes of it is told to the reply, if anything does. */
  void meet(Endpoint from, InetSocketAddress address, Consumer<Outcome> reply) {
    Endpoint target = endpoints.get(address);
    Parcel<String> hello = Parcel.asIs("");
    if (target == null || target.isShielded()) {
      lose(MessageKind.HELLO, from.name, address.toString(), hello);
      return;
    }
    Consumer<String> arrival =
        _ -> {
          SimTransport there = target.listener();
          if (there == null) {
            var why = new RpcException.Unreachable("nobody listens at " + address);
            fail(target, from, why, reply);
          } else {
            Outcome met = new Outcome.Met(there.contact());
            send(target, from, MessageKind.HELLO, hello, _ -> reply.accept(met));
          }
        };
    send(from, target, MessageKind.HELLO, hello, arrival);
  }

  private void answer(Endpoint from, Endpoint to, Response response, Consumer<Outcome> reply) {
    send(
        from,
        to,
        MessageKind.of(response),
        wire.carry(response),
        read ->
            reply.accept(
                read instanceof Response.Refused(RefusalCode code, String reason)
                    ? new Outcome.Failure(new RpcException.Refused(code, reason))
                    : new Outcome.Answer(read)));
  }

  /** Lets a call fail, once the news has travelled back; from a machine that is gone, none does. */
  private void fail(Endpoint at, Endpoint caller, RpcException why, Consumer<Outcome> reply) {
    if (!at.isGone() && !faults.separate(at.number, caller.number)) {
      travel(at, caller, 0, () -> reply.accept(new Outcome.Failure(why)));
    }
  }

  private <T> void send(
      Endpoint from, Endpoint to, MessageKind kind, Parcel<T> parcel, Consumer<T> arrival) {
    if (isLost(from, to)) {
      lose(kind, from.name, to.name, parcel);
    } else {
      meter.note(kind, from.name, to.name, parcel.sent(), false);
      travel(
          from,
          to,
          0,
          () -> {
            Carried<T> carried = parcel.receive();
            meter.weigh(kind, carried.length());
            arrival.accept(carried.content());
          });
    }
  }

  private boolean isLost(Endpoint from, Endpoint to) {
    return faults.separate(from.number, to.number) || random.nextDouble() < faults.loss();
  }

  private void lose(MessageKind kind, String from, String to, Parcel<?> parcel) {
    meter.note(kind, from, to, parcel.sent(), true);
    meter.weigh(kind, parcel.receive().length());
  }

  private long travel(Endpoint from, Endpoint to, long notBefore, Runnable arrival) {
    long time = latency.nanos(random, from.number, to.number);
    long now = scheduler.now();
    long due = Math.max(now + time + faults.delay(from.number, to.number), notBefore);
    underWay++;
    scheduler.after(
        due - now,
        () -> {
          underWay--;
          arrival.run();
        });
    return due;
  }
}
