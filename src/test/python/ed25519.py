"""Ed25519 from the formulas of RFC 8032, section 5.1. Slow, and not safe from those who measure time."""

import hashlib


def sha512(*parts):
    return hashlib.sha512(b"".join(parts)).digest()


# Points of -x² + y² = 1 + d x² y² as (X, Y, Z, T), x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of -1
ZERO = (0, 1, 1, 0)


def plus(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * D * one[3] * other[3] % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, point):
    product = ZERO
    for bit in bin(scalar)[2:]:
        product = plus(product, product)
        if bit == "1":
            product = plus(product, point)
    return product


def pack(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def unpack(data):
    number = int.from_bytes(data, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or y >= P or (x == 0 and odd):
        raise ValueError("no point of the curve")
    x = P - x if x & 1 != odd else x
    return (x, y, 1, x * y % P)


BASE = unpack((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def number(*parts):
    return int.from_bytes(sha512(*parts), "little")


class Identity:
    def __init__(self, secret):
        digest = sha512(secret)
        self.secret = secret
        self.scalar = int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254
        self.prefix = digest[32:]
        self.public_key = pack(times(self.scalar, BASE))
        self.key = sha512(self.public_key)

    def sign(self, message):
        nonce = number(self.prefix, message) % L
        point = pack(times(nonce, BASE))
        challenge = number(point, self.public_key, message)
        return point + ((nonce + challenge * self.scalar) % L).to_bytes(32, "little")


def verify(public_key, message, signature):
    point, scalar = signature[:32], int.from_bytes(signature[32:], "little")
    challenge = number(point, public_key, message) % L
    right = plus(unpack(point), times(challenge, unpack(public_key)))
    return scalar < L and pack(times(scalar, BASE)) == pack(right)
