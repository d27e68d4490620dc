"""Answers that leave at once.

Streamlit listens on a socket made without naming TCP (`proto` 0), and asyncio switches off the waiting for fuller
packets (Nagle) only where TCP is named. Every rerun then waits about 40 ms for the browser's delayed acknowledgement:
44 ms became 6 for an empty script when this was mended (measured 2026-11-23, Streamlit 1.67, Python 3.11).
"""

from __future__ import annotations

import socket
from asyncio import base_events
from typing import Any


def prompt() -> None:
    """Let every TCP connection of this process send small packets without waiting."""

    def set_nodelay(sock: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    base_events._set_nodelay = set_nodelay  # type: ignore[attr-defined]
