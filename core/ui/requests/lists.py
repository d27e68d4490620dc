"""The register in its views, the log of what was sent, the journal of a year as a file."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core import references, requests
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.ui.files import given
from core.ui.page import T, lang
from core.ui.requests.said import clock_cell
from core.ui.style import metrics
from core.ui.tables import Listing, headed, listing
from core.ui.tables.export import XLSX
from schemas.base import Id
from schemas.letter import Dispatch, Letter, LetterDirection

USUAL: dict[str, tuple[str, ...]] = {
    "outgoing": ("number", "day", "correspondent", "subject", "their_number", "sent_on", "status"),
    "": ("clock", "number", "subject", "correspondent", "responsible", "due", "status"),
}


def screen(desk: Desk) -> Id | None:
    """The views and the chosen one; the id of the letter that was opened."""
    counts = requests.counts(desk)
    if "late" in counts:
        metrics([(T("requests.view_waiting"), counts["waiting"], None), (T("requests.view_late"), counts["late"], None),
                 (T("requests.view_mine"), counts["mine"], T("requests.mine_hint"))])  # fmt: skip
    views = [*requests.views(desk), *(["sent"] if desk.may("letter.read") else [])]
    names = {v: T(f"requests.view_{v}") + (f" · {counts[v]}" if counts.get(v) else "") for v in views}
    asked = st.query_params.get("view", "")
    st.session_state.setdefault("v:requests.view", asked if asked in names else "waiting" if len(views) > 1 else "mine")
    view = st.segmented_control(T("requests.view"), views, required=True, key="v:requests.view",
                                format_func=lambda v: names.get(v, str(v)), label_visibility="collapsed")  # fmt: skip
    st.query_params["view"] = view or "mine"
    if view == "sent":
        return _log(desk)
    found = _letters(desk, view or "mine")
    if view in ("incoming", "outgoing", "internal"):
        _journal(desk, LetterDirection(view))
    return found


def _letters(desk: Desk, view: str) -> Id | None:
    def read(*asked: Any) -> list[Row]:
        rows = requests.listed(desk, view, *asked)
        letters = [Letter.model_validate(r) for r in rows]
        clocks = requests.clocks(desk.store, desk.today(), letters)
        return [{**r, "clock": clock_cell(x, c)} for r, x, c in zip(rows, letters, clocks, strict=True)]

    waits = view in ("mine", "waiting", "late")
    day, due = ("day", "requests.by_day"), ("due", "requests.by_due")
    opened = listing(
        desk,
        Listing(
            name=f"letters_{view}", read=read, count=lambda text, f: requests.count(desk, view, text, f),
            columns=[headed("clock", "requests.clock"), *references.columns(Letter, desk.actor.role)],
            usual=USUAL.get(view, USUAL[""]), filters=references.filters(Letter, desk.actor.role),
            sorts=dict([due, day] if waits else [day, due]), nothing=f"requests.none_{view}",
            export="letter.read" if view != "mine" else "",
            name_of=_called,
        ),
    )  # fmt: skip
    return opened["_id"] if opened else None


def _called(row: Row) -> str:
    return Letter.model_validate({k: v for k, v in row.items() if k != "clock"}).label().get(lang())


def _log(desk: Desk) -> Id | None:
    columns = [(p, described(Dispatch, p)) for p in ("at", "what", "to", "way", "letter", "mark")]
    opened = listing(
        desk,
        Listing(
            name="dispatches", read=lambda text, _, __, ___, page, size: requests.log(desk, text, page, size),
            count=lambda text, _: requests.log_count(desk, text), columns=columns,
            usual=[p for p, _ in columns], sorts={"at": "requests.by_sent"}, nothing="requests.none_sent",
            export="letter.read", name_of=lambda row: Dispatch.model_validate({**row, "head": {}}).label().get(lang()),
        ),
    )  # fmt: skip
    return opened["letter"]["id"] if opened else None


def _journal(desk: Desk, direction: LetterDirection) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox(T("requests.journal_year"), requests.years(desk), key=f"v:journal:{direction.value}",
                            width=140)  # fmt: skip
        name = f"journal-{direction.value}-{year}-{lang()}"
        given(T("requests.journal_pdf"), f"{name}.pdf", partial(requests.journal, desk, year, direction, lang()),
              f"journal:pdf:{direction.value}", icon=":material/print:")  # fmt: skip
        given(T("requests.journal_xlsx"), f"{name}.xlsx", partial(requests.table, desk, year, direction, lang()),
              f"journal:xlsx:{direction.value}", XLSX, icon=":material/table_view:")  # fmt: skip


__all__ = ["screen"]
