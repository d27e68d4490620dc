"""Files of a screen (a download, a picture) get addresses that begin with the mark of whose screen it is.

Streamlit has no place to ask for that, so two of its functions are wrapped once, at the start (`core.ui.warm`); the
test of this module fails where another version of it does otherwise.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.runtime import media_file_manager, memory_media_file_storage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.users import media

_making = threading.local()  # a file made after its press is made in a thread that knows no screen


def _whose() -> str:
    if get_script_run_ctx(suppress_warning=True) is not None:
        return str(st.session_state.get("_user", ""))
    owner: str = _making.__dict__.pop("owner", "")
    return owner


def bind() -> None:
    """Wrap what gives files their addresses; a second call changes nothing."""
    name_of: Callable[..., str] = memory_media_file_storage._calculate_file_id
    later: Callable[..., str] = media_file_manager.MediaFileManager.add_deferred
    if name_of.__module__ == __name__:
        return

    def named(data: bytes, mimetype: str, filename: str | None = None) -> str:
        return media.mark(_whose()) + name_of(data, mimetype, filename)

    def deferred(self: Any, data_callable: Callable[[], Any], *args: Any, **more: Any) -> str:
        owner = _whose()

        def made() -> Any:
            _making.owner = owner
            return data_callable()

        return later(self, made, *args, **more)

    memory_media_file_storage._calculate_file_id = named
    media_file_manager.MediaFileManager.add_deferred = deferred  # type: ignore[method-assign]
