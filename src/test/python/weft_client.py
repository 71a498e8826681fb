"""A client of Weft in Python's standard library, written from .github/WIRE.md and nothing else.

python3 weft_client.py HOST PORT OWNER NAME

talks with a node, which holds an item of that owner and name, and prints one line of JSON that says what
the node answered. PythonClientIT knows what that should be.
"""

import base64
import ipaddress
import json
import os
import socket
import ssl
import struct
import sys
import tempfile
import time

from ed25519 import Identity, sha512, verify

# Certificates, RFC 5280 and 8410, and private keys, RFC 5958, in DER.


def der(tag, *parts):
    body = b"".join(parts)
    length = len(body)
    if length < 128:
        return bytes([tag, length]) + body
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(octets)]) + octets + body


ED25519 = der(0x30, der(0x06, bytes([43, 101, 112])))
SPKI = bytes.fromhex("302a300506032b6570032100")  # what stands before the key


def certificate(identity):
    name = der(0x30, der(0x31, der(0x30, der(0x06, bytes([85, 4, 3])), der(0x0C, b"client"))))
    signed = der(
        0x30,
        der(0xA0, der(0x02, b"\x02")),
        der(0x02, b"\x01"),
        ED25519,
        name,
        der(0x30, der(0x17, b"700101000000Z"), der(0x18, b"99991231235959Z")),
        name,
        der(0x30, ED25519, der(0x03, b"\x00" + identity.public_key)),
    )
    return der(0x30, signed, ED25519, der(0x03, b"\x00" + identity.sign(signed)))


def private_key(identity):
    return der(0x30, der(0x02, b"\x00"), ED25519, der(0x04, der(0x04, identity.secret)))


def pem(kind, data):
    return "-----BEGIN %s-----\n%s-----END %s-----\n" % (kind, base64.encodebytes(data).decode(), kind)


# The wire.

HELLO, PING, FIND_NODE, FIND_VALUE, STORE = 1, 2, 3, 4, 5
NODES, VALUES, STORED, REFUSED = 131, 132, 133, 255


class Closed(Exception):
    """The node has closed the connection."""


class Connection:
    def __init__(self, host, port, identity, claimed=None):
        self.buffer = b""
        self.calls = 0
        plain = socket.create_connection((host, port), timeout=10)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the key is what counts, and TLS has it proved
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "client.pem")
            with open(path, "w") as file:
                file.write(pem("PRIVATE KEY", private_key(identity)))
                file.write(pem("CERTIFICATE", certificate(identity)))
            context.load_cert_chain(path)
        self.socket = context.wrap_socket(plain)
        shown = self.socket.getpeercert(binary_form=True)
        start = shown.index(SPKI) + len(SPKI)
        self.proved = shown[start : start + 32]
        fields = {
            200: b"of a later version",
            1: b"weft",
            2: claimed or identity.public_key,
            3: struct.pack(">H", 0),
            5: b"python",
        }
        body = b"weft" + struct.pack(">H", 1)
        for tag, data in fields.items():
            body += struct.pack(">BH", tag, len(data)) + data
        self.send(HELLO, 0, body)
        kind, call, body = self.receive()
        if kind != HELLO or call != 0 or body[:6] != b"weft\x00\x01":
            raise ValueError("no HELLO")
        self.hello = {}
        at = 6
        while at < len(body):
            tag, length = struct.unpack_from(">BH", body, at)
            self.hello[tag] = body[at + 3 : at + 3 + length]
            at += 3 + length

    def send(self, kind, call, body):
        self.frame(struct.pack(">BQ", kind, call) + body)

    def frame(self, payload):
        self.raw(b"%d:%s," % (len(payload), payload))

    def raw(self, data):
        self.socket.sendall(data)

    def fill(self):
        try:
            data = self.socket.recv(65536)
        except (ConnectionError, ssl.SSLError) as error:
            raise Closed() from error
        if not data:
            raise Closed()
        self.buffer += data

    def receive(self):
        while b":" not in self.buffer:
            self.fill()
        digits, self.buffer = self.buffer.split(b":", 1)
        length = int(digits)
        while len(self.buffer) <= length:
            self.fill()
        payload, comma = self.buffer[:length], self.buffer[length : length + 1]
        self.buffer = self.buffer[length + 1 :]
        if comma != b",":
            raise ValueError("no netstring")
        kind, call = struct.unpack_from(">BQ", payload)
        return kind, call, payload[9:]

    def ask(self, kind, body=b""):
        self.calls += 1
        self.send(kind, self.calls, body)
        kind, call, body = self.receive()
        if call != self.calls:
            raise ValueError("the answer to another question")
        return kind, body


def millis(seconds):
    return int((time.time() + seconds) * 1000)


