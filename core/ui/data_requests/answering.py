"""Answering in the browser: words, a table that is typed or pasted from Excel, files; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, cast

import streamlit as st
from pydantic import Field

from core import data_requests, files
from core.data_requests import drafts, table
from core.desk import Desk
from core.errors import Forbidden, NotFound, Problem, Problems, RuleBroken, Unavailable
from core.fields import describe
from core.i18n import t
from core.ui.files import brought_several
from core.ui.forms import form
from core.ui.grid import Column, Edit, NotStored, Texts, marks_grid
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang, signed_in
from core.ui.style import safe
from schemas.base import Id, Model, Show
from schemas.data_request import ROWS, DataRequest, UnitAnswer, Wanted

SPARE = 8  # empty rows under those that are filled


class Answering(Model):
    """The words of an answer as they are typed."""

    text: Annotated[str, Field(max_length=10_000), Show("Жауап мәтіні", "Текст ответа", "Text of the answer",
                                                        area=True)] = ""  # fmt: skip


def draw(desk: Desk, of: DataRequest, row: UnitAnswer, own: bool) -> None:
    """The answer of a unit by its own people; own=False: written down by the office from paper, with the reason."""
    key = f"data_answer:{row.id}"
    turn = st.session_state.get(f"{key}!n", 0)
    rows: list[list[str]] = []
    if Wanted.table in of.forms:
        rows = _table(desk, of, row) if own else _from_paper(of, row)
    held = brought_several(desk, T("data_requests.answer_files"), f"{key}:file:{turn}")
    before = {"text": row.last.text} if row.last else {}
    filled = form(desk, describe(Answering), key, before, T("data_requests.answer"), "no" if own else "required",
                  revision=row.revision)  # fmt: skip
    if filled:
        with shown_errors(key):
            ready = [files.ready(desk, name, data) for name, data in held]
            text = filled.values["text"] or ""
            try:
                data_requests.answer(desk, row.id, filled.revision, text, rows, ready, filled.why)
            except Problems as e:
                raise Problems([_beside(p, of) for p in e.problems]) from None
            if own:
                drafts.drop(desk, row.id)
            done("data_requests.answered")


def _beside(problem: Problem, of: DataRequest) -> Problem:
    """A wrong cell said by its row and its heading; the rest beside its own field."""
    if problem.field.isdigit():
        column = of.columns[int(problem.field)].title
        values = {"row": (problem.row or 0) + 1, "column": column, "what": plainly(Problem("", problem.key,
                                                                                         problem.values))}  # fmt: skip
        return Problem("table", "data_requests.cell", values)
    return problem


def _table(desk: Desk, of: DataRequest, row: UnitAnswer) -> list[list[str]]:
    """The grid with what was typed; the rows as they stand."""
    first = row.last.rows if row.last else []
    rows = drafts.of(desk, row.id, len(of.columns))
    rows = [list(r) for r in first] if rows is None else rows
    _paste(desk, of, row, rows)
    wrong = table.checked(rows, of.columns)
    cells = {(drafts.row_id(n), f"c{m}"): c for n, r in enumerate(rows) for m, c in enumerate(r)}
    told = {(drafts.row_id(p.row or 0), f"c{p.field}"): plainly(p) for p in wrong if p.field.isdigit()}
    wide = max(110, min(260, 880 // len(of.columns)))
    columns = [
        Column(f"c{m}", c.title + ("" if c.needed else " ○"), editable=True, width=wide)
        for m, c in enumerate(of.columns)
    ]  # fmt: skip
    number = Column("n", "№", kind="number", width=40)
    marks_grid(
        key=f"data_answer:grid:{row.id}",
        rows=[{"id": drafts.row_id(n), "n": str(n + 1)} for n in range(min(ROWS, _filled_to(rows) + SPARE))],
        columns=[number, *columns], cells=cells, problems=told, others={}, texts=_texts(),
        on_edits=lambda edits: _keep(desk, row.id, edits, first), owner=desk.actor.id,
    )  # fmt: skip
    st.caption(T("data_requests.grid_hint"))
    return rows


def _filled_to(rows: Sequence[Sequence[str]]) -> int:
    return max((n + 1 for n, r in enumerate(rows) if any(c.strip() for c in r)), default=0)


def _paste(desk: Desk, of: DataRequest, row: UnitAnswer, rows: Sequence[Sequence[str]]) -> None:
    with st.popover(T("data_requests.paste"), icon=":material/content_paste:"):
        st.caption(safe(T("data_requests.paste_hint", columns=" · ".join(c.title for c in of.columns))))
        place = f"data_answer:paste:{row.id}:{st.session_state.get(f'paste!{row.id}', 0)}"
        text = st.text_area(T("data_requests.paste_here"), key=place, height=160)
        if lost := table.beyond(text, of.columns):
            st.warning(T("data_requests.paste_beyond", n=lost), icon=":material/warning:")
        if st.button(T("data_requests.paste_add"), key=f"{place}:go", disabled=not text.strip(), type="primary"):
            with shown_errors():
                drafts.put(desk, row.id, [*table.filled(rows), *table.pasted(text, of.columns)])
                st.session_state[f"paste!{row.id}"] = st.session_state.get(f"paste!{row.id}", 0) + 1
                st.rerun()


def _from_paper(of: DataRequest, row: UnitAnswer) -> list[list[str]]:
    """The office pastes the table of a unit that answered on paper or by mail."""
    heads = " · ".join(c.title for c in of.columns)
    text = st.text_area(T("data_requests.paste_here"), key=f"v:data_answer.paper:{row.id}:{row.revision}", height=160,
                        help=T("data_requests.paste_hint", columns=heads))  # fmt: skip
    return table.pasted(text, of.columns)


def _texts() -> Texts:
    kept = {"time", "count", "pasted", "left", "who", "when", "text"}
    said = {k: t(f"grid.{k}", lang(), **{p: "{" + p + "}" for p in kept}) for k in Texts.__annotations__}
    return cast(Texts, {**said, "grid": T("data_requests.grid"), "ready": T("data_requests.grid_ready")})


def _keep(desk: Desk, id: Id, edits: list[Edit], first: Sequence[Sequence[str]]) -> Iterable[int]:
    """Store what was typed; a callback runs before the page's guard, so it asks whether the session still stands."""
    if not signed_in(desk):
        raise NotStored
    try:
        drafts.keep(desk, id, [(e.row, e.column, e.text) for e in edits], first)
    except Unavailable:
        raise NotStored from None
    except (RuleBroken, NotFound, Forbidden):
        return [e.seq for e in edits]
    return []
