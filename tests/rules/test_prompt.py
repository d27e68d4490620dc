"""Small answers leave at once, on a listening socket that names no protocol as Streamlit's does."""

from __future__ import annotations

import asyncio
import socket
from asyncio import base_events

import pytest
from streamlit.runtime.state import SafeSessionState, SessionState

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
    _put_back(monkeypatch)
    assert waits(), "asyncio no longer needs our help: core/web/prompt.py can go"
    prompt()
    assert not waits()


def test_a_tab_tells_what_one_key_holds_without_writing_out_all(monkeypatch: pytest.MonkeyPatch) -> None:
    _put_back(monkeypatch)
    state = SessionState()
    state["name"], state["none"] = "Абай", None
    safe = SafeSessionState(state, lambda: None)
    whole = safe.filtered_state
    prompt()
    held = safe.filtered_state
    assert dict(held) == whole and len(held) == 2
    assert held["name"] == "Абай" and held["none"] is None and "none" in held and "other" not in held
    monkeypatch.setattr(SessionState, "filtered_state", None)  # what writes out everything is gone
    assert held["name"] == "Абай" and "other" not in held


def _put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `prompt` changes for the process is as it was after the test."""
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)
    monkeypatch.setattr(SafeSessionState, "filtered_state", SafeSessionState.filtered_state)
