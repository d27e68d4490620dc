"""Changing one field of many students on the screen: chosen in the list, looked at, given a reason, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.errors import OfficeError
from core.fields import FieldSpec
from core.fields.spec import word_for
from core.i18n import moment
from core.students import many
from core.students.many import Line, Preview
from core.ui import jobs
from core.ui.forms import asked, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.mass_edit import MassEdit

CHOSEN, LOOKED = "mass_edit.ids", "mass_edit.looked"
SHOWN = 200  # rows of a preview
PAGE = "pages/mass_edit.py"


def marked(rows: list[Row]) -> None:
    """What may be done with the rows marked in a list of students."""
    if rows and st.button(T("mass_edit.marked", n=len(rows)), icon=":material/edit_attributes:", type="primary"):
        _take([r["_id"] for r in rows])


def all_found(desk: Desk, text: str, filters: dict[str, Any], n: int) -> None:
    """The same of all that a list has found."""
    if desk.may(many.RIGHT) and n <= many.ALL:
        words = T("mass_edit.all", n=n)
        if st.button(words, icon=":material/edit_attributes:", type="tertiary"):
            _take(many.matching(desk, text, filters))


def _take(ids: list[Id]) -> None:
    st.session_state[CHOSEN] = ids
    st.session_state.pop(LOOKED, None)
    st.switch_page(PAGE)


def chosen() -> list[Id]:
    """Whom the page is about."""
    found: list[Id] = st.session_state.get(CHOSEN, [])
    return found


def asking(desk: Desk, ids: Sequence[Id]) -> None:
    """The field, its new value, what would change, the act."""
    fields = dict(many.fields(desk.actor))
    names = {p: s.label(lang()) for p, s in fields.items()}
    st.markdown(T("mass_edit.chosen", n=len(ids)))
    path = st.selectbox(T("mass_edit.which"), list(names), key="v:mass_edit.path", width=420, index=None,
                        format_func=lambda p: names.get(p, str(p)), placeholder=T("common.choose"))  # fmt: skip
    if path not in fields:
        return
    spec, key = fields[path], f"mass_edit:{path}"
    filled = form(desk, [spec], key, {}, submit=T("mass_edit.look"), columns=1)
    if filled:
        with shown_errors(key):
            st.session_state[LOOKED] = many.preview(desk, ids, path, filled.values.get(spec.path))
    looked: Preview | None = st.session_state.get(LOOKED)
    if looked is None or looked.path != path:
        return
    _shown(spec, looked)
    if not looked.changes:
        return
    why = asked("mass_edit.do", type="primary", icon=":material/done_all:", act="student.edit_many")
    if why:
        with shown_errors("ask:mass_edit.do"):
            if len(looked.changes) > many.MOST:
                jobs.begun(many.JOB, many.begin(desk, path, looked.value, looked.seen, why))
                st.session_state.pop(LOOKED)
                done("mass_edit.begun", n=len(looked.changes))
            made = many.edit(desk, path, looked.value, looked.seen, why)
            st.session_state.pop(LOOKED)
            done("mass_edit.done", n=made.count, left=len(made.left))


def _shown(spec: FieldSpec, looked: Preview) -> None:
    with st.container(horizontal=True):
        st.badge(T("mass_edit.changes", n=len(looked.changes)), color="green", icon=":material/check:")
        if looked.left:
            st.badge(T("mass_edit.left", n=len(looked.left)), color="orange", icon=":material/block:")
        if looked.same:
            st.badge(T("mass_edit.same", n=len(looked.same)), color="gray")
    rows = [*looked.left, *looked.changes]
    if not rows:
        return
    heads = [T(f"mass_edit.{x}") for x in ("student", "number", "was", "now", "why")]
    plain_table(heads, [_row(spec, line) for line in rows[:SHOWN]])
    if len(rows) > SHOWN:
        st.caption(T("mass_edit.shown", n=SHOWN))


def _row(spec: FieldSpec, line: Line) -> list[str]:
    was, now = (word_for(spec, v, lang()) or T("mass_edit.empty") for v in (line.was, line.now))
    return [line.student.label.get(lang()), line.number, was, now, sentence(line.problem) if line.problem else ""]


def history(desk: Desk) -> None:
    """What was changed for many lately; each can be taken back once."""
    ended = jobs.news(desk, many.JOB)
    if ended:
        with shown_errors():
            jobs.refused(ended)
            total = ended["result"]
            st.success(T("mass_edit.done", n=total["changed"], left=total["left"]), icon=":material/check_circle:")
    st.subheader(T("mass_edit.history"), anchor=False)
    found = many.done(desk)
    if not found:
        st.caption(T("mass_edit.history_none"))
    specs = dict(many.fields(desk.actor))
    for one in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            _one(desk, one, specs.get(one.path))


def _one(desk: Desk, one: MassEdit, spec: FieldSpec | None) -> None:
    with st.container():
        value = "" if one.undoes or spec is None else word_for(spec, one.value, lang()) or T("mass_edit.empty")
        st.markdown(f"**{safe(one.number)}** · {safe(one.field.get(lang()))}" + (f": {safe(value)}" if value else ""))
        said = [moment(one.at, lang(), short=True), safe(one.by.name), T("mass_edit.changes", n=one.count)]
        said += [T("mass_edit.undoes", number=one.undoes.label)] if one.undoes else []
        said += [T("mass_edit.is_undone", number=one.undone_by.label)] if one.undone_by else []
        st.caption(" · ".join(said))
        if one.left:
            names = "; ".join(
                f"{x.number} {x.student.label.get(lang())} – {sentence(OfficeError(x.key, **x.values))}"
                for x in one.left[:10]
            )
            st.caption(safe(T("mass_edit.left_named", names=names)))
    if one.undone_by is None and spec is not None:
        why = asked("mass_edit.undo", name=one.id, hint="mass_edit.undo_hint", act="student.edit_many_undo")
        if why:
            with shown_errors():
                made = many.undo(desk, one.id, one.revision, why)
                done("mass_edit.undo_done", n=made.count, left=len(made.left))
