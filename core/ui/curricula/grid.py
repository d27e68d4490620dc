"""The grid of a curriculum: typed like a table, breaches beside the rows, sums as one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import streamlit as st

from core import curricula, references
from core.curricula import drafts, table
from core.curricula.drafts import GridRow
from core.curricula.rules import Breach
from core.curricula.table import Read
from core.desk import Desk
from core.errors import NotFound, Problems, RuleBroken, Unavailable
from core.i18n import known, t
from core.ui.curricula.stale import meeting
from core.ui.curricula.sums import summary
from core.ui.forms import asked
from core.ui.grid import Column, Edit, NotStored, Texts, marks_grid
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang, signed_in
from core.ui.style import safe
from schemas.base import Id, Ref, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.words import CurriculumState

# Columns that are looked at together; no set is wider than a page of 1,440 points, so remarks stand beside the rows.
SETS = {
    "plan": ("cycle", "component", "credits", "lesson", "block", "choose"),
    "control": ("control", "lecture_hours", "class_hours", "accompanist_hours", "counts_in_gpa"),
    "department": ("credits", "department"),
}
WIDTHS = {
    "semester": 34, "code": 66, "cycle": 36, "component": 44, "credits": 30, "lesson": 165, "control": 186, "block": 50,
    "choose": 36, "lecture_hours": 56, "class_hours": 62, "accompanist_hours": 72, "department": 380,
    "counts_in_gpa": 40,
}  # fmt: skip
WIDE = 880  # pixels of all columns but the remarks
# Beside which cell a breach of a line is told.
CELL = {
    "beyond_semesters": "semester", "prerequisite_never": "code", "prerequisite_later": "semester", "small": "credits",
    "block_no_choice": "choose", "block_unequal": "block",
}  # fmt: skip
MORE = 5


def grid(desk: Desk, id: Id) -> None:
    """Draw the grid of a curriculum; only this part runs again at each typed cell."""
    now = desk.get(Curriculum, id, "curriculum.read")
    editable = now.state is CurriculumState.draft and desk.may("curriculum.edit")
    draft = drafts.of(desk, id) if editable else None
    if editable:
        _company(desk, id)
        if draft and draft.base != now.revision:
            meeting(desk, now, draft)
    rows = drafts.composed(now, draft, lang())
    got = table.read(desk.store, [(r.id, r.cells) for r in rows], lang(), now.lines)
    lines = now.lines if draft is None else as_lines(got)
    found = curricula.breaches_of(desk.store, now, lines)
    semester, columns = _view(now)
    shown = [n for n, r in enumerate(rows) if not semester or _in(r, semester)]
    _table(desk, now, rows, got, found, shown, columns, editable)
    if editable:
        _buttons(desk, now, rows, got, draft, semester)
    bad = len({p.row for p in got.problems})
    summary(desk, now, lines, found, bad if draft else 0)


def as_lines(got: Read) -> list[CurriculumLine]:
    """The rows that could be read, as lines for the rules."""
    out = []
    for row, name in zip(got.lines, got.names, strict=True):
        if row is not None:
            ref = Ref(id=row["discipline"], label=Text(kk=name or "—"))
            out.append(CurriculumLine.model_validate({**row, "discipline": ref, "department": None}))
    return sorted(out, key=lambda x: x.semester)


def _company(desk: Desk, id: Id) -> None:
    for name, at in drafts.others(desk, id)[:3]:
        st.caption(f":material/group: {safe(T('curricula.others_type', name=name, at=at))}")


def _view(now: Curriculum) -> tuple[int, tuple[str, ...]]:
    """Which semester and which columns are looked at."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        every = {0: T("curricula.every_semester"), **{n: str(n) for n in range(1, now.semesters + 1)}}
        semester = st.segmented_control(
            T("curricula.semester"), list(every), default=0, key=f"v:curriculum.semester:{now.id}", required=True,
            format_func=lambda n: every.get(n, str(n)), width="content",
        )  # fmt: skip
        words = {k: T(f"curricula.columns_{k}") for k in SETS}
        chosen = st.segmented_control(
            T("curricula.columns"), list(SETS), default="plan", key="v:curriculum.columns", required=True,
            format_func=lambda k: words.get(k, k), width="content",
        )  # fmt: skip
    return int(semester or 0), ("semester", "code", *SETS[chosen or "plan"])


def _in(row: GridRow, semester: int) -> bool:
    return row.cells.get("semester", "").strip() in ("", str(semester))


def _table(
    desk: Desk, now: Curriculum, rows: Sequence[GridRow], got: Read, found: Sequence[Breach], shown: Sequence[int],
    names: tuple[str, ...], editable: bool,
) -> None:  # fmt: skip
    cells = {
        (rows[n].id, c): rows[n].cells.get(c) or got.filled[n].get(c, "")
        for n in shown for c in names
    }  # fmt: skip
    for n in shown:
        cells[rows[n].id, "name"] = _name(rows[n], got.names[n])
        cells[rows[n].id, "sign"] = _sign(now, rows[n], got.lines[n])
    marks_grid(
        key=f"curriculum:{now.id}", rows=[{"id": rows[n].id} for n in shown], columns=_columns(names, editable),
        cells=cells, problems=_problems(rows, got, found, names) if editable else {}, others={}, texts=_texts(editable),
        on_edits=lambda edits: _keep(desk, now.id, edits), readonly=not editable, owner=desk.actor.id,
    )  # fmt: skip


