"""Small pieces of the look: figures in a row, badges, a list of facts. Values are always drawn as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar

import streamlit as st

from core.i18n import date_short, moment, number, percent
from core.ui.page import lang
from schemas.base import Text, Word

W = TypeVar("W", bound=Word)
Colour = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray", "primary"]
STATUS_COLOURS: Mapping[str, Colour] = {
    "active": "green", "academic_leave": "orange", "expelled": "gray", "transferred": "gray", "graduated": "blue",
    "visiting": "violet", "open": "orange", "closed": "green", "cancelled": "gray", "passed": "green", "failed": "red",
    "neutral": "gray",
}  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+~|$:!^=-])")


def safe(text: Any) -> str:
    """Text of the office's data as it is: nothing in it is read as markup."""
    return _MARKDOWN.sub(r"\\\1", str(text)).replace("\n", "  \n")


def shown(value: Any, places: int | None = None) -> str:
    """Any value as people read it in this screen's language; a dash for nothing."""
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        from core.ui.page import T

        return T("common.yes") if value else T("common.no")
    if isinstance(value, Text):
        return value.get(lang())
    if isinstance(value, Word):
        return value.label(lang())
    if isinstance(value, datetime):
        return moment(value, lang(), short=True)
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, int | float | Decimal):
        return number(value, lang(), places)
    return str(value)


def metrics(items: Iterable[tuple[str, Any, str | None]]) -> None:
    """Figures in one row: (label, value already worded or a number, hint)."""
    with st.container(horizontal=True, gap="small"):
        for label, value, hint in items:
            st.metric(label, value if isinstance(value, str) else shown(value), help=hint, border=True, width=205)


def share(label: str, value: Decimal | None, part: int, whole: int, hint: str | None = None, width: int = 205) -> None:
    """A percentage with what was divided by what under it; «no data» where there is nothing to divide by."""
    from core.ui.page import T

    said = T("figures.no_data") if value is None else percent(value, lang(), 1)
    st.metric(label, said, T("figures.share", numerator=part, denominator=whole), delta_color="off", delta_arrow="off",
              help=hint, border=True, width=width, height="stretch")  # fmt: skip


def word_of(words: type[W], value: str) -> W:
    """The word of a closed list that a stored value stands for."""
    return next(w for w in words if w.value == value)


def badge(word: Word | str, colour: Colour | None = None) -> None:
    """A status as a small coloured word."""
    value = str(word.value) if isinstance(word, Word) else word
    st.badge(safe(shown(word)), color=colour or STATUS_COLOURS.get(value, "gray"))


def facts(items: Iterable[tuple[str, str]], columns: int | Sequence[float] = 3) -> None:
    """A list of facts: small label above, value below, so many in a row; columns: or how wide each is to the others."""
    found = list(items)
    many = columns if isinstance(columns, int) else len(columns)
    for start in range(0, len(found), many):
        for place, (label, value) in zip(st.columns(columns), found[start : start + many], strict=False):
            place.markdown(f":gray[:small[{safe(label)}]]  \n{safe(value or '—')}")
