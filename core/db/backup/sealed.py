"""A file closed by a phrase: scrypt makes the key, AES-256-GCM closes it chunk by chunk.

Each chunk's nonce holds its number and whether it is the last, and the head stands under every chunk: none can be
changed, moved, left out or cut off unseen. Which phrase was given is asked of the head alone.
"""

from __future__ import annotations

import hmac
import io
import os
import struct
from hashlib import sha256
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.errors import RuleBroken

MAGIC = b"office-sealed-1\n"
HEAD = struct.Struct(">16sBBB16s7sI")  # magic, scrypt (log n, r, p), salt, nonce, size of a chunk
CHECK, TAG = 32, 16
CHUNK = 1 << 20
COST = (16, 8, 1)  # 64 megabytes and a fifth of a second for each phrase that is tried
MOST = (20, 16, 4)  # a head that asks for more was made to exhaust us


def _keys(phrase: str, head: bytes) -> tuple[AESGCM, bytes]:
    log, r, p, salt, _, chunk = HEAD.unpack(head)[1:]
    if not (10 <= log <= MOST[0] and 1 <= r <= MOST[1] and 1 <= p <= MOST[2] and 1024 <= chunk <= 1 << 26):
        raise ValueError("the head of the closed file")
    made = Scrypt(salt=salt, length=64, n=1 << log, r=r, p=p).derive(phrase.encode())
    return AESGCM(made[:32]), hmac.digest(made[32:], head, sha256)


def _nonce(head: bytes, n: int, last: bool) -> bytes:
    nonce: bytes = HEAD.unpack(head)[5]
    return nonce + struct.pack(">IB", n, last)


class SealedWriter(io.RawIOBase):
    """Writes into `out` what is written to it, closed by a phrase; whole only when it is closed."""

    def __init__(self, out: BinaryIO, phrase: str) -> None:
        self._out, self._buffer, self._n = out, bytearray(), 0
        self._head = HEAD.pack(MAGIC, *COST, os.urandom(16), os.urandom(7), CHUNK)
        self._key, check = _keys(phrase, self._head)
        out.write(self._head + check)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._buffer += data
        while len(self._buffer) > CHUNK:  # a full one may be the last
            self._put(bytes(self._buffer[:CHUNK]), False)
            del self._buffer[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk; without it the file counts as cut short."""
        self._put(bytes(self._buffer), True)
        self._buffer.clear()

    def _put(self, part: bytes, last: bool) -> None:
        self._out.write(self._key.encrypt(_nonce(self._head, self._n, last), part, self._head))
        self._n += 1


class SealedReader(io.RawIOBase):
    """Reads such a file anywhere. RuleBroken `backup.wrong_phrase`; ValueError for a chunk that was changed."""

    def __init__(self, source: BinaryIO, phrase: str) -> None:
        self._source, self._at = source, 0
        self._head = source.read(HEAD.size)
        check = source.read(CHECK)
        if len(check) < CHECK:
            raise ValueError("the closed file is cut short")
        self._key, own = _keys(phrase, self._head)
        if not hmac.compare_digest(check, own):
            raise RuleBroken("backup.wrong_phrase")
        self._step: int = HEAD.unpack(self._head)[6]
        self._start = HEAD.size + CHECK
        body = source.seek(0, os.SEEK_END) - self._start
        self._chunks = max(1, -(-body // (self._step + TAG)))
        self._size = body - self._chunks * TAG
        self._held: tuple[int, bytes] = (-1, b"")
        self._chunk(self._chunks - 1)  # a file cut short has no last chunk

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def readinto(self, into: Any) -> int:
        if self._at >= self._size:
            return 0
        n, skip = divmod(self._at, self._step)
        part = self._chunk(n)[skip : skip + len(into)]
        into[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _chunk(self, n: int) -> bytes:
        if self._held[0] != n:
            self._source.seek(self._start + n * (self._step + TAG))
            kept = self._source.read(self._step + TAG)
            try:
                self._held = (n, self._key.decrypt(_nonce(self._head, n, n == self._chunks - 1), kept, self._head))
            except InvalidTag:
                raise ValueError(f"chunk {n + 1} / {self._chunks}") from None
        return self._held[1]