def named(owner, name, value, tombstone=False, version=None):
    version = version or int(time.time() * 1_000_000)
    domain = b"weft/1 tombstone\x00" if tombstone else b"weft/1 named item\x00"
    body = owner.public_key + struct.pack(">qqH", version, millis(3600), len(name)) + name
    body += struct.pack(">I", len(value)) + value
    return bytes([3 if tombstone else 1]) + body + owner.sign(domain + body)


def key_of(owner, name):
    return sha512(owner, sha512(name))


def read_item(item):
    """The key, kind and value of an item, whose signature is checked."""
    kind, body = item[0], item[1:]
    if kind == 2:
        value = body[8:]
        return {"key": sha512(b"weft/1 content item\x00", value).hex(), "kind": kind, "value": value.decode()}
    public_key = body[:32]
    (length,) = struct.unpack_from(">H", body, 48)
    name = body[50 : 50 + length]
    value = body[50 + length + 4 : -64]
    if struct.unpack_from(">I", body, 50 + length) != (len(value),):
        raise ValueError("no item")
    domain = b"weft/1 named item\x00" if kind == 1 else b"weft/1 tombstone\x00"
    if not verify(public_key, domain + body[:-64], body[-64:]):
        raise ValueError("forged")
    return {"key": key_of(sha512(public_key), name).hex(), "kind": kind, "value": value.decode()}


def read_values(body):
    (count,) = struct.unpack_from(">H", body)
    items, at = [], 2
    for _ in range(count):
        (length,) = struct.unpack_from(">I", body, at)
        items.append(read_item(body[at + 4 : at + 4 + length]))
        at += 4 + length
    return items


def read_nodes(body):
    (count,) = struct.unpack_from(">H", body)
    nodes, at = [], 2
    for _ in range(count):
        size = 4 if body[at + 64] == 4 else 16
        host = ipaddress.ip_address(body[at + 65 : at + 65 + size])
        (port,) = struct.unpack_from(">H", body, at + 65 + size)
        nodes.append("%s@%s:%d" % (body[at : at + 64].hex(), host, port))
        at += 65 + size + 2
    return nodes


def answer(kind, body):
    """An answer in words."""
    if kind == REFUSED:
        return "REFUSED %d" % body[0]
    if kind == NODES:
        return read_nodes(body)
    if kind == VALUES:
        return read_values(body)
    return "%d with %d bytes" % (kind, len(body))


def ends(connection):
    """Whether the node closes a connection, and says nothing before."""
    try:
        return "answered %d" % connection.receive()[0]
    except Closed:
        return "closed"


def says_hello_as_another(host, port, identity):
    try:
        Connection(host, port, identity, claimed=Identity(bytes(32)).public_key)
        return "welcome"
    except Closed:
        return "closed"


def main(host, port, owner, name):
    us = Identity(os.urandom(32))
    node = Connection(host, port, us)
    report = {
        "proved": node.proved.hex(),
        "key": sha512(node.proved).hex(),
        "hello": node.hello[2].hex(),
        "network": node.hello[1].decode(),
        "port": int.from_bytes(node.hello[3], "big"),
        "us": us.key.hex(),
    }

    def ask(what, kind, body=b""):
        report[what] = answer(*node.ask(kind, body))

    ask("ping", PING)
    ask("nodes", FIND_NODE, us.key)
    ask("theirs", FIND_VALUE, key_of(bytes.fromhex(owner), name.encode()))
    replica = struct.pack(">I", 0)

    ask("nothing", FIND_VALUE, key_of(us.key, b"snake"))
    item = named(us, b"snake", "Käa".encode())
    ask("store", STORE, replica + item)
    ask("ours", FIND_VALUE, key_of(us.key, b"snake"))
    ask("stale", STORE, replica + named(us, b"snake", b"older", version=1))
    ask("future", STORE, replica + named(us, b"snake", b"newer", version=1 << 62))

    ask("store_gone", STORE, replica + named(us, b"gone", b""))
    ask("delete", STORE, replica + named(us, b"gone", b"", tombstone=True))
    ask("gone", FIND_VALUE, key_of(us.key, b"gone"))

    content = "by its hash".encode()
    ask("store_content", STORE, replica + b"\x02" + struct.pack(">q", millis(3600)) + content)
    ask("content", FIND_VALUE, sha512(b"weft/1 content item\x00", content))
    ask("expired", STORE, replica + b"\x02" + struct.pack(">q", millis(-1)) + content)

    ask("unknown", 77, b"whatever")
    node.raw(b"01:x,")
    report["malformed_frame"] = ends(node)
    other = Connection(host, port, us)
    other.send(FIND_NODE, 1, us.key[:-1])
    report["malformed_message"] = ends(other)
    forger = Connection(host, port, us)
    forged = item[:-1] + bytes([item[-1] ^ 1])
    report["forged"] = answer(*forger.ask(STORE, replica + forged))
    report["forger"] = ends(forger)
    report["another_key"] = says_hello_as_another(host, port, us)
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
