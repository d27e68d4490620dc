"""The class of a teacher: students, sections, what he taught before; handing over and changing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core import classes
from core.access import Reach
from core.classes import Class
from core.desk import Desk
from core.i18n import date_short, number
from core.load.sheet import kind_word
from core.ui import looks
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import badge, facts, safe
from core.ui.tables import plain_table
from core.ui.tables.canvas import table_typed
from core.ui.tables.simple import table_height
from schemas.base import Id, Ref
from schemas.section import Section
from schemas.term import Term
from schemas.words import LessonKind, StudyStatus


def page(desk: Desk, teacher: Id, term: Id | None) -> None:
    """Everything of one teacher in a term."""
    found = classes.of_teacher(desk, teacher, term)
    who = found.person
    looks.opened(desk, "load", "people", who.id, who.label().kk)
    st.title(safe(who.label().get(lang())), anchor=False)
    facts([(T("load.position"), who.position), (T("load.department"), who.department.label.get(lang())
            if who.department else ""), (T("load.norm"), number(who.load, lang()) if who.load else "")])  # fmt: skip
    if who.away(desk.today()):
        badge(T("load.away"), "orange")
    _pupils(found)
    _sections(found, teacher)
    when = desk.store.load(Term, term) if term else None
    if when and desk.may("section.form"):
        _acts(desk, found, when)
    _history(desk, teacher)


def _pupils(found: Class) -> None:
    st.subheader(T("classes.pupils", n=len(found.pupils)), anchor=False)
    if not found.pupils:
        empty("classes.no_pupils", "classes.no_pupils_hint")
        return
    plain_table(
        [T("classes.student"), T("rollover.number"), T("classes.course"), T("classes.group"), T("classes.status"),
         T("classes.since"), T("classes.lessons")],
        [[p.student.label.get(lang()), p.number, p.course or "—", p.group, StudyStatus(p.status).label(lang()),
          date_short(p.since) if p.since else T("classes.from_admission"),
          ", ".join(s.discipline.label.get(lang()) for s in p.sections) or T("classes.no_lessons")]
         for p in found.pupils],
    )  # fmt: skip


def _sections(found: Class, teacher: Id) -> None:
    st.subheader(T("classes.sections"), anchor=False)
    if not found.sections:
        st.caption(T("classes.no_sections"))
        return
    rows = []
    for s in found.sections:
        mine = bool(s.teacher and s.teacher.id == teacher)
        rows.append([s.code, s.discipline.label.get(lang()), kind_word(s.kind.value, lang()), len(s.members),
                     T("classes.role_teacher" if mine else "classes.role_accompanist"),
                     number(s.hours if mine else s.accompanist_hours, lang()),
                     date_short(s.teacher_since) if s.teacher_since else "—"])  # fmt: skip
    plain_table(
        [T("load.section"), T("load.discipline"), T("load.kind"), T("classes.members"), T("classes.role"),
         T("load.hours"), T("classes.taught_since")], rows, right=(3, 5),
    )  # fmt: skip


def _history(desk: Desk, teacher: Id) -> None:
    st.subheader(T("classes.history"), anchor=False)
    rows = classes.taught_before(desk, teacher)
    if not rows:
        st.caption(T("classes.no_history"))
        return
    spoken = lang()
    plain_table(
        [T("load.section"), T("load.discipline"), T("classes.term"), T("classes.taught_until"), T("classes.handed_to"),
         T("classes.reason")],
        [[r["code"], Ref(**r["discipline"]).label.get(spoken), Ref(**r["term"]).label.get(spoken),
          date_short(date.fromisoformat(r["until"])),
          Ref(**r["now"]).label.get(spoken) if r.get("now") else T("classes.nobody"), r["reason"]] for r in rows],
    )  # fmt: skip


def _acts(desk: Desk, found: Class, term: Term) -> None:
    own = [s for s in found.sections if s.teacher and s.teacher.id == found.person.id]
    reach = desk.actor.reach("section.form")
    if not (found.pupils or own) or reach not in (Reach.ALL, Reach.FACULTY):
        return
    names = named(classes.people(desk))
    if found.pupils:
        with st.expander(T("classes.hand_over"), icon=":material/switch_account:"):
            _hand_over(desk, found, own, term, names)
    with st.expander(T("classes.change"), icon=":material/person_edit:"):
        _change(desk, list(found.sections), term, names)


def named(people: Mapping[Id, Ref]) -> dict[Id, str]:
    """People as a list of choice says them: namesakes are told apart."""
    said: dict[Id, str] = {}
    for id, ref in people.items():
        name = ref.label.get(lang())
        said[id] = f"{name} ({id[-4:]})" if name in said.values() else name
    return said


def _day(term: Term, today: date, key: str) -> date:
    low, high = term.starts or today, term.ends or today
    day: date = st.date_input(
        T("classes.hand_day"), min(max(today, low), high), min_value=low, max_value=high, format="DD.MM.YYYY",
        key=key, width=180,
    )  # fmt: skip
    return day


def _hand_over(desk: Desk, found: Class, own: list[Section], term: Term, names: dict[Id, str]) -> None:
    st.caption(T("classes.hand_over_hint"))
    others = {i: n for i, n in names.items() if i != found.person.id}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = _day(term, desk.today(), f"hand-day:{found.person.id}")
        everybody = st.selectbox(T("classes.to_all"), [None, *others], format_func=lambda i: others.get(i, "—"),
                                 key=f"hand-all:{found.person.id}", width=320)  # fmt: skip
        principal = st.toggle(T("classes.with_principal"), True, key=f"hand-principal:{found.person.id}")
    student, lessons, new = T("classes.student"), T("classes.lessons"), T("classes.new_teacher")
    frame = pd.DataFrame([
        {student: p.student.label.get(lang()), lessons: ", ".join(s.code for s in p.sections) or "—",
         new: others.get(everybody or "")} for p in found.pupils
    ])  # fmt: skip
    edited = table_typed(
        frame, hide_index=True, placeholder="—", height=table_height(len(frame)), disabled=[student, lessons],
        width="stretch", key=f"hand:{found.person.id}:{everybody}",
        column_config={new: st.column_config.SelectboxColumn(new, options=list(others.values()))},
    )  # fmt: skip
    by_name = {n: i for i, n in others.items()}
    chosen = [by_name.get(str(v)) for v in edited[new]]
    to = {p.study: person for p, person in zip(found.pupils, chosen, strict=True) if person}
    given = [s for s in own if s.kind is LessonKind.individual and any(m.study in to for m in s.members)]
    if to:
        people = ", ".join(sorted({others[p] for p in to.values()}))
        said = T("classes.preview", students=len(to), lessons=len(given), people=people)
        st.info(safe(said), icon=":material/preview:")
    why = asked("classes.hand_over", name=found.person.id, type="primary", disabled=not to, act="class.hand_over")
    if why:
        with shown_errors():
            students = {p.study: p.student.id for p in found.pupils}
            seen = {s.id: s.revision for s in found.sections}
            classes.hand_over(desk, term.id, found.person.id, to, day, why, seen, bool(principal), students)
            done("classes.handed", n=len(to))


def _change(desk: Desk, sections: list[Section], term: Term, names: dict[Id, str]) -> None:
    if not sections:
        st.caption(T("classes.no_sections"))
        return
    by_id = {s.id: s for s in sections}

    def said(id: Any) -> str:
        found = by_id.get(id)
        return f"{found.code} · {found.discipline.label.get(lang())}" if found else str(id)

    roles = {r: T(f"classes.role_{r}") for r in ("teacher", "accompanist")}
    people: dict[Id | None, str] = {None: T("classes.nobody")}
    people.update(names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id = st.selectbox(T("classes.change_section"), list(by_id), format_func=said, key="change-section", width=360)
        role = st.segmented_control(
            T("classes.change_who"), list(roles), required=True, default="teacher", key="change-role",
            format_func=lambda r: roles.get(r, str(r)),
        )  # fmt: skip
        new = st.selectbox(T("classes.new_teacher"), list(people), key="change-new", width=300,
                           format_func=lambda i: people.get(i, str(i)))  # fmt: skip
        day = _day(term, desk.today(), "change-day")
    section = by_id[id]
    principal = section.kind is LessonKind.individual and role == "teacher" and st.toggle(
        T("classes.with_principal"), False, key="change-principal"
    )  # fmt: skip
    why = asked("classes.change_do", name=id, act="class.teacher")
    if why:
        with shown_errors():
            classes.change(desk, id, section.revision, new, day, why, role == "accompanist", bool(principal))
            done("classes.changed", code=section.code)
