package dev.weft.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Confined to the main thread: what can be done with the identity. */
@Command(
    name = "identity",
    description = "Carry the identity from one place to another, or encrypt it.",
    footer = {
      "",
      "An identity is an Ed25519 private key as PKCS#8 in PEM, in the data directory as well as",
      "where it is exported to: openssl pkey -in FILE -text reads it, openssl genpkey -algorithm",
      "ed25519 -out FILE makes one. It is encrypted with a passphrase, where there is one."
    })
final class IdentityCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "export or import?");
  }
}
