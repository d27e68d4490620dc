"""The difference of two curricula, line by line."""

from __future__ import annotations

import streamlit as st

from core.curricula import lists, table
from core.curricula.rules import Changed, compared
from core.db.store import Row
from core.desk import Desk
from core.ui.curricula.acts import kin_word
from core.ui.page import T, lang
from core.ui.tables import plain_table
from schemas.curriculum import Curriculum, CurriculumLine


def difference(desk: Desk, of: Curriculum, kin: list[Row]) -> None:
    """Choose what to compare with (the one before it at first), then what was added, taken out, moved, changed."""
    others = {r["_id"]: r for r in kin if r["_id"] != of.id}
    if not others:
        st.info(T("curricula.nothing_to_compare"))
        return
    words = {i: kin_word(r) for i, r in others.items()}
    ids = list(others)
    first = lists.before(kin, of)
    chosen = st.selectbox(
        T("curricula.against"), ids, index=ids.index(first) if first in others else 0, key=f"v:against:{of.id}",
        format_func=lambda i: words.get(i, str(i)),
    )  # fmt: skip
    was = desk.get(Curriculum, chosen or ids[0], "curriculum.read")
    found = compared(was.lines, of.lines)
    if not found:
        st.success(T("curricula.same"), icon=":material/check_circle:")
        return
    heads = ("what", "semester", "code", "name", "how")
    rows = [_row(c) for c in found]
    plain_table([T(f"curricula.{h}") for h in heads], rows, right=(1,), widths=(140, 70, 90, 320))


def _row(change: Changed) -> list[str]:
    line = change.now or change.was
    assert line is not None  # one of them is always there
    kind = _kind(change)
    return [
        T(f"curricula.{kind}"), str(line.semester), line.code, line.discipline.label.get(lang()),
        "; ".join(_how(change, f) for f in change.fields) or _whole(line),
    ]  # fmt: skip


def _kind(change: Changed) -> str:
    if change.was is None:
        return "added"
    if change.now is None:
        return "removed"
    return "moved" if "semester" in change.fields else "changed"


def _how(change: Changed, name: str) -> str:
    assert change.was is not None and change.now is not None  # only such have fields
    was, now = (table.words(x, lang())[name] or "—" for x in (change.was, change.now))
    return f"{table.spec_of(name).label(lang())}: {was} → {now}"


def _whole(line: CurriculumLine) -> str:
    said = table.words(line, lang())
    return f"{said['cycle']} {said['component']}, {T('curricula.credits')}: {said['credits']}"
