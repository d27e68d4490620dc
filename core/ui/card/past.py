"""Looking back: the card as of a day, two revisions side by side, who looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import streamlit as st

from core import students
from core.audit.words import field_word, value_word
from core.desk import Desk
from core.fields import describe
from core.grading import totals
from core.i18n import date_text, moment, office_zone
from core.ui.card.profile import grouped_facts
from core.ui.card.results import credits_word, gpa_word
from core.ui.looks import looks_table
from core.ui.page import T, empty, lang
from core.ui.style import facts, metrics, safe
from core.ui.tables import plain_table
from core.ui.tables.cells import text
from schemas.student import Profile, Student, StudyProfile

FIRST = date(1900, 1, 1)


def as_of(desk: Desk, student: Student) -> None:
    """True on one day, as known on another: orders may be back-dated."""
    today = desk.today()
    left, right = st.columns(2)
    common: dict[str, Any] = {
        "format": "DD.MM.YYYY",
        "min_value": FIRST,
        "max_value": today + timedelta(days=366),
    }
    on = left.date_input(
        T("students.true_on"), today, key=f"on:{student.id}", help=T("students.true_on_help"), **common
    )
    known = right.date_input(
        T("students.known_on"), today, key=f"known:{student.id}", help=T("students.known_on_help"), **common
    )
    if not isinstance(on, date) or not isinstance(known, date):
        return
    end = datetime.combine(known + timedelta(days=1), time(), office_zone()).astimezone(UTC)
    state = students.as_of(desk, student.id, on, end - timedelta(milliseconds=1))
    if not state.get("number"):
        empty("students.not_yet", "students.not_yet_hint", day=on)
        return
    st.markdown(f"**{safe(T('students.as_of_line', on=date_text(on, lang()), known=date_text(known, lang())))}**")
    role = desk.actor.role
    grouped_facts([s for s in describe(Profile, role) if not s.show.personal], state)
    for study in state["studies"]:
        st.subheader(T("forms.group.study"), anchor=False)
        facts([(s.label(lang()), text((s.path, s), study, lang())) for s in describe(StudyProfile, role)], 4)
        sums = totals(study["record"])
        metrics([
            (T("students.gpa"), gpa_word(sums["gpa"], None), None),
            (T("students.credits"), credits_word(sums["credits"]), None),
            (T("students.attempts"), str(len(study["record"])), None),
        ])  # fmt: skip


def comparison(desk: Desk, student: Student) -> None:
    """What differs between two revisions, side by side."""
    if len(student.events) < 2:
        empty("students.one_revision", "students.one_revision_hint")
        return
    words = {
        e["n"]: f"{e['n']} · {moment(e['at'], lang(), short=True)} · {T('students.event.' + e['type'])}"
        for e in student.events
    }
    numbers = sorted(words)
    st.session_state.setdefault(f"v:first:{student.id}", numbers[-2])
    st.session_state.setdefault(f"v:second:{student.id}", numbers[-1])
    left, right = st.columns(2)
    first = left.selectbox(
        T("students.revision_first"), numbers, format_func=lambda n: words.get(n, str(n)),
        key=f"v:first:{student.id}",
    )  # fmt: skip
    second = right.selectbox(
        T("students.revision_second"), numbers, format_func=lambda n: words.get(n, str(n)),
        key=f"v:second:{student.id}",
    )  # fmt: skip
    found = students.compare(desk, student.id, int(first), int(second))
    if not found:
        st.caption(T("students.no_difference"))
        return
    rows = [
        [field_word("students", p, lang()), value_word("students", p, a, lang()), value_word("students", p, b, lang())]
        for p, a, b in found
    ]
    plain_table(
        [T("common.what"), T("students.revision_n", n=int(first)), T("students.revision_n", n=int(second))],
        rows,
    )


def looked(desk: Desk, student: Student) -> None:
    """Who opened this card, printed or took what is this student's."""
    rows = students.looked(desk, student.id)
    if not rows:
        empty("students.nobody_looked")
        return
    looks_table(rows)
