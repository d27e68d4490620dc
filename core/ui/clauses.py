"""The clause table on the screen: each clause with its pages, acts, records, papers and tests."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.audit.words import action_word
from core.clauses import Clause, Met, met
from core.clauses.table import MUST
from core.registry import MODELS
from core.ui.menu import MENU
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import headed, picked

CHOICES = ("all", "duties", "open")
PARTS = ("pages", "acts", "records", "papers", "tests")
NEEDED = ("pages", "acts", "tests")  # what a duty of the office cannot do without
WIDTHS = {"clause": 110, "asks": 380, "level": 90, **dict.fromkeys(PARTS, 88)}


def of(clause: Clause) -> Met:
    """Where a row is met: all its codes together."""
    whole = Met()
    for code in clause.codes:
        for part in PARTS:
            getattr(whole, part).update(getattr(met().get(code, Met()), part))
    return whole


def fits(clause: Clause, shown: str) -> bool:
    """Is a row among those shown: all, the office's duties, duties without a page, an act or a test."""
    where = of(clause)
    return shown == "all" or (
        clause.level == MUST and (shown == "duties" or not all(getattr(where, part) for part in NEEDED))
    )


def screen(rows: Sequence[Clause]) -> Clause | None:
    """The table; the row that was clicked."""
    heads = [headed(h, f"clauses.{h}") for h in ("clause", "asks", "level")]
    heads += [headed(part, f"clauses.{part}", "int") for part in PARTS]
    found = [
        {"_id": x.name, "clause": x.name, "asks": x.asks.get(lang()), "level": T(f"clauses.level_{x.level}"),
         **{part: len(getattr(of(x), part)) for part in PARTS}} for x in rows
    ]  # fmt: skip
    if not found:
        st.info(T("clauses.none_open"))
        return None
    name = picked("clauses.table", heads, found, size=len(found) + 1, widths=WIDTHS)
    return next((x for x in rows if x.name == name), None)


def one(clause: Clause) -> None:
    """Everything by which one clause is met: pages to open, words of acts and records, files of papers and tests."""
    where = of(clause)
    with st.container(border=True):
        st.subheader(f"{safe(clause.name)} · {safe(clause.asks.get(lang()))}", anchor=False)
        for part, column in zip(PARTS, st.columns(len(PARTS)), strict=True):
            names = sorted(getattr(where, part))
            column.markdown(f"**{T(f'clauses.{part}')}** · {len(names)}")
            column.caption("  \n".join(safe(_said(part, name)) for name in names) or "—")


def _said(part: str, name: str) -> str:
    if part == "pages" and any(item.file == name for item in MENU):
        return T(f"menu.{name}")
    if part == "acts":
        return action_word(name, lang())
    if part == "records":
        return next((m.title.get(lang()) for m in MODELS if m.__name__ == name), name)
    return name


__all__ = ["CHOICES", "fits", "one", "screen"]
