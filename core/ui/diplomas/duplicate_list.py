"""Applications for duplicates: how the clocks stand, the list with the most overdue first."""

from __future__ import annotations

from typing import Any

from core.db.store import Row
from core.desk import Desk
from core.diplomas import requests
from core.diplomas.clock import Left
from core.papers.days import Marks
from core.ui.page import T, lang
from core.ui.style import Colour, metrics
from core.ui.tables import Listing, headed, listing
from schemas.base import Id
from schemas.diploma import DuplicateRequest, RequestStatus

USUAL = ("left", "number", "holder", "of", "ground", "asked_on", "due", "status")
DOTS: dict[Colour, str] = {"red": "▲", "orange": "◆", "green": "●"}


def screen(desk: Desk) -> Id | None:
    """The figures and the list; the application that was opened."""
    waits = requests.waiting(desk)
    moved = requests.marks(desk, waits)
    clocks = [c for r in waits if (c := requests.left(desk, r, moved))]
    metrics([
        (T("duplicates.waits"), len(waits), None), (T("duplicates.late"), sum(c.late for c in clocks), None),
        (T("duplicates.soon"), sum(c.soon for c in clocks), T("duplicates.soon_hint")),
    ])  # fmt: skip

    def read(*asked: Any) -> list[Row]:
        return [{**row, "left": _left(desk, row, moved)} for row in requests.listed(desk, *asked)]

    opened = listing(
        desk,
        Listing(
            name="duplicates", read=read, count=lambda text, f: requests.count(desk, text, f),
            columns=[headed("left", "duplicates.head.left"), *requests.columns(desk)], usual=USUAL,
            filters=requests.filters(desk), export="diploma.read", nothing="duplicates.none",
            sorts={"due": "duplicates.by_clock", "number": "duplicates.by_number", "asked_on": "duplicates.by_day"},
            name_of=lambda row: DuplicateRequest.model_validate({**row, "head": {}}).label().get(lang()),
        ),
    )  # fmt: skip
    return opened["_id"] if opened else None


def _left(desk: Desk, row: Row, moved: Marks) -> str:
    if row["status"] != RequestStatus.asked.value:
        return "—"
    clock = requests.left(desk, DuplicateRequest.model_validate({**row, "head": {}}), moved)
    return f"{DOTS[colour(clock)]} {said(clock)}" if clock else "—"


def colour(clock: Left) -> Colour:
    """A clock's colour; its words say the same."""
    return "red" if clock.late else "orange" if clock.soon else "green"


def said(clock: Left) -> str:
    """How a clock stands, in words."""
    if clock.late:
        return T("duplicates.late_by", n=-clock.n) if clock.n else T("duplicates.late_now")
    return T("duplicates.days_left", n=clock.n) if clock.n else T("duplicates.last_day")


__all__ = ["colour", "said", "screen"]
