/**
 * Weft: a Kademlia distributed hash table, in blocking Java on virtual threads.
 *
 * <p>Of the JDK itself, {@code jdk.jfr} is needed, which every JDK has and {@code jlink} adds by
 * itself: what is recorded costs next to nothing where nobody records, and to do without would take
 * a second path through every call.
 *
 * <p>Embedders need what is required here and nothing else; what is required statically serves the
 * command line, metrics, the compiler, and tests in JUnit.
 */
module dev.weft {
  requires jdk.jfr;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.tls;
  requires org.slf4j;
  requires static info.picocli;
  requires static io.helidon.http;
  requires static io.helidon.webserver;
  requires static java.sql;
  requires static javax.jmdns;
  requires static me.tongfei.progressbar;
  requires static micrometer.core;
  requires static micrometer.registry.prometheus;
  requires static org.jspecify;
  requires static org.junit.jupiter.api;
  requires static org.xerial.sqlitejdbc;
  requires static tools.jackson.jr.ob;

  exports dev.weft;
  exports dev.weft.drogulus;
  exports dev.weft.gateway;
  exports dev.weft.item;
  exports dev.weft.kademlia;
  exports dev.weft.lan;
  exports dev.weft.lookup;
  exports dev.weft.metrics;
  exports dev.weft.routing;
  exports dev.weft.rpc;
  exports dev.weft.runtime;
  exports dev.weft.sim;
  exports dev.weft.sim.junit;
  exports dev.weft.store;

  opens dev.weft.cli to
      info.picocli;
  opens dev.weft.sim.junit to
      org.junit.platform.commons;
}
