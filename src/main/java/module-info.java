/**
 * Weft: a Kademlia distributed hash table, in blocking Java on virtual threads.
 *
 * <p>Embedders need what is required here and nothing else; what is required statically serves the
 * command line, the compiler, and tests in JUnit.
 */
module dev.weft {
  requires org.bouncycastle.provider;
  requires org.bouncycastle.tls;
  requires org.slf4j;
  requires static info.picocli;
  requires static java.sql;
  requires static me.tongfei.progressbar;
  requires static org.jspecify;
  requires static org.junit.jupiter.api;
  requires static org.xerial.sqlitejdbc;
  requires static tools.jackson.jr.ob;

  exports dev.weft;
  exports dev.weft.drogulus;
  exports dev.weft.item;
  exports dev.weft.kademlia;
  exports dev.weft.lookup;
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