def _columns(names: tuple[str, ...], editable: bool) -> list[Column]:
    numbers = {"semester", "credits", "choose", "lecture_hours", "class_hours", "accompanist_hours"}
    typed = [
        Column(c, _head(c), True, "number" if c in numbers else "text", WIDTHS[c])
        for c in names
    ]  # fmt: skip
    sign = [Column("sign", T("curricula.sign"), width=14)] if editable else []
    taken = sum(WIDTHS[c] + 16 for c in names) + 30  # the browser adds 16 to each column
    name = Column("name", T("curricula.name"), kind="name", width=max(170, WIDE - taken - 16))
    return [*sign, *typed[:2], name, *typed[2:]]


def _head(name: str) -> str:
    """A short heading where the field's own name is longer than its cells."""
    key = f"curricula.head_{name}"
    return T(key) if known(key) else table.spec_of(name).label(lang())


def _name(row: GridRow, title: str) -> str:
    return title or (
        row.line.discipline.label.get(lang()) if row.line and row.cells.get("code") == row.line.code else ""
    )


def _sign(now: Curriculum, row: GridRow, read: dict[str, Any] | None) -> str:
    """Was the row added, left out, changed?"""
    if row.line is None:
        return "+" if row.cells.get("code", "").strip() else ""
    if not row.cells["code"].strip():
        return "−"
    return "~" if row.cells != table.words(row.line, lang()) else ""


def _problems(
    rows: Sequence[GridRow], got: Read, found: Sequence[Breach], names: tuple[str, ...]
) -> dict[tuple[Id, str], str]:
    told: dict[tuple[Id, str], list[str]] = {}

    def say(row: Id, column: str, words: str) -> None:
        told.setdefault((row, column if column in names else "code"), []).append(words)

    for problem in got.problems:
        say(rows[problem.row or 0].id, problem.field, plainly(problem))
    for breach in found:
        if breach.line and not breach.warning:
            say(breach.line, CELL.get(breach.key.removeprefix("curricula."), "code"), T(breach.key, **breach.values))
    return {place: "; ".join(words) for place, words in told.items()}


def _texts(editable: bool) -> Texts:
    kept = {"time", "count", "pasted", "left", "who", "when", "text"}
    said = {k: t(f"grid.{k}", lang(), **{p: "{" + p + "}" for p in kept}) for k in Texts.__annotations__}
    return cast(Texts, {**said, "grid": T("curricula.grid"), "ready": T("curricula.grid_ready") if editable else ""})


def _keep(desk: Desk, id: Id, edits: list[Edit]) -> Iterable[int]:
    """Store what was typed; a callback runs before the page's guard, so it asks whether the session still stands."""
    if not signed_in(desk):
        raise NotStored
    try:
        drafts.keep(desk, id, [(e.row, e.column, e.text) for e in edits])
    except Unavailable:
        raise NotStored from None
    except (RuleBroken, NotFound):
        return [e.seq for e in edits]
    return []


def _buttons(
    desk: Desk, now: Curriculum, rows: Sequence[GridRow], got: Read, draft: drafts.Draft | None, semester: int
) -> None:  # fmt: skip
    st.caption(safe(T("curricula.legend")) + " " + safe(T("curricula.grid_keep")))
    first = {"semester": str(semester)} if semester else {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why = asked("curricula.save", "optional", "primary", ":material/save:", now.id, disabled=draft is None,
                    act="curriculum.edit")  # fmt: skip
        with st.popover(T("curricula.add_rows"), icon=":material/add:"):
            many = st.number_input(T("curricula.lines"), 1, 60, MORE, key=f"v:rows:{now.id}")
            if st.button(T("curricula.add"), key=f"rows:{now.id}"):
                with shown_errors():
                    drafts.add(desk, now.id, [dict(first)] * int(many))
                    st.rerun()
        _catalogue(desk, now, first)
        if st.button(T("curricula.discard"), icon=":material/undo:", disabled=draft is None, key=f"drop:{now.id}"):
            drafts.drop(desk, now.id)
            done("curricula.discarded")
    if why and draft:
        _save(desk, now.id, draft, got, why)


def _catalogue(desk: Desk, now: Curriculum, first: dict[str, str]) -> None:
    """Disciplines chosen by code or title, as new rows."""
    with st.popover(T("curricula.add_disciplines"), icon=":material/library_add:"):
        n = st.session_state.setdefault(f"add!{now.id}", 0)
        where, fields = {"active": {"$ne": False}}, {"code": 1, "name": 1}
        found = desk.rows(Discipline, "reference.read", where, fields, [("code", 1)], references.MOST)
        codes = {r["_id"]: r["code"] for r in found}
        # With the code before it: the list sends the words it shows, and two disciplines may have one title.
        options = {r["_id"]: f"{r['code']} {Text.model_validate(r['name']).get(lang())}" for r in found}
        chosen = st.multiselect(
            T("curricula.name"), list(options), format_func=lambda i: options.get(i, i),
            key=f"add:{now.id}:{n}", placeholder=T("common.choose"),
        )  # fmt: skip
        if st.button(T("curricula.add"), key=f"add-go:{now.id}", disabled=not chosen):
            with shown_errors():
                drafts.add(desk, now.id, [{**first, "code": codes[i]} for i in chosen])
                st.session_state[f"add!{now.id}"] = n + 1
                st.rerun()


def _save(desk: Desk, id: Id, draft: drafts.Draft, got: Read, why: Any) -> None:
    if got.problems:
        st.error(T("curricula.typed_bad", n=len(got.problems)), icon=":material/error:")
        return
    with shown_errors():
        try:
            curricula.edit(desk, id, draft.base, got.whole(), why)
        except Problems as e:
            st.error("\n".join(f"- {safe(plainly(p))}" for p in e.problems))
            return
        drafts.drop(desk, id)
        done("curricula.saved")
