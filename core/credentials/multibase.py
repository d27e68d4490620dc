"""Keys and signatures as text: base58 of Bitcoin behind a «z» (Multibase), and a public key as a Multikey."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = b"\xed\x01"  # the mark of such a public key (multicodec)


def base58(data: bytes) -> str:
    """Bytes as letters; each zero byte in front is a «1»."""
    number, found = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        found = LETTERS[rest] + found
    return LETTERS[0] * (len(data) - len(data.lstrip(b"\0"))) + found


def multibase(data: bytes) -> str:
    """Bytes as `eddsa-rdfc-2022` writes a signature."""
    return "z" + base58(data)


def multikey(key: Ed25519PublicKey) -> str:
    """A public key as text, «z6Mk…»."""
    return multibase(ED25519 + key.public_bytes(Encoding.Raw, PublicFormat.Raw))
