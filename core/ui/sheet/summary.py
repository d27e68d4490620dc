"""A summary sheet on the screen: where it and the record differ, sums of each discipline, opening one for a group."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import rulebooks, sections
from core.desk import Desk
from core.sheets import forms, summary
from core.sheets.summary.paper import SUMS, figures, said
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.sheet.grid import number_text
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import SheetKind
from schemas.term import Term
from schemas.words import SheetStatus

SHOWN = 60


def beside_record(desk: Desk, sheet: GradeSheet) -> None:
    """Whether the record still says what the sheet says; taken anew while it is open, a new sheet once it is closed."""
    found = summary.differing(desk, sheet)
    if not found:
        if sheet.status is not SheetStatus.cancelled:
            st.caption(f":material/check: {T('sheets.summary_agrees')}")
        return
    st.warning(T("sheets.summary_beside", n=len(found)), icon=":material/difference:")
    heads = [T(f"sheets.{w}") for w in ("student_number", "student", "summary_column", "summary_was", "summary_now")]
    rows = [
        [d.number, d.student.label.get(lang()), d.column.of.code if d.column.of else d.column.label.get(lang()),
         d.was or "—", d.now or "—"] for d in found[:SHOWN]
    ]  # fmt: skip
    with st.container(height=300 if len(rows) > 7 else "content", border=False):
        plain_table(heads, rows, widths=(90, 260, 110))
    if not desk.may(summary.RIGHT):
        return
    with shown_errors():
        if sheet.status is SheetStatus.closed:
            st.caption(T("sheets.summary_closed_stays"))
            _standing(desk, sheet.term.id, summary.group_of(sheet), sheet.id)
            _open(desk, sheet.term.id, summary.group_of(sheet), sheet.kind, "again")
        elif why := asked("sheets.renew", icon=":material/sync:", name=sheet.id, hint="sheets.renew_hint"):
            summary.renew(desk, sheet.id, sheet.revision, why)
            done("sheets.renewed", number=sheet.number)


def sums(desk: Desk, sheet: GradeSheet) -> None:
    """Every discipline of a summary by its name, with average, passes and quality; the whole below."""
    rules = rulebooks.get(desk.store, sheet.rules)
    keys = ("results", *SUMS)
    heads = [T("sheets.summary_column"), T("sheets.discipline"), T("sheets.credits")]
    rows = []
    for column in sheet.form.columns:
        if column.of:
            found = figures(sheet, rules, column.code)
            first = (column.of.code, column.label.get(lang()), number_text(column.of.credits))
            rows.append([*first, *(said(found, k, lang()) for k in keys)])
    found = figures(sheet, rules)
    rows.append(["", summary.ALL.label.get(lang()), "", *(said(found, k, lang()) for k in keys)])
    plain_table([*heads, *(T(f"sheets.summary_{k}") for k in keys)], rows, tuple(range(2, 8)))
    st.caption(safe(" · ".join(f"{letter} — {n}" for letter, n in found["letters"].items() if n)))


def of_group(desk: Desk, term: Term, group: str) -> None:
    """The summaries of a group and a term by their numbers, and a new one where it may be opened."""
    _standing(desk, term.id, group)
    kinds = {k.code: k.name.get(lang()) for k in forms.kinds() if k.as_body(SheetKind).summary}
    if not desk.may(summary.RIGHT):
        return
    if not kinds:
        empty("sheets.no_kinds", None, "pages/kinds.py", "menu.kinds")
        return
    kind = next(iter(kinds))
    if len(kinds) > 1:
        kind = st.selectbox(T("sheets.kind"), list(kinds), key="v:summary.kind", format_func=lambda c: kinds.get(c, c))
    with shown_errors():
        _open(desk, term.id, group, kind, "summary")


def _standing(desk: Desk, term: Id, group: str, but: Id = "") -> None:
    for row in summary.standing(desk, term, group):
        if row["_id"] == but:
            continue
        status = next(s for s in SheetStatus if s.value == row["status"])
        with st.container(horizontal=True, vertical_alignment="center"):
            badge(status)
            st.markdown(f"**№ {safe(row['number'])}** · {shown(date.fromisoformat(row['day']))}", width="content")
            go("pages/grade_sheet.py", "sheets.to_sheet", key=f"go:{row['_id']}", sheet=row["_id"])


def choose(desk: Desk, term: Id | None) -> None:
    """The group whose summary is looked for or opened, in a term."""
    terms = {r.id: r.label.get(lang()) for r in sections.terms(desk)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(T("sheets.term"), list(terms), key=f"v:summary.term:{term}", width=280,
                              index=list(terms).index(term) if term in terms else 0,
                              format_func=lambda i: terms.get(i, i))  # fmt: skip
        of = desk.store.load(Term, chosen) if chosen else None
        groups = [g.code for g in summary.groups(desk, of) if g.results] if of else []
        group = st.selectbox(T("sheets.group"), groups, None, key=f"v:summary.group:{chosen}", width=240,
                             placeholder=T("common.choose"))  # fmt: skip
    if of and group:
        of_group(desk, of, group)
    elif of and not groups:
        st.caption(T("sheets.left_no_results"))


def _open(desk: Desk, term: Id, group: str, kind: str, word: str) -> None:
    why = asked(f"sheets.open_{word}", need="optional", icon=":material/summarize:", name=f"{term}:{group}:{kind}",
                hint=f"sheets.open_{word}_hint")  # fmt: skip
    if why:
        made = summary.open_group(desk, term, group, kind, why)
        done("sheets.opened", number=made.number)


__all__ = ["beside_record", "choose", "of_group", "sums"]
