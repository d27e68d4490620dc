"""Answers that leave at once: two habits of Streamlit that made people wait, mended for this process.

Streamlit listens on a socket made without naming TCP (`proto` 0), and asyncio switches off the waiting for fuller
packets (Nagle) only where TCP is named. Every rerun then waits about 40 ms for the browser's delayed acknowledgement:
44 ms became 6 for an empty script when this was mended (measured 2026-11-23, Streamlit 1.67, Python 3.11).

A text field or a list of choice asks what its key holds, and Streamlit writes out all that the tab holds to answer: on
a form of forty fields a quarter of the page's time (measured 2026-12-01). It is answered from the one key.
"""

from __future__ import annotations

import socket
from asyncio import base_events
from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state import SafeSessionState


class Held(Mapping[str, Any]):
    """What a tab holds, by key; written out only where all of it is asked for. safe: Streamlit's own, with its lock."""

    def __init__(self, safe: Any) -> None:
        self._safe = safe

    def __getitem__(self, key: str) -> Any:
        with self._safe._lock:
            return self._safe._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, Any]:
        with self._safe._lock:
            found: dict[str, Any] = self._safe._state.filtered_state
            return found


def prompt() -> None:
    """Let every TCP connection of this process send small packets without waiting, and widgets ask for one key."""

    def set_nodelay(sock: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    base_events._set_nodelay = set_nodelay  # type: ignore[attr-defined]
    SafeSessionState.filtered_state = property(Held)  # type: ignore[assignment,method-assign]
