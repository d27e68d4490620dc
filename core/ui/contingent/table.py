"""The contingent of a day: a table of one cut by another, a picture, the people behind each number, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import streamlit as st

from core import contingent
from core.contingent import Cut, Move, papers
from core.desk import Desk
from core.results.reading import least_shown
from core.ui.charts import XLSX, Chart, Series, bars
from core.ui.contingent import behind, chooser
from core.ui.contingent.chooser import Words
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe, shown
from core.ui.tables.canvas import table_drawn

ADDRESS = ("day", "count", "rows", "columns", "r", "c")
MANY = 25  # values of a cut in one picture
STACKED = 7  # values of the other cut that a bar is made of
SHORT = 12  # letters of a name that stands under a bar
ALL = "*"
HIDDEN = "…"


@dataclass(frozen=True)
class Cross:
    """The table: values of the cut of its rows and of its columns (one, None, where there is none), and the studies."""

    rows: Cut
    columns: Cut | None
    down: list[Any]
    along: list[Any]
    cells: dict[tuple[Any, ...], list[Move]]
    least: int = 0  # of a sensitive cut: fewer people are not shown

    @cached_property
    def guarded(self) -> bool:
        """Is it by a sensitive field?"""
        return any(c is not None and c.guarded for c in (self.rows, self.columns))

    @cached_property
    def veil(self) -> list[list[bool]]:
        """Which figures are not shown, the sums last."""
        along: list[int | None] = [*range(len(self.along)), None]
        table = [[self.count(r, c) for c in along] for r in [*range(len(self.down)), None]]
        return contingent.veiled(table, self.least) if self.guarded else [[False] * len(along) for _ in table]

    def away(self, r: int | None, c: int | None) -> bool:
        """Is a figure not shown?"""
        return self.veil[-1 if r is None else r][-1 if c is None else c]

    def shown(self, r: int | None, c: int | None) -> int | str:
        """A figure as it is shown; one that is not says only that there are some."""
        return HIDDEN if self.away(r, c) else self.count(r, c)

    def at(self, r: int | None, c: int | None) -> list[Move]:
        """The studies of a cell; None: of a whole row or column."""
        rows = self.down if r is None else [self.down[r]]
        columns = self.along if c is None else [self.along[c]]
        return [m for v in rows for w in columns for m in self.cells.get((v, w), [])]

    def count(self, r: int | None, c: int | None) -> int:
        """How many they are."""
        return len(self.at(r, c))


def screen(desk: Desk) -> None:
    """The whole page."""
    of = chooser.words(desk)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = chooser.day("day", desk.today(), T("contingent.on_day"))
        leave = chooser.with_leave()
        rows = chooser.cut("rows", of, "faculty", T("contingent.rows"))
        assert rows is not None  # one is always chosen
        columns = chooser.cut("columns", of, "year", T("contingent.columns"), empty=True, but=(rows.name,))
        whole = contingent.studying(desk, day, leave)
        where = chooser.narrowed(of, lambda n: list({c.value(m.now or {}, day) for c in [of.cuts[n]] for m in whole}))
    found = contingent.studying(desk, day, leave, where) if where else whole
    said = chooser.told(of, where, leave)
    if not whole:
        empty("contingent.none", "contingent.none_hint", "pages/students.py", "menu.students")
        return
    _metrics(desk, found, day, leave, where)
    cells = contingent.counted(found, day, rows, columns)
    cross = Cross(
        rows, columns, of.ordered(rows.name, list({k[0] for k in cells})),
        of.ordered(columns.name, list({k[1] for k in cells})) if columns else [None], cells, least_shown(desk.store),
    )  # fmt: skip
    if not found:
        st.info(T("contingent.nobody"), icon=":material/inbox:")
        return
    _table(of, cross, said, day)
    _opened(desk, of, cross, day)
    _picture(of, cross, said, day)
    _files(desk, of, cross, said, day)


def _metrics(desk: Desk, found: Sequence[Move], day: date, leave: bool, where: dict[str, Any]) -> None:
    both = contingent.studying(desk, day, not leave, where)
    all_, active = (found, both) if leave else (both, found)
    metrics([
        (T("contingent.with_leave_short"), len(all_), T("contingent.count_help")),
        (T("contingent.without_leave_short"), len(active), T("contingent.count_help")),
        (T("contingent.on_leave"), len(all_) - len(active), None),
        (T("contingent.persons"), len({m.student for m in found}), T("contingent.persons_help")),
    ])  # fmt: skip


def heads(of: Words, cross: Cross) -> list[str]:
    """Headings of the table."""
    along = [of.value(cross.columns.name, v) for v in cross.along] if cross.columns else []
    return [of.label(cross.rows.name), *along, T("contingent.all")]


def lines(of: Words, cross: Cross) -> list[list[Any]]:
    """Rows of the table, the last one their sum."""
    along: list[int | None] = [*range(len(cross.along))] if cross.columns else []
    found = [[of.value(cross.rows.name, v), *(cross.shown(r, c) for c in [*along, None])]
             for r, v in enumerate(cross.down)]  # fmt: skip
    return [*found, [T("contingent.all"), *(cross.shown(None, c) for c in [*along, None])]]


def _table(of: Words, cross: Cross, said: str, day: date) -> None:
    head, rows = heads(of, cross), lines(of, cross)
    table = chooser.figures(head, rows, [len(rows) - 1])
    head = list(table.data.columns)
    key = f"cross:{cross.rows.name}:{cross.columns.name if cross.columns else ''}:{day}:{hash((said, *head))}"
    places = ([*map(str, cross.down), ALL], ["", *(map(str, cross.along) if cross.columns else ()), ALL])
    table_drawn(
        table, hide_index=True, width="stretch", key=key, on_select=partial(_picked, key, head, *places),
        column_config=chooser.right(head), selection_mode="single-cell",
        height="content" if len(rows) <= 20 else 758,
    )  # fmt: skip
    st.caption(safe(T("contingent.said", day=day, said=said)))
    st.caption(T("contingent.veiled", n=cross.least) if cross.guarded else T("contingent.open_hint"))


def _picked(key: str, head: Sequence[str], down: Sequence[str], along: Sequence[str]) -> None:
    """A cell was chosen: the address names it, so the people behind it can be sent to a colleague."""
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(down):
        place = head.index(cells[0][1])
        st.query_params["r"], st.query_params["c"] = down[cells[0][0]], along[place] if place else ALL


def _place(values: Sequence[Any], name: str) -> tuple[bool, int | None]:
    asked = st.query_params.get(name, "")
    if asked == ALL:
        return True, None
    found = [n for n, v in enumerate(values) if str(v) == asked]
    return bool(found), found[0] if found else None


def _opened(desk: Desk, of: Words, cross: Cross, day: date) -> None:
    (there, r), (too, c) = _place(cross.down, "r"), _place(cross.along, "c")
    if not there or not too and cross.columns:
        return
    c = c if cross.columns else None
    if cross.away(r, c):
        st.info(T("contingent.veiled", n=cross.least), icon=":material/visibility_off:")
        return
    parts = [shown(day)]
    parts += [of.value(cross.rows.name, cross.down[r])] if r is not None else []
    parts += [of.value(cross.columns.name, cross.along[c])] if cross.columns and c is not None else []
    behind.draw(desk, of, ", ".join(parts), cross.at(r, c), "contingent")


def _picture(of: Words, cross: Cross, said: str, day: date) -> None:
    down = sorted(range(len(cross.down)), key=lambda r: -cross.count(r, None))[:MANY]
    down = sorted(down)
    places = tuple(of.value(cross.rows.name, cross.down[r]) for r in down)
    along: list[int | None] = [*range(len(cross.along))] if cross.columns and len(cross.along) <= STACKED else [None]
    names = [T("contingent.studies") if c is None or not cross.columns else of.value(cross.columns.name, cross.along[c])
             for c in along]  # fmt: skip
    series = tuple(
        Series(n, tuple(0 if cross.away(r, c) else cross.count(r, c) for r in down))
        for n, c in zip(names, along, strict=True)
    )
    title = of.label(cross.rows.name)
    if cross.columns and len(along) > 1:
        title = T("contingent.by_two", rows=title, columns=of.label(cross.columns.name))
    bars(Chart(
        title, of.label(cross.rows.name), places, series, T("contingent.unit"), f"{shown(day)}; {said}",
        T("contingent.source"),
    ), "contingent", stacked=len(series) > 1, across=max(map(len, places), default=0) > SHORT)  # fmt: skip


def _files(desk: Desk, of: Words, cross: Cross, said: str, day: date) -> None:
    head, rows, spoken = heads(of, cross), lines(of, cross), lang()
    note = T("contingent.said", day=day, said=said)
    people = len({m.student for m in cross.at(None, None)})
    with st.container(horizontal=True):
        given(T("contingent.xlsx"), f"contingent-{day.isoformat()}.xlsx",
              lambda: papers.xlsx(desk, "contingent.title", note, head, rows, spoken), "contingent.xlsx", XLSX,
              icon=":material/table_view:")  # fmt: skip
        if desk.store.one("office", {}, {"_id": 1}):
            given(T("contingent.pdf"), f"contingent-{day.isoformat()}.pdf",
                  lambda: papers.day_pdf(desk, day, said, people, head, rows, spoken), "contingent.pdf",
                  icon=":material/picture_as_pdf:")  # fmt: skip
