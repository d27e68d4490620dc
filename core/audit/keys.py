"""The key that signs anchors: made at the first start, kept beside the database, never inside it."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


class Keys:
    """`keys/anchor.pem`, closed to other users, and the trusted public keys in `keys/anchor.pub`."""

    def __init__(self, folder: Path) -> None:
        self.secret, self.trusted = folder / "keys" / "anchor.pem", folder / "keys" / "anchor.pub"
        self._key: Ed25519PrivateKey | None = None

    def sign(self, hash: str) -> str:
        """The signature under a hash, in hex."""
        return self._own().sign(bytes.fromhex(hash)).hex()

    def public(self) -> str:
        """Our public key, in hex; added to the trusted ones."""
        raw = self._own().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        if raw not in self.pinned():
            with self.trusted.open("a", encoding="utf-8") as file:
                file.write(raw + "\n")
        return raw

    def pinned(self) -> set[str]:
        """The keys whose signatures count; empty where none was ever kept here."""
        return set(self.trusted.read_text(encoding="utf-8").split()) if self.trusted.exists() else set()

    def _own(self) -> Ed25519PrivateKey:
        if self._key is None:
            if not self.secret.exists():
                write(self.secret, Ed25519PrivateKey.generate())
            self._key = read(self.secret)
        return self._key


def write(path: Path, key: Ed25519PrivateKey) -> None:
    """Keep a secret key of signatures, see `keep`."""
    keep(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def keep(path: Path, content: bytes) -> None:
    """Keep a secret in a file that only this user reads; one that stands there already stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(part, path)
    except FileExistsError:  # another process made one in between: that one counts
        pass
    finally:
        part.unlink()


def read(path: Path) -> Ed25519PrivateKey:
    """The secret key of a file."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def signed(hash: str, signature: str, public: str) -> bool:
    """Did the holder of this key sign this hash?"""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), bytes.fromhex(hash))
    except (InvalidSignature, ValueError):
        return False
    return True
