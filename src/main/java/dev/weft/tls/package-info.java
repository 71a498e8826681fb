/**
 * TLS 1.3 between nodes: {@link dev.weft.tls.TlsLine}, a line over another one, on which both sides
 * have proved their keys.
 *
 * <p>All cryptography of the protocol is BouncyCastle's ({@code bctls}), but that records are
 * encrypted by the JDK, which has the processor's instructions for it, and that signatures are made
 * and checked as those of items are. What is decided here is who is believed. There is no
 * certificate authority and there are no host names: a certificate is an envelope for an Ed25519
 * key, and says nothing else. {@code Certificates} has what is checked.
 *
 * <p>One version (1.3), one cipher suite (TLS_AES_128_GCM_SHA256, which every implementation has),
 * one group (x25519), one kind of signature (ed25519), a chain of one certificate, and no
 * resumption: where a whole handshake costs less than others' short one, tickets gain nothing.
 *
 * <p><b>Threads.</b> None are started here. As with every line, one thread reads and one writes,
 * and any may close.
 */
@NullMarked
package dev.weft.tls;

import org.jspecify.annotations.NullMarked;
