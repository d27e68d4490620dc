"""What the screens of blanks share: the open part, fields that no model has, the words of kinds and numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from pydantic import TypeAdapter

from core import house, looks
from core.blanks import numbers, reading, steps
from core.blanks.papers import MADE
from core.desk import Desk
from core.fields import FieldSpec
from core.i18n import t
from core.ui.files import given
from core.ui.page import T, lang
from core.ui.style import safe, shown
from core.ui.tables.export import XLSX
from schemas.base import LANGS, Lang, Show
from schemas.blank import BlankMove, Span
from schemas.kinds import Sort

AREA = "blanks_ui"


def tab(names: Sequence[str]) -> str:
    """The part of the page that is open; the address holds it."""
    key, asked = "v:blanks.tab", st.query_params.get("tab", "")
    st.session_state[key] = asked if asked in names else names[0]
    words = {n: T(f"{AREA}.tab.{n}") for n in names}
    found = st.segmented_control(
        T(f"{AREA}.title"), names, required=True, key=key, on_change=_turned, args=(names[0],),
        format_func=lambda n: words.get(n, n), label_visibility="collapsed",
    )  # fmt: skip
    return found or names[0]


def _turned(first: str) -> None:
    st.query_params.from_dict({"tab": st.session_state["v:blanks.tab"] or first})


def to(**address: str) -> None:
    """Another part of the page, by its address."""
    st.query_params.from_dict(address)
    st.rerun()


def field(path: str, key: str, required: bool = True, kind: str = "text", most: int = 500) -> FieldSpec:
    """A field of a screen whose label is a message: text, area or date."""
    kk, ru, en = (t(f"{AREA}.{key}", x) for x in LANGS)
    adapter: Any = TypeAdapter(date) if kind == "date" else TypeAdapter(str)
    return FieldSpec(path, kind, Show(kk, ru, en), required, default=None if kind == "date" else "",  # type: ignore[arg-type]
                     adapter=adapter)  # fmt: skip


def kinds() -> dict[str, str]:
    """Kinds of blank by code, retired ones too, in the words of the screen."""
    return {k.code: k.name.get(lang()) for k in house.entries(Sort.blank, retired=True)}


def named(kind: str) -> str:
    """A kind in the words of the screen."""
    return kinds().get(kind, kind)


def spans_said(of: Sequence[Span], kind: str) -> str:
    """Numbers of a kind in figures."""
    return numbers.said(of, steps.digits(kind))


def commission(desk: Desk) -> list[dict[str, Any]]:
    """Who sat last, proposed for the next act."""
    return [s.model_dump() for s in reading.last_commission(desk)]


def period(desk: Desk) -> tuple[date | None, date | None]:
    """The days that are looked at, both may be open; what cannot be is told beside and the end is not asked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.date_input(T(f"{AREA}.first"), value=None, key="v:blanks.first", format="DD.MM.YYYY", width=170,
                              min_value=date(1990, 1, 1), max_value=desk.today())  # fmt: skip
        last = st.date_input(T(f"{AREA}.last"), value=None, key="v:blanks.last", format="DD.MM.YYYY", width=170,
                             min_value=date(1990, 1, 1), max_value=desk.today())  # fmt: skip
    if first and last and last < first:
        st.markdown(f":red[:material/error: {T(f'{AREA}.period_backwards')}]")
        return first, None
    return first, last


def paper(desk: Desk, name: str, make: Callable[[Lang], bytes], kind: str, id: str = "") -> None:
    """A paper in Kazakh and Russian; who took it is written down."""

    def made(spoken: Lang) -> bytes:
        found = make(spoken)
        looks.note(desk, "blanks", kind, id, f"{name}-{spoken}.pdf", "print")
        return found

    with st.container(horizontal=True):
        for spoken in MADE:
            given(T(f"{AREA}.pdf_{spoken}"), f"{name}-{spoken}.pdf", partial(made, spoken), f"pdf:{name}:{spoken}")


def table_file(desk: Desk, name: str, make: Callable[[], bytes]) -> None:
    """The same for Excel."""

    def made() -> bytes:
        looks.note(desk, "blanks", "blanks", "", f"{name}.xlsx", "download")
        return make()

    given("XLSX", f"{name}.xlsx", made, f"xlsx:{name}", XLSX, icon=":material/table_view:")


def act_paper(desk: Desk, move: BlankMove) -> None:
    """The act of a movement on paper, where it is done by one."""
    from core.blanks import papers

    if move.act:
        paper(desk, f"{move.operation.value}-{move.act.replace('/', '-')}",
              lambda spoken: papers.act(desk, move, spoken), "blank_moves", move.id)  # fmt: skip


def told(move: BlankMove) -> str:
    """A movement in one line."""
    number = f" · {T(f'{AREA}.act_no', number=move.act)}" if move.act else ""
    return safe(f"{shown(move.day)} · {move.operation.label(lang())} · {shown(move.count)}{number}")
