"""What the pages of the contingent look at: the day or the period, which count, the cuts; the address keeps it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core import contingent
from core.contingent import Cut
from core.contingent.cuts import STATUS
from core.desk import Desk
from core.i18n import order_key
from core.ui.page import T, lang
from core.ui.progress.chooser import pick
from core.ui.style import shown
from schemas.base import Id, Lang, Text

WITH, WITHOUT, NO_CUT = "with", "without", "-"
MANY = 60  # values a filter offers
LONG, WIDE, FIRST = 16, 130, 290  # letters of a heading, pixels of its column and of the first one


@dataclass(frozen=True)
class Words:
    """The cuts of the user's role and what their values are called; lang: of the screen, for files made off its
    thread."""

    cuts: dict[str, Cut]
    names: dict[Id, Text]
    lang: Lang

    def label(self, name: str) -> str:
        """A cut's name."""
        return self.cuts[name].label(self.lang)

    def value(self, name: str, value: Any) -> str:
        """A value's name."""
        return self.cuts[name].word(value, self.names, self.lang)

    def ordered(self, name: str, values: Sequence[Any]) -> list[Any]:
        """Numbers by size, words by the alphabet, what is not said last."""
        if self.cuts[name].spec.kind in ("int", "decimal", "bool") or name == "age":
            return sorted(values, key=lambda v: (v is None, v or 0))
        return sorted(values, key=lambda v: (v is None or v == "", order_key(self.value(name, v))))


def words(desk: Desk) -> Words:
    """What this user may cut by."""
    found = contingent.cuts(desk.actor.role)
    return Words(found, contingent.named(desk, found.values()), lang())


def day(name: str, usual: date, label: str) -> date:
    """A day whose choice stands in the address."""
    key = f"v:contingent.{name}"
    try:
        asked = date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        asked = usual
    st.session_state[key] = asked if asked.year > 1900 else usual
    found: date = st.date_input(
        label, key=key, format="DD.MM.YYYY", width=140, on_change=_keep, args=(name, key), min_value=date(1900, 1, 1),
        max_value=date(2200, 1, 1),
    )  # fmt: skip
    return found


def _keep(name: str, key: str) -> None:
    value = st.session_state[key]
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value.isoformat()


def with_leave() -> bool:
    """Which of the two usual counts is shown; the page says it."""
    said = {WITH: T("contingent.with_leave"), WITHOUT: T("contingent.without_leave")}
    found = pick("count", [WITH, WITHOUT], said.__getitem__, 250, WITH, False, "contingent")
    return found != WITHOUT


def cut(name: str, of: Words, usual: str, label: str, empty: bool = False, but: Sequence[str] = ()) -> Cut | None:
    """One of the cuts, its choice in the address; empty: none may be chosen."""
    names = [*([NO_CUT] if empty else []), *(n for n in of.cuts if n not in but)]
    said = {NO_CUT: T("contingent.no_cut"), **{n: of.label(n) for n in of.cuts}}
    found = pick(name, names, said.__getitem__, 175, usual if usual in names else names[0], False, "contingent", label)
    return of.cuts.get(found or "")


def figures(heads: Sequence[str], rows: Sequence[Sequence[Any]], sums: Sequence[int]) -> Any:
    """A table of figures as people read them, its sums in bold; nothing is a dash, and no two headings are alike: a
    table of the browser would keep but one."""
    names = [h if h not in heads[:n] else f"{h} ({n})" for n, h in enumerate(heads)]
    said = [[v if n == 0 else v if v == "" else "—" if not v else shown(v) for n, v in enumerate(row)] for row in rows]
    frame = pd.DataFrame(said, columns=names, dtype=str)
    bold = set(sums)
    return frame.style.apply(lambda row: ["font-weight: bold" if row.name in bold else ""] * len(row), axis=1)


def right(heads: Sequence[str]) -> dict[str, Any]:
    """Figures stand right; a long heading is cut on the screen and said whole beside it."""
    long = {h for h in heads[1:] if len(h) > LONG}
    config = {
        h: st.column_config.TextColumn(
            h, alignment="right", width=WIDE if h in long else None, help=h if h in long else None
        )
        for h in heads[1:]
    }
    return {heads[0]: st.column_config.TextColumn(heads[0], width=FIRST), **config} if long else config


def narrowed(of: Words, values: Callable[[str], Sequence[Any]], but: Sequence[str] = ()) -> dict[str, Any]:
    """Filters by any cut, in a popover; what they chose. values: what occurs of a cut."""
    chosen = {n: st.query_params[n] for n, c in of.cuts.items() if n in st.query_params and not c.guarded}
    heading = T("contingent.filters") if not chosen else T("contingent.filters_n", n=len(chosen))
    found: dict[str, Any] = {}
    with st.popover(heading, icon=":material/filter_alt:"):
        for name in (n for n, c in of.cuts.items() if n not in but and not c.guarded):
            options = of.ordered(name, list(values(name)))[:MANY]
            options = [v for v in options if v is not None and v != ""]
            if options:
                said = {v: of.value(name, v) for v in options}
                value = pick(name, options, said.__getitem__, 320, area="contingent", label=of.label(name))
                if value is not None:
                    found[name] = value
    return found


def told(of: Words, where: dict[str, Any], leave: bool) -> str:
    """Which count and which part is shown, in one line: under every table and in every file."""
    parts = [T("contingent.with_leave" if leave else "contingent.without_leave")]
    parts += [f"{of.label(n)}: {of.value(n, v)}" for n, v in where.items()]
    return "; ".join(parts)


def span(first: date, last: date) -> str:
    """A period in words."""
    return f"{shown(first)} – {shown(last)}"


__all__ = ["STATUS", "Words", "cut", "day", "figures", "narrowed", "right", "span", "told", "with_leave", "words"]
