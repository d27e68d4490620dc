"""What the page of attestation figures looks at: the part, the year, the cut; the address keeps every choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.attestation.figures import tables
from core.attestation.figures.reading import (
    BY,
    YEARS,
    Cut,
    Seen,
    forms,
    narrowed,
    of_years,
    people,
    seen_by,
    values,
    years,
)
from core.db.store import Row, Store
from core.desk import Desk
from core.i18n import order_key
from core.sums import generation
from core.ui.page import T, empty, lang
from core.ui.progress.chooser import pick

AREA = "attestation_figures"
TABS = ("year", "trend", "departments", "reports")
ADDRESS = ("tab", "year", *BY, "by", "again")
WIDTHS = {"programme": 250, "department": 220, "faculty": 220, "form": 200, "study_form": 140, "language": 130,
          "funding": 170}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """The year, whose figures, the cut, rows by year (of one or five), and the words of values."""

    year: int
    rows: dict[int, list[Row]]
    seen: Seen
    cut: Cut
    words: tables.Words

    def heard(self, year: int | None = None, again: bool | None = None) -> list[Row]:
        """Rows of what was heard in the cut; again: those who come a further time instead."""
        cut = self.cut if again is None else Cut(**(vars(self.cut) | {"again": again}))
        return forms(narrowed(self.rows[year or self.year], cut))

    def people(self, year: int | None = None) -> list[Row]:
        """Rows of graduates, each once; a form of attestation does not narrow them."""
        return people(narrowed(self.rows[year or self.year], self.cut), self.seen)

    @property
    def period(self) -> str:
        """The year and the cut in words."""
        said = [self.words[b](v) for b in BY if (v := getattr(self.cut, b)) is not None]
        again = {True: "again_1", None: "again_all"}.get(self.cut.again)
        return ", ".join([str(self.year), *said, *([T(f"{AREA}.{again}")] if again else [])])


def tab() -> str:
    """The part of the page that is open."""
    words = {n: T(f"{AREA}.tab_{n}") for n in TABS}
    key, asked = f"v:{AREA}.tab", st.query_params.get("tab", "")
    st.session_state[key] = asked if asked in TABS else TABS[0]
    found = st.segmented_control(
        T(f"{AREA}.tabs"), TABS, required=True, key=key, on_change=_turned, format_func=lambda n: words.get(n, n),
        label_visibility="collapsed",
    )  # fmt: skip
    return found or TABS[0]


def _turned() -> None:
    st.query_params["tab"] = st.session_state[f"v:{AREA}.tab"] or TABS[0]


def year(desk: Desk) -> int | None:
    """The year that is looked at; None, with a word, where there is none."""
    known = years(desk.store)
    if not known:
        empty(f"{AREA}.no_years", f"{AREA}.no_years_hint", "pages/commissions.py", "menu.commissions")
        return None
    return pick("year", known, str, 110, _usual(known, desk.today().year), False, AREA)


def _usual(known: Sequence[int], now: int) -> int:
    return next((y for y in known if y <= now), known[-1])


def chosen(desk: Desk, wide: bool = False) -> Chosen | None:
    """Draw the filters; what they chose. wide: five years are read, else the one that is looked at."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at = year(desk)
        if at is None:
            return None
        seen, words = seen_by(desk), tables.words_of(desk, lang())
        wanted = tuple(range(at - YEARS + 1, at + 1)) if wide else (at,)
        rows = _rows(seen, desk.store.name, generation(desk.store), wanted, desk.store)
        cut = _cut([r for y in wanted for r in rows[y]], words)
    return Chosen(at, rows, seen, cut, words)


def _cut(rows: Sequence[Row], words: tables.Words) -> Cut:
    found: dict[str, Any] = {}
    for name in BY:
        known = sorted(values(rows, name), key=lambda v: order_key(words[name](v)))  # noqa: B023
        if len(known) < 2:
            continue  # nothing to choose between
        found[name] = pick(name, known, words[name], WIDTHS[name], area=AREA)
        rows = [r for r in rows if found[name] is None or r[name] == found[name] or (name == "form" and not r["form"])]
    said = {v: T(f"{AREA}.again_{v}") for v in ("0", "1", "all")}
    which = pick("again", list(said), said.__getitem__, 190, "0", False, AREA)
    return Cut(**found, again={"1": True, "all": None}.get(which or "0", False))


def by(of: Chosen) -> str:
    """By what the figures are broken down: one of the cuts that has several values here."""
    many = [b for b in BY if len({r[b] for r in of.heard()}) > 1] or ["form"]
    said = {b: T(f"{AREA}.{b}") for b in many}
    return pick("by", many, said.__getitem__, 240, many[0], False, AREA) or many[0]


# Whose figures is the key, as on the home page: whoever may see them sees the same.
@st.cache_data(ttl="10m", max_entries=60, show_spinner=False)
def _rows(seen: Seen, base: str, generation: int, wanted: tuple[int, ...], _store: Store) -> dict[int, list[Row]]:
    return of_years(_store, seen, wanted)
