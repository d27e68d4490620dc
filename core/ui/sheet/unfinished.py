"""Unfinished results on the screen: who is due and overdue, what would follow from a lapse, a sheet for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

import pandas as pd
import streamlit as st

from core import sections, sheets
from core.desk import Desk
from core.fields import described
from core.i18n import date_short, number
from core.sheets import incomplete
from core.sheets.incomplete import Unfinished, Which
from core.sheets.register import mark_of
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang, tell
from core.ui.style import safe
from core.ui.tables import pager, plain_table
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import SIZE, table_height, turns
from schemas.base import Ref
from schemas.grade_sheet import GradeSheet

HEADS = ("student", "student_number", "group", "discipline", "term", "letter", "until", "days", "closed", "waits")
RIGHT = {"days"}
WIDTHS = {"student": 190, "discipline": 190}
KIND = "individual"


def screen(desk: Desk) -> None:
    """The list, and what may be done with the rows that are marked."""
    words = {w: T(f"sheets.unfinished_{w}") for w in ("overdue", "due", "all")}
    which = st.segmented_control(
        T("sheets.unfinished"), list(words), required=True, key="v:unfinished", default="overdue",
        format_func=lambda w: words.get(w, w), label_visibility="collapsed",
    )  # fmt: skip
    page = pager("unfinished", which)
    rows = sheets.unfinished(desk, cast(Which, which or "overdue"), page)
    if not rows and not page:
        empty(f"sheets.unfinished_none_{which}", "sheets.unfinished_none_hint")
        return
    st.caption(T("sheets.unfinished_hint"))
    chosen = _table(rows, page)
    turns("unfinished.list", "unfinished", page, len(rows) < SIZE)
    if desk.may(incomplete.RIGHT):
        _lapse(desk, chosen)
    if len(chosen) == 1 and desk.may("grade_sheet.open"):
        _single(desk, chosen[0])


def _table(rows: Sequence[Unfinished], page: int) -> list[Unfinished]:
    cells = [
        [x.student.label.get(lang()), x.number, x.group, x.discipline.label.get(lang()), x.term, x.letter,
         date_short(x.until), str(x.days) if x.days > 0 else "", x.closed, x.waits]
        for x in rows
    ]  # fmt: skip
    drawn = table_drawn(
        pd.DataFrame(cells, columns=list(HEADS), dtype=str), hide_index=True, width="stretch",
        height=table_height(len(rows)), selection_mode="multi-row", on_select="rerun",
        key=f"unfinished:{page}:{hash(tuple((x.key, x.until) for x in rows))}",
        column_config={
            h: st.column_config.TextColumn(T(f"sheets.unfinished_head_{h}"), width=WIDTHS.get(h),
                                           alignment="right" if h in RIGHT else "left")
            for h in HEADS
        },
    )  # fmt: skip
    marked = drawn.selection.rows
    return [rows[n] for n in marked if n < len(rows)]


def _lapse(desk: Desk, chosen: Sequence[Unfinished]) -> None:
    ready = [x for x in chosen if x.lapses]
    left = [x for x in chosen if not x.lapses]
    if ready:
        st.subheader(T("sheets.lapse_preview"), anchor=False)
        with shown_errors():
            rows = []
            for x, now, effect in incomplete.preview(desk, ready):
                gpa, debts = effect.totals["gpa"], effect.totals["academic_debts"]
                rows.append([
                    x.student.label.get(lang()), x.discipline.label.get(lang()), f"{x.letter} → {mark_of(now, lang())}",
                    " → ".join("—" if v is None else number(v, lang(), 2) for v in gpa),
                    " → ".join(number(v or 0, lang()) for v in debts),
                ])  # fmt: skip
            heads = ("student", "discipline", "letter", "gpa", "debts")
            plain_table([T(f"sheets.unfinished_head_{h}") for h in heads], rows)
    for x in left:
        key = "lapse_waits" if x.waits else "lapse_early" if x.days <= 0 else "lapse_brought"
        st.caption(safe(T(f"sheets.{key}", name=x.student.label, number=x.waits, day=x.until)))
    why = asked("sheets.lapse", icon=":material/event_busy:", disabled=not ready, hint="sheets.lapse_hint",
                type="primary", name=str(hash(tuple(x.key for x in ready))), act=incomplete.RIGHT)  # fmt: skip
    if why:
        with shown_errors():
            sheets.lapse(desk, [x.key for x in ready], why)
            done("sheets.lapse_done", n=len(ready))


def _single(desk: Desk, x: Unfinished) -> None:
    """A sheet for one student: the new mark of an unfinished result comes by it."""
    if x.waits:
        return
    with st.expander(T("sheets.single_open"), icon=":material/person_edit:"), shown_errors():
        st.caption(T("sheets.single_hint"))
        place = x.section if x.closed else ""  # what was brought in names a section of another house
        teacher = sections.teacher_of(desk, place) if place else None
        specs, day, key = (
            [described(GradeSheet, p) for p in ("day", "due", "examiners")],
            desk.today(),
            f"single:{x.line}",
        )
        first = {"day": day.isoformat(), "due": max(x.until, day + timedelta(days=3)).isoformat(),
                 "examiners": [teacher] if teacher else []}  # fmt: skip
        filled = form(desk, specs, key, first, T("sheets.open"), why="required", columns=2, act="grade_sheet.open")
        if filled:
            with shown_errors(key):
                v = filled.values
                made = sheets.open_single(
                    desk, x.line, x.study, place, x.apart[1:] or KIND, date.fromisoformat(v["day"]),
                    [Ref.model_validate(e) for e in v["examiners"] or []], date.fromisoformat(v["due"]), filled.why,
                    x.discipline.id,
                )  # fmt: skip
                tell("sheets.opened", number=made.number)
                st.switch_page("pages/grade_sheet.py", query_params={"sheet": made.id})
