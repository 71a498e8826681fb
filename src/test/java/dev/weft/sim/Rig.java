package dev.weft.sim;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Machines without nodes, and the wires between them. Used by one test. */
final class Rig implements AutoCloseable {

  static final Duration ONE_WAY = Duration.ofMillis(10);
  static final Duration ROUND_TRIP = ONE_WAY.multipliedBy(2);
  static final Duration PATIENCE = Duration.ofSeconds(5);

  final SimEnvironment world = new SimEnvironment(1);
  final Fabric fabric =
      new Fabric(
          world.scheduler(),
          world.split(),
          Latency.constant(ONE_WAY),
          new Wire(true, Runnable::run));

  private int machines;

  /** A machine with a transport that does not serve yet. */
  final class Machine {
    final Endpoint endpoint = new Endpoint(machines, "node-" + machines++);
    final Identity identity = SimNetwork.identity(world.random());
    final Contact contact = new Contact(identity.key(), endpoint.address);
    final HostEnvironment host = world.host(endpoint.name);
    final SimNode node = new SimNode(host, fabric, endpoint, identity, false);
    final List<Request> received = new ArrayList<>();
    SimTransport transport = transport(Caller.node(contact));

    SimTransport transport(Caller self) {
      return new SimTransport(host, fabric, endpoint, self, handler -> handler);
    }

    /** Answers requests from now on, and keeps them in mind. */
    Machine serving(Handler handler) {
      transport.serve(
          (caller, request) -> {
            received.add(request);
            return handler.handle(caller, request);
          });
      return this;
    }

    Response ping(Machine to) throws RpcException, InterruptedException {
      return transport.call(to.contact, new Request.Ping(), PATIENCE);
    }

    /** Asks what is answered on a thread of its own, where the answer may take its time. */
    Response leave(Machine to) throws RpcException, InterruptedException {
      return transport.call(to.contact, new Request.Leave(), PATIENCE);
    }
  }

  Machine machine() {
    Machine machine = new Machine();
    fabric.plug(machine.endpoint);
    return machine;
  }

  /** A machine that answers every request with PONG. */
  Machine server() {
    return machine().serving((caller, request) -> new Response.Pong());
  }

  void run(SimEnvironment.Action<Exception> action) throws Exception {
    world.run(action);
  }

  Traffic sent(MessageKind kind) {
    return fabric.meter().traffic().get(kind);
  }

  @Override
  public void close() {
    world.close();
  }
}
