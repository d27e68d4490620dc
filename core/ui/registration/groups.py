"""Groups of a year on the screen: how far the plans of each are; one group: students, their load, what they lack."""

from __future__ import annotations

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import LANGS, t
from core.registration import overview, printing
from core.registration.overview import Chosen, Group, Member
from core.registration.rules import Breach
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.registration import chooser, whole
from core.ui.style import metrics, safe, shown
from core.ui.tables import computed, picked
from core.ui.tables.cells import Column
from schemas.base import Lang
from schemas.words import StudyPlanState, TermKind

NONE = "—"  # what a group without a name is called in the address


def column(path: str, key: str, kind: str = "text") -> Column:
    """A column whose heading is a message."""
    kk, ru, en = (t(f"registration_ui.col.{key}", x) for x in LANGS)
    return computed(path, kk, ru, en, kind)


def listing(desk: Desk, chosen: Chosen) -> None:
    """All groups with their counts; a click opens one."""
    if overview.too_many(desk, chosen):
        empty("registration_ui.narrow", "registration_ui.narrow_hint", most=overview.MOST)
        return
    found = overview.groups(desk, chosen)
    if not found:
        empty("registration_ui.no_groups", "registration_ui.no_groups_hint", "pages/students.py", "students.title")
        return
    _figures(found)
    states = list(StudyPlanState)
    columns = [
        column("group", "group"), column("students", "students", "int"), column("without", "without", "int"),
        *(computed(s.value, s.label("kk"), s.label("ru"), s.label("en"), "int") for s in states),
    ]  # fmt: skip
    rows: list[Row] = [
        {"_id": g.name or NONE, "group": g.name or NONE, "students": g.students, "without": g.without or None,
         **{s.value: g.of(s) or None for s in states}}
        for g in found
    ]  # fmt: skip
    st.caption(T("registration_ui.open_group"))
    name = picked("reg_groups.list", columns, rows, size=len(rows) + 1)
    if name:
        chooser.address(group=name)


def _figures(found: list[Group]) -> None:
    """The sums in one line: cards of six figures would push the list off the screen."""
    every = [
        (T("registration_ui.col.students"), sum(g.students for g in found)),
        (T("registration_ui.col.without"), sum(g.without for g in found)),
        *((s.label(lang()), sum(g.of(s) for g in found)) for s in StudyPlanState),
    ]
    st.markdown(" · ".join(f"{safe(word)} **{safe(shown(n))}**" for word, n in every))


def one(desk: Desk, year: int, name: str) -> None:
    """One group: its students and what is done with all of them at once."""
    if st.button(T("registration_ui.all_groups"), icon=":material/arrow_back:", type="tertiary", key="reg.back"):
        chooser.address(group=None)
    members = overview.members(desk, year, "" if name == NONE else name)
    st.header(safe(f"{name}, {printing.span(year)}"), anchor=False)
    if not members:
        empty("registration_ui.group_empty", "registration_ui.group_empty_hint")
        return
    ready = [m for m in members if m.plan and not m.breaches]
    metrics([
        (T("registration_ui.col.students"), len(members), None),
        (T("registration_ui.col.without"), sum(m.plan is None for m in members), None),
        (T("registration_ui.ready"), len(ready), T("registration_ui.ready_help")),
    ])  # fmt: skip
    whole.acts(desk, year, name, members)
    print_button(desk, name, members)
    st.caption(T("registration_ui.open_plan"))
    chosen = picked("reg_group.list", _columns(), [_row(m) for m in members], size=len(members) + 1, widths=WIDTHS)
    if chosen:
        member = next(m for m in members if m.study == chosen)
        open_plan(member.student, member.study, year)


WIDTHS = {"number": 95, "state": 130, "autumn": 150, "spring": 165, "missing": 430}


def open_plan(student: str, study: str, year: int) -> None:
    """Go to the plan of one student."""
    st.switch_page("pages/study_plan.py", query_params={"student": student, "study": study, "year": str(year)})


def _columns() -> list[Column]:
    terms = [_semester(k) for k in overview.SEMESTERS]
    return [column("number", "number"), column("name", "name"), column("state", "state"), *terms,
            column("missing", "missing")]  # fmt: skip


def _semester(kind: TermKind) -> Column:
    kk, ru, en = (f"{kind.label(x)}, {t('registration_ui.credits_short', x)}" for x in LANGS)
    return computed(kind.value, kk, ru, en)


def _row(m: Member) -> Row:
    return {
        "_id": m.study, "number": m.number, "name": m.name,
        "state": shown(m.plan.state) if m.plan else T("registration_ui.no_plan"),
        **{k.value: m.load.get(k) for k in overview.SEMESTERS}, "missing": lacks(m),
    }  # fmt: skip


def lacks(m: Member) -> str:
    """What a student's plan lacks, in words."""
    if m.plan is None:
        return "" if m.curriculum else T("registration_ui.no_curriculum")
    return "; ".join(dict.fromkeys(words(b) for b in m.breaches))


def words(breach: Breach, spoken: Lang | None = None) -> str:
    """What a check found, in this screen's language."""
    return t(breach.message, spoken or lang(), **breach.values)


def print_button(desk: Desk, name: str, members: list[Member]) -> None:
    plans = [m.plan for m in members if m.plan]

    def made() -> bytes:
        if not plans:
            raise RuleBroken("registration_ui.nothing_to_print")
        return printing.file(desk, plans, name)

    if plans:
        given(T("registration_ui.print_group", n=len(plans)), f"plans-{name}.pdf", made, f"print:{name}",
              icon=":material/print:")  # fmt: skip
