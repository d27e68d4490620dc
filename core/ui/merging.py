"""Two records of one person on the screen: side by side, what goes over, what stands in the way, the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core import students
from core.audit.words import field_word
from core.db.codec import plain
from core.desk import Desk
from core.errors import NotFound, OfficeError
from core.search import full_name
from core.students import merging
from core.ui.card.results import credits_word
from core.ui.forms import asked
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from core.ui.tables.cells import masked, text
from schemas.base import Id
from schemas.merge import Merge, MergeState
from schemas.student import Student

COLOURS: dict[str, Any] = {"proposed": "orange", "confirmed": "green", "declined": "gray", "undone": "blue"}


def chosen_pair(desk: Desk) -> tuple[Id, Id] | None:
    """The two records by their numbers: typed, or taken from the list of likely pairs; None until both are found."""
    first, second = st.query_params.get("keep", ""), st.query_params.get("other", "")
    st.session_state.setdefault("v:merge:keep", first)
    st.session_state.setdefault("v:merge:other", second)
    with st.container(horizontal=True):
        keep = st.text_input(T("records.keep_number"), key="v:merge:keep", width=280).strip()
        other = st.text_input(T("records.other_number"), key="v:merge:other", width=280).strip()
    if not keep or not other:
        return None
    with shown_errors():
        return _found(desk, keep), _found(desk, other)
    return None


def _found(desk: Desk, number: str) -> Id:
    id = students.id_of(desk, number)
    if id is None:
        raise NotFound("records.no_number", number=number)
    return id


def pairs(desk: Desk) -> None:
    """Records that may be one person, each with a button that puts the two side by side."""
    found = merging.pairs(desk)
    if not found:
        empty("records.merge_none", "records.merge_none_hint")
        return
    st.subheader(T("records.merge_pairs", n=len(found)), anchor=False)
    for rows in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            numbers = [r["number"] for r in rows]
            st.markdown(f"**{safe(full_name(rows[0]))}** · {safe(', '.join(numbers))}", width="stretch")
            st.button(
                T("records.compare_pair"), key=f"pair:{rows[0]['_id']}", on_click=_take, args=(numbers[0], numbers[1])
            )


def _take(keep: str, other: str) -> None:
    st.session_state["v:merge:keep"], st.session_state["v:merge:other"] = keep, other


def compared(desk: Desk, keep: Id, other: Id) -> None:
    """Both records side by side and the proposal to join them."""
    seen = merging.preview(desk, keep, other)
    side_by_side(seen)
    words = {s.path: field_word("students", s.path, lang()) for s in seen.fields}
    take = st.multiselect(
        T("records.take_fields"), list(words), seen.suggested, format_func=lambda p: words.get(p, p),
        key=f"v:merge:take:{keep}:{other}",
    )  # fmt: skip
    why = asked(
        "records.propose_merge", type="primary", name=f"{keep}{other}", disabled=seen.blocked, icon=":material/merge:",
        act="merge.propose",
    )  # fmt: skip
    if why:
        with shown_errors():
            merge = merging.propose(desk, keep, other, take, why)
            done("records.merge_proposed", number=merge.number)


def side_by_side(seen: merging.Preview, choices: Sequence[str] | None = None) -> None:
    """What the merge would be; `choices`: what of it was chosen to be taken (✓ stands by the value that will stand)."""
    _in_the_way(seen)
    heads = [T("common.what"), *(T(f"records.{k}") for k in ("stays", "joined"))]
    rows = [[T("students.col_number"), seen.keep.number, seen.other.number],
            [T("students.col_name"), seen.keep.name.full(), seen.other.name.full()]]  # fmt: skip
    for spec in seen.fields:
        values = [_cell(spec, student) or "—" for student in (seen.keep, seen.other)]
        if choices is not None:
            values[spec.path in choices] += " ✓"
        rows.append([field_word("students", spec.path, lang()), *values])
    plain_table(heads, rows)
    if not seen.fields:
        st.caption(T("records.no_differences"))
    st.markdown(f"**{T('records.brought_title')}**")
    opened = [s for s in seen.other.studies if s.programme or s.record]
    for study in opened:
        name = shown(study.programme.label) if study.programme else "—"
        n, credits = len(study.record), credits_word(study.totals.credits)
        st.markdown("- " + safe(T("records.brought_line", programme=name, n=n, credits=credits)))
    if not opened:
        st.caption(T("records.no_study_opened" if seen.other.studies else "records.no_studies"))
    if seen.other.papers:
        st.markdown("- " + T("records.brought_papers", n=len(seen.other.papers)))


def _cell(spec: Any, student: Student) -> str:
    said = text((spec.path, spec), plain(student), lang())
    return masked(said) if spec.path == "iin" and "•" not in said else said


def _in_the_way(seen: merging.Preview) -> None:
    for key, blocks in (("records.blocks", True), ("records.look_at", False)):
        found = [c for c in seen.conflicts if c.blocks is blocks]
        if found:
            said = "\n".join(f"- {safe(T(c.key, **c.values))}" for c in found)
            box, icon = (st.error, "block") if blocks else (st.warning, "visibility")
            box(f"{T(key)}\n\n{said}", icon=f":material/{icon}:")


def log(desk: Desk) -> None:
    """Every merge: those that wait with their preview and decision, those in force with the way back."""
    st.subheader(T("records.merge_log"), anchor=False)
    found = merging.merges(desk)
    if not found:
        st.caption(T("records.log_empty"))
    for merge in found:
        with st.container(border=True):
            _one(desk, merge)


def _one(desk: Desk, merge: Merge) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        said = f"{merge.keep.label.get(lang())} ({merge.keep_number}) ← {merge.other_number}"
        st.markdown(f"**{safe(merge.number)}** · {safe(said)}", width="content")
        badge(merge.state, COLOURS[merge.state.value])
        go("pages/student.py", "records.open_card", key=f"card:{merge.id}", id=merge.keep.id)
    st.caption(safe(T("records.by_line", name=merge.by.name, at=merge.at)) + " · " + safe(merge.reason))
    if merge.decided and merge.decided_at:
        st.caption(safe(T("records.by_line", name=merge.decided.name, at=merge.decided_at)))
    if merge.undone and merge.undone_at:
        st.caption(safe(T("records.by_line", name=merge.undone.name, at=merge.undone_at)) + " · " + safe(merge.note))
    if merge.state is MergeState.proposed:
        _deciding(desk, merge)
    elif merge.state is MergeState.confirmed:
        why = asked("records.undo_merge", name=merge.id, icon=":material/undo:", act="merge.undo")
        if why:
            with shown_errors():
                merging.undo(desk, merge.id, merge.revision, why)
                done("records.merge_undone")


def _deciding(desk: Desk, merge: Merge) -> None:
    try:
        seen = merging.preview(desk, merge.keep.id, merge.other.id)
    except OfficeError as e:
        st.caption(safe(sentence(e)))
        return
    side_by_side(seen, merge.choices)
    own = merge.by.id == desk.actor.id
    if own:
        st.caption(T("records.other_hand"))
    with st.container(horizontal=True), shown_errors():
        yes = not own and asked(
            "records.confirm_merge", need="optional", type="primary", name=merge.id, disabled=seen.blocked,
            act="merge.confirm",
        )  # fmt: skip
        no = asked("records.withdraw" if own else "records.decline", name=merge.id, act="merge.decline")
        if yes:
            merging.confirm(desk, merge.id, merge.revision, (seen.keep.revision, seen.other.revision), yes)
            done("records.merge_confirmed")
        if no:
            merging.decline(desk, merge.id, merge.revision, no)
            done("records.merge_declined", number=merge.number)
