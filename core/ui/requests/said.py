"""The clock of a request in colour and words; files brought one after another; the folders one may choose."""

from __future__ import annotations

import streamlit as st

from core import files, requests
from core.desk import Desk
from core.files import Ready
from core.requests import Left
from core.ui.files import brought
from core.ui.page import T, go, lang
from core.ui.style import Colour
from schemas.base import Id
from schemas.letter import Letter, LetterState

DOTS: dict[str, str] = {"red": "▲", "orange": "◆", "green": "●"}
COLOURS: dict[LetterState, Colour] = {
    LetterState.registered: "gray", LetterState.working: "orange", LetterState.ready: "violet",
    LetterState.answered: "green", LetterState.sent: "blue", LetterState.closed: "green",
    LetterState.withdrawn: "gray",
}  # fmt: skip
MOST = 10  # files brought by hand at once


def colour(left: Left) -> Colour:
    """A clock's colour; its words say the same."""
    return "red" if left.late else "orange" if left.soon else "green"


def said(left: Left) -> str:
    """How a clock stands, in words."""
    if left.late:
        return T("requests.late_by", n=-left.n) if left.n else T("requests.late_now")
    return T("requests.days_left", n=left.n) if left.n else T("requests.last_day")


def outcome(letter: Letter) -> tuple[str, Colour] | None:
    """How the deadline was kept, of a letter that was answered."""
    if letter.answered_on is None or letter.due is None:
        return None
    kept = letter.answered_on <= letter.due
    return T("requests.in_time" if kept else "requests.out_of_time"), "green" if kept else "red"


def clock_cell(letter: Letter, left: Left | None) -> str:
    """The clock as a cell of a list."""
    if left:
        return f"{DOTS[colour(left)]} {said(left)}"
    found = outcome(letter)
    return f"{DOTS[found[1]]} {found[0]}" if found else "—"


def folder_choice(desk: Desk, key: str, label: str, first: Id | None = None) -> Id | None:
    """A choice among the open folders of this year; where there are none, the way to the nomenclature."""
    found = {f.id: f for f in requests.open_folders(desk)}
    if not found:
        st.warning(T("requests.no_folders"), icon=":material/folder_off:")
        go("pages/nomenclature.py", "requests.to_nomenclature", key=f"go:{key}")
        return None
    return st.selectbox(
        label, list(found), index=list(found).index(first) if first in found else None, key=key,
        format_func=lambda i: found[i].label().get(lang()), placeholder=T("requests.choose_folder"),
    )  # fmt: skip


def attached(desk: Desk, key: str) -> list[tuple[str, bytes]]:
    """Files one after another: a place for the next stands where the one before is filled."""
    found: list[tuple[str, bytes]] = []
    for n in range(MOST):
        one = brought(desk, T("requests.file"), f"{key}:{n}")
        if one is None:
            break
        found.append(one)
    return found


def ready(desk: Desk, held: list[tuple[str, bytes]]) -> list[Ready]:
    """The brought files, checked and laid down for an act."""
    return [files.ready(desk, name, data) for name, data in held]


__all__ = ["COLOURS", "attached", "clock_cell", "colour", "folder_choice", "outcome", "ready", "said"]
