"""The movement of a period: opening, in by cause, out by cause, closing; moves inside; each number with its people."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from core import contingent
from core.contingent import Move, Movement, papers
from core.contingent.reading import PARTS, Line, cause
from core.desk import Desk
from core.ui.charts import XLSX, Chart, Series, bars
from core.ui.contingent import behind, chooser
from core.ui.contingent.chooser import Words
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe
from core.ui.tables.canvas import table_drawn

ADDRESS = ("first", "last", "count", "columns", "line", "c")
ALL = "*"
AGE = "age"  # changes without a cause


@dataclass(frozen=True)
class Asked:
    """The period, the count, the columns and what of them is narrowed to, with the movements they give."""

    first: date
    last: date
    leave: bool
    whole: Movement
    along: list[Hashable]
    by: dict[Hashable, Movement]
    heads: list[str]

    def movement(self, place: int) -> Movement:
        """The movement of a column; the last one is the whole."""
        return self.whole if place == len(self.along) else self.by[self.along[place]]

    @property
    def columns(self) -> range:
        """Places of all columns."""
        return range(len(self.along) + 1)


def screen(desk: Desk) -> None:
    """The whole page."""
    of = chooser.words(desk)
    today = desk.today()
    begun = date(today.year - (today.month < 9), 9, 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = chooser.day("first", begun, T("contingent.first"))
        last = chooser.day("last", today, T("contingent.last"))
        leave = chooser.with_leave()
        guarded = tuple(n for n, c in of.cuts.items() if c.guarded)  # moves are by twos and threes: they would name
        columns = chooser.cut("columns", of, "", T("contingent.columns"), empty=True, but=(AGE, *guarded))
        if first > last:
            st.warning(T("contingent.backwards"), icon=":material/event_busy:")
            return
        every = contingent.moved(desk, first, last, leave)
        where = chooser.narrowed(of, lambda n: _values(every, n), (AGE,))
    whole = contingent.moved(desk, first, last, leave, where) if where else every
    if not (every.opening or every.came or every.closing):
        empty("contingent.none", "contingent.none_hint", "pages/students.py", "menu.students")
        return
    by = contingent.moved_by(desk, first, last, leave, columns, where) if columns else {}
    along = of.ordered(columns.name, list(by)) if columns else []
    heads = [T("contingent.cause_of"), *([of.value(columns.name, v) for v in along] if columns else []),
             T("contingent.all")]  # fmt: skip
    asked = Asked(first, last, leave, whole, along, by, heads)
    said = chooser.told(of, where, leave)
    _metrics(whole)
    rows = _rows(asked)
    _table(rows, asked, said)
    _opened(desk, of, rows, asked)
    _picture(whole, asked, said)
    _files(desk, rows, asked, said)


def _values(found: Movement, name: str) -> Sequence[Any]:
    """What occurs of a cut in a period."""
    ends = (m.now for m in (*found.opening, *found.closing, *found.came))
    return list({u.get(name) for u in ends if u is not None})


def _metrics(found: Movement) -> None:
    metrics([
        (T("contingent.opening"), len(found.opening), None), (T("contingent.came"), len(found.came), None),
        (T("contingent.left"), len(found.left), None), (T("contingent.closing"), len(found.closing), None),
    ])  # fmt: skip
    assert found.balances  # by its very making; a page must never show another


@dataclass(frozen=True)
class Row:
    """A row of the table: by what the address names it, its words, the moves of each column."""

    key: str
    name: str
    moves: tuple[tuple[Move, ...], ...]
    sum: bool = False

    @property
    def counts(self) -> list[int]:
        """Its figures."""
        return [len(m) for m in self.moves]


def _rows(asked: Asked) -> list[Row]:
    """All rows of the table, in their order."""
    lines = [{x.key: x for x in contingent.moves(asked.movement(n))} for n in asked.columns]

    def whole(name: str) -> Row:
        moves = tuple(tuple(getattr(asked.movement(n), name)) for n in asked.columns)
        return Row(name, T(f"contingent.{name}"), moves, True)

    found = [whole("opening")]
    for part in PARTS:
        inner = _lines(part, lines)
        if part == "inside":
            found.append(whole("closing"))
            if inner:
                found.append(Row("", T("contingent.inside"), tuple(() for _ in asked.columns), True))
        else:
            found.append(whole(part))
        found += inner
    return found


def _lines(part: str, lines: Sequence[dict[str, Line]]) -> list[Row]:
    """The lines of a part over all columns: in the order of the whole, then what only columns have (from value to
    value, which is no move of the whole)."""
    keys = list(dict.fromkeys(k for of in [lines[-1], *lines[:-1]] for k in of if k.startswith(f"{part}:")))
    parents = list(dict.fromkeys(tuple(k.split(":")[:2]) for k in keys))
    keys.sort(key=lambda k: (parents.index(tuple(k.split(":")[:2])), k.count(":")))
    found = []
    for key in keys:
        of = next(x[key] for x in lines if key in x)
        name = ("– " if of.said is None else "      · ") + cause(of, lang())
        found.append(Row(key, name, tuple(x[key].moves if key in x else () for x in lines)))
    return found


def _table(rows: Sequence[Row], asked: Asked, said: str) -> None:
    said_rows = [[r.name, *(r.counts if r.key else [""] * len(asked.columns))] for r in rows]
    table = chooser.figures(asked.heads, said_rows, [n for n, r in enumerate(rows) if r.sum])
    heads = list(table.data.columns)
    key = f"movement:{asked.first}:{asked.last}:{hash((said, *heads))}"
    places = ["", *map(str, asked.along), ALL]
    table_drawn(
        table, hide_index=True, width="stretch", key=key, selection_mode="single-cell",
        on_select=partial(_picked, key, heads, [r.key for r in rows], places), column_config=chooser.right(heads),
        height="content" if len(rows) <= 30 else 1100,
    )  # fmt: skip
    period = chooser.span(asked.first, asked.last)
    st.caption(safe(T("contingent.moved_said", period=period, said=said)))
    st.caption(T("contingent.open_hint"))
    if asked.along:
        st.caption(T("contingent.columns_hint"))


def _picked(key: str, heads: Sequence[str], lines: Sequence[str], along: Sequence[str]) -> None:
    cells = st.session_state[key].selection.cells
    if cells and cells[0][0] < len(lines) and lines[cells[0][0]]:
        place = heads.index(cells[0][1])
        st.query_params["line"], st.query_params["c"] = lines[cells[0][0]], along[place] if place else ALL


def _opened(desk: Desk, of: Words, rows: Sequence[Row], asked: Asked) -> None:
    line, column = st.query_params.get("line", ""), st.query_params.get("c", ALL)
    found = next((r for r in rows if line and r.key == line), None)
    if found is None:
        return
    place = next((n for n, v in enumerate(asked.along) if str(v) == column), len(asked.along))
    name = found.name.strip(" –·")
    heading = name if place == len(asked.along) else f"{name}, {asked.heads[place + 1]}"
    ends = line in ("opening", "closing")
    behind.draw(desk, of, heading, found.moves[place], "movement", moved=not ends)


def _picture(whole: Movement, asked: Asked, said: str) -> None:
    lines = [x for x in contingent.moves(whole) if x.said is None and x.part != "inside"]
    kinds = list(dict.fromkeys(x.kind for x in lines))
    if not kinds:
        return
    counts = {(x.kind, x.part): len(x.moves) for x in lines}
    names = {x.kind: cause(x, lang()) for x in lines}
    series = tuple(
        Series(T(f"contingent.{part}"), tuple(counts.get((k, part), 0) for k in kinds)) for part in ("came", "left")
    )
    bars(Chart(
        T("contingent.movement"), T("contingent.cause_of"), tuple(names[k] for k in kinds), series,
        T("contingent.unit"), f"{chooser.span(asked.first, asked.last)}; {said}", T("contingent.source"),
    ), "movement", across=True)  # fmt: skip


def _files(desk: Desk, rows: Sequence[Row], asked: Asked, said: str) -> None:
    spoken, period = lang(), chooser.span(asked.first, asked.last)
    note = T("contingent.moved_said", period=period, said=said)
    lines = [[r.name, *(r.counts if r.key else [None] * len(asked.columns))] for r in rows]
    name = f"movement-{asked.first.isoformat()}-{asked.last.isoformat()}"
    with st.container(horizontal=True):
        given(T("contingent.xlsx"), f"{name}.xlsx",
              lambda: papers.xlsx(desk, "contingent.movement", note, asked.heads, lines, spoken), "movement.xlsx", XLSX,
              icon=":material/table_view:")  # fmt: skip
        if desk.store.one("office", {}, {"_id": 1}):
            given(T("contingent.pdf"), f"{name}.pdf",
                  lambda: papers.movement_pdf(desk, period, said, asked.heads, _parts(rows), spoken), "movement.pdf",
                  icon=":material/picture_as_pdf:")  # fmt: skip


def _parts(rows: Sequence[Row]) -> list[tuple[str, list[list[Any]]]]:
    """The rows for a paper: each sum heads the lines under it."""
    found: list[tuple[str, list[list[Any]]]] = []
    for row in rows:
        if not row.key:
            found.append((row.name, []))
        elif row.sum:
            found.append(("", [[row.name, *row.counts]]))
        else:
            found[-1][1].append([row.name, *row.counts])
    return found
