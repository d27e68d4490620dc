"""Beside the grid while a sheet is filled: who else is in it, who is not admitted, what looks odd, a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core import imports, sheets
from core.desk import Desk
from core.exams.admission import Reason
from core.i18n import number, t
from core.sheets import exchange, odd, presence
from core.ui.files import given
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, signed_in
from core.ui.sheet.columns import heading
from core.ui.sheet.grid import may_fill
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.base import Id, Lang
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.words import Mark, SheetStatus

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES, SHOWN = 8, 200
Refused = dict[Id, list[Reason]]


def present(desk: Desk, sheet: GradeSheet) -> None:
    """Who else has the sheet open or typed lately; this screen says so of itself, and looks again by itself.

    A line stands there always, for one that comes and goes would push the grid away under the hands.
    """
    if sheet.status is SheetStatus.open:
        st.fragment(_present, run_every=presence.BEAT)(desk, sheet.id)


def _present(desk: Desk, sheet: Id) -> None:
    seen_at, found = st.session_state.get(f"beside:{sheet}", (None, []))
    said_at = st.session_state.get(f"here:{sheet}")
    # It runs again at each cell one types: who is beside him is looked up every few seconds, not at every cell.
    looks = seen_at is None or desk.now() - seen_at > presence.GLANCE
    if looks and not signed_in(desk):
        return
    with shown_errors():
        if looks and (said_at is None or desk.now() - said_at > presence.BEAT / 2):
            presence.say(desk, sheet)
            st.session_state[f"here:{sheet}"] = desk.now()
        if looks:
            found = presence.others(desk, sheet)
            st.session_state[f"beside:{sheet}"] = (desk.now(), found)
        words = [T("filling.open_now", name=p.name) for p in found if p.open and not p.typed]
        words += [T("filling.typed_at", name=p.name, at=shown(p.typed)) for p in found if p.typed]
        if words:
            st.markdown(f":blue[:material/group: {safe(T('filling.beside'))} {safe('; '.join(words))}]")
        else:
            st.markdown(f":gray[:material/person: {safe(T('filling.alone'))}]")


def remarks(desk: Desk, sheet: GradeSheet, lines: Sequence[SheetLine], refused: Refused) -> None:
    """Under the grid: who is not admitted, with a press that says so of all; scores that look odd. In nobody's way."""
    if sheet.status is not SheetStatus.open:
        return
    with st.container(gap="small"):
        _admission(desk, sheet, lines, refused)
        gap = odd.gap()
        if found := odd.far(lines, gap):
            names = [
                f"{x.name.get(lang())} ({number(x.rating, lang(), 0)} → {number(x.score, lang(), 0)})" for x in found
            ]  # fmt: skip
            st.caption(f":material/query_stats: {safe(T('filling.far', gap=gap, names=_some(names)))}")
        if (same := odd.all_equal(lines)) is not None:
            st.caption(f":material/equal: {safe(T('filling.all_equal', value=same))}")


def _admission(desk: Desk, sheet: GradeSheet, lines: Sequence[SheetLine], refused: Refused) -> None:
    waits = [x for x in lines if x.student.id in refused and x.mark is not Mark.not_admitted]
    if not waits:
        return
    names = [f"{x.student.label.get(lang())} — {'; '.join(said(refused[x.student.id]))}" for x in waits]
    st.caption(f":material/block: {safe(T('filling.not_admitted', n=len(waits), names=_some(names)))}")
    empty = [x for x in waits if x.mark is None and x.value(sheet.form.main) is None]
    if empty and may_fill(desk, sheet):
        if st.button(T("filling.mark_not_admitted", n=len(empty)), key=f"refuse:{sheet.id}", icon=":material/block:"):
            with shown_errors():
                key = exchange.letter_of(Mark.not_admitted, lang())
                sheets.keep(desk, sheet.id, [(x.student.id, sheet.form.main, key, True) for x in empty])
                done("filling.marked", n=len(empty))


def said(reasons: Sequence[Reason]) -> list[str]:
    """Reasons in words."""
    return [t(r.key, lang(), **r.values) for r in reasons]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMES]) + (f" +{len(names) - NAMES}" if len(names) > NAMES else "")


def files(desk: Desk, sheet: GradeSheet) -> None:
    """The sheet as a file; and one that was filled elsewhere, previewed before it becomes drafts."""
    with st.expander(T("filling.files"), icon=":material/table_view:"):
        spoken: Lang = lang()
        given(T("filling.download"), f"sheet-{sheet.number}.xlsx", partial(exchange.out, desk, sheet, spoken),
              f"xlsx:{sheet.id}", XLSX, icon=":material/download:")  # fmt: skip
        if not may_fill(desk, sheet) or sheet.status is not SheetStatus.open:
            return
        again = st.session_state.get(f"xlsx:{sheet.id}:n", 0)
        file = st.file_uploader(
            T("filling.file"), type=["xlsx", "csv"], key=f"v:xlsx:{sheet.id}:{again}", help=T("filling.file_hint")
        )
        if file is None:
            return
        with shown_errors():
            found = exchange.compare(desk, sheet, imports.read(file.name, file.getvalue()))
            _preview(sheet, found)
            if found.changes and st.button(
                T("filling.bring", n=len(found.changes)), type="primary", key=f"bring:{sheet.id}",
                icon=":material/check:",
            ):  # fmt: skip
                n = exchange.bring(desk, sheet, found)
                st.session_state[f"xlsx:{sheet.id}:n"] = again + 1
                done("filling.brought", n=n)


def _preview(sheet: GradeSheet, found: exchange.Brought) -> None:
    names = {x.student.id: x.student.label.get(lang()) for x in sheet.lines}
    if found.older:
        st.info(T("filling.older"), icon=":material/history:")
    if found.missing:
        st.warning(safe(T("filling.missing", names=_some([x.get(lang()) for x in found.missing]))))
    if found.extra:
        st.warning(safe(T("filling.extra", names=_some(found.extra))))
    for p in found.problems[:SHOWN]:
        student, _, column = p.field.partition(".")
        st.error(safe(f"{names[student]} · {heading(sheet, column)}: {t(p.key, lang(), **p.values)}"))
    if not found.changes:
        st.info(T("filling.same"), icon=":material/check:")
        return
    heads = [T("sheets.student"), T("filling.column"), T("filling.was"), T("filling.now")]
    rows = [[names[c.student], heading(sheet, c.column), c.was or "—", c.now] for c in found.changes[:SHOWN]]
    plain_table(heads, rows)


__all__ = ["files", "present", "remarks", "said"]
