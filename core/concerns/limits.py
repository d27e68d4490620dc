"""How often one may knock at the box, without keeping who knocks.

Counted in the memory of this process, by a keyed hash whose key is thrown away together with the counts every hour:
neither database nor disk ever holds an address, and after that hour nothing does.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from hashlib import blake2b

from core.errors import RuleBroken

HOUR = 3600.0


class Knocks:
    """So many of one address and so many in all within an hour; then one waits."""

    def __init__(self, each: int, all_: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.each, self.all, self.clock = each, all_, clock
        self._lock = threading.Lock()
        self._began = float("-inf")
        self._key = b""
        self._counts: Counter[bytes] = Counter()

    def take(self, address: str) -> None:
        """Count a knock. RuleBroken `concerns.wait` with the minutes left when it is one too many."""
        with self._lock:
            now = self.clock()
            if now - self._began >= HOUR:
                self._began, self._key, self._counts = now, secrets.token_bytes(32), Counter()
            mark = blake2b(address.encode(), key=self._key, digest_size=16).digest()
            if self._counts[mark] >= self.each or self._counts.total() >= self.all:
                raise RuleBroken("concerns.wait", minutes=int((HOUR - (now - self._began)) // 60) + 1)
            self._counts[mark] += 1
