package dev.weft.tcp;

/** Who is who, where that is proved. */
class TcpIdentityOverTlsIT extends TcpIdentityIT {

  TcpIdentityOverTlsIT() {
    nodes.secure = true;
  }
}
