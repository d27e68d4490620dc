"""Files on the screen: one is brought and kept, one is offered and its leaving written down."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from core import files, looks
from core.desk import Desk
from core.errors import OfficeError
from core.ui.messages import sentence
from core.ui.page import T
from core.ui.style import safe
from schemas.base import Ref
from schemas.file import FileType

PDF = "application/pdf"
PRESSED = 5.0  # seconds at most that a file waits for the page to have read what was typed beside it


@dataclass
class _Told:
    """For whom a file is, as the page read it last, and whether it has read the press of the button."""

    to: str = ""
    pressed: threading.Event = field(default_factory=threading.Event)


def brought(desk: Desk, label: str, key: str, help: str | None = None) -> tuple[str, bytes] | None:
    """The widget alone, with the office's limits: name and bytes of what the user chose, for an act that keeps it."""
    most = files.limit(desk.store) // 2**20
    found = st.file_uploader(label, key=key, help=help or T("files.hint", most=most), max_upload_size=most)
    return (found.name, found.getvalue()) if found else None


def brought_several(desk: Desk, label: str, key: str, most: int = 5) -> list[tuple[str, bytes]]:
    """Names and bytes of files chosen one after another: a place for the next stands where the one before is filled."""
    found: list[tuple[str, bytes]] = []
    while len(found) < most and (one := brought(desk, label, f"{key}:{len(found)}")):
        found.append(one)
    return found


def uploaded(desk: Desk, label: str, key: str, kind: str = "field", help: str | None = None) -> Ref | None:
    """A widget whose file is checked and kept as soon as it is chosen: its reference, None while there is none.

    A refused file is named under the widget with the reason. kind: what the file is to the office.
    """
    found = brought(desk, label, f"{key}:file", help)
    if found is None:
        st.session_state.pop(f"{key}:kept", None)
        return None
    mark = st.session_state[f"{key}:file"].file_id
    held = st.session_state.get(f"{key}:kept")
    if held is None or held[0] != mark:  # a rerun must neither check nor keep it again
        try:
            held = (mark, files.keep(desk, *found, kind), "")
        except OfficeError as e:
            held = (mark, None, sentence(e))
        st.session_state[f"{key}:kept"] = held
    if held[2]:
        st.markdown(f":red[:material/error: {safe(held[2])}]")
    ref: Ref | None = held[1]
    return ref


def addressee(key: str, usual: str = "") -> str:
    """Whom the files offered beside it are for, in the user's words; it stands in the line of who took them."""
    return st.text_input(
        T("files.to"), key=f"v:to:{key}", max_chars=160, placeholder=usual, help=T("files.to_hint"), width=300
    ).strip()  # fmt: skip


def given(
    label: str, name: str, make: Callable[[], bytes], key: str, mime: str = PDF, to: str | None = None, **look: Any
) -> None:  # fmt: skip
    """A button whose file is made when it is pressed, so that only what left is written down.

    make: makes the bytes and notes the look; it runs on a thread of its own. What it refuses is said on the next
    drawing: the browser itself only hears that there was no file. to: the `addressee`, where the user is asked for one.
    """
    refused: list[str] = st.session_state.setdefault(f"{key}:refused", [])
    told: _Told = st.session_state.setdefault(f"{key}:told", _Told())
    told.to = to or ""

    def made() -> bytes:
        refused.clear()
        if to is not None:  # typed and pressed in one go: the browser asks for the file before the page reads the words
            told.pressed.wait(PRESSED)
            told.pressed.clear()
        try:
            with looks.handing_to(told.to):
                return make()
        except OfficeError as e:
            refused.append(e.key)
            raise

    look.setdefault("icon", ":material/download:")
    if st.download_button(label, made, name, mime, key=key, on_click="rerun", **look):
        told.pressed.set()
    for said in refused:
        st.error(T(said, name=name), icon=":material/do_not_disturb_on:")


def offered(
    desk: Desk, ref: Ref, key: str, page: str = "", kind: str = "files", id: str = "", label: str = "",
    student: str = "", words: str | None = None,
) -> None:  # fmt: skip
    """A button that hands a kept file over, protected from copying, and writes down who took it.

    page, kind, id, label, student: the record that names the file (see looks.note); the page has asked whether this
    user may see it. A file that cannot be protected asks for the reason first.
    """
    type_ = FileType.of(ref.label.kk)
    line = {"page": page or "files", "kind": kind, "id": id or ref.id, "label": label or ref.label.kk}
    words = words or T("files.download")

    def made(reason: str = "") -> bytes:
        return files.given_out(desk, ref.id, student=student, reason=reason, **line)[1]

    if files.protectable(type_):
        stem = ref.label.kk.rpartition(".")[0] or ref.label.kk
        given(words, f"{stem}.pdf", made, key)
        return
    with st.popover(words, icon=":material/download:", key=f"{key}:pop"):
        st.caption(T("files.reason_hint"))
        reason = st.text_input(T("files.reason"), key=f"{key}:reason", max_chars=300).strip()
        if reason:
            given(T("files.prepare"), ref.label.kk, lambda: made(reason), key, files.mime(type_))
