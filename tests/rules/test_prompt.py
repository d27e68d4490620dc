"""Small answers leave at once, on a listening socket that names no protocol as Streamlit's does."""

from __future__ import annotations

import asyncio
import socket
from asyncio import base_events

import pytest

from core.web.prompt import prompt


def waits() -> bool:
    """Does a connection accepted by asyncio wait for fuller packets?"""

    async def accepted() -> bool:
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            sock = writer.get_extra_info("socket")
            told.set_result(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0)
            writer.close()

        listening = socket.socket(socket.AF_INET)
        listening.bind(("127.0.0.1", 0))
        server = await asyncio.start_server(met, sock=listening)
        _, writer = await asyncio.open_connection(*listening.getsockname())
        try:
            return await told
        finally:
            writer.close()
            server.close()

    return asyncio.run(accepted())


def test_small_answers_leave_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)  # put back afterwards
    assert waits(), "asyncio no longer needs our help: core/web/prompt.py can go"
    prompt()
    assert not waits()
