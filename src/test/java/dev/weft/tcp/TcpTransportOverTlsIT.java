package dev.weft.tcp;

/** Calls between nodes that speak TLS: no other than in the clear. */
class TcpTransportOverTlsIT extends TcpTransportIT {

  TcpTransportOverTlsIT() {
    nodes.secure = true;
  }
}
