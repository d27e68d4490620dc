"""The profile tab: facts for reading, the form for those who may edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from core import students
from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, describe, form_fields
from core.ui.forms import flat, form, group_name, grouped
from core.ui.messages import shown_errors
from core.ui.page import done, lang
from core.ui.style import facts
from core.ui.tables.cells import text
from schemas.base import Show
from schemas.student import Profile, Student, Study, StudyProfile


def stated(specs: Sequence[FieldSpec], prefix: str, heading: Show | None = None) -> tuple[FieldSpec, ...]:
    """Fields of an inner record as they stand in the whole one: «study.» before each path."""
    return tuple(replace(s, path=prefix + s.path) for s in specs)


def profile(desk: Desk, student: Student) -> None:
    """Draw the tab."""
    if desk.may("student.edit"):
        _form(desk, student)
    else:
        specs = describe(Profile, desk.actor.role)
        # The consent has a box of its own under the facts.
        grouped_facts([s for s in specs if not s.path.startswith("consent.")], plain(student))


def grouped_facts(specs: Sequence[FieldSpec], row: dict[str, Any]) -> None:
    """Every field of a record in its groups, for reading."""
    for found in grouped(specs):
        if heading := group_name(found[0].show.group):
            st.subheader(heading, anchor=False)
        facts([(s.label(lang()), said) for s in found if (said := text((s.path, s), row, lang())) or not s.retired], 4)


def _form(desk: Desk, student: Student) -> None:
    key = f"student:{student.id}"
    role = desk.actor.role
    specs = list(form_fields(Profile, role))
    row = plain(student)
    values = flat(specs, row)
    for study in row["studies"]:
        inner = form_fields(StudyProfile, role)
        prefix = f"studies.{study['id']}."
        specs += stated(inner, prefix)
        values |= {prefix + path: value for path, value in flat(inner, study).items()}
    filled = form(desk, specs, key, values, why="required", revision=student.revision, columns=3, act="student.edit")
    if filled:
        with shown_errors(key):
            students.edit(desk, student.id, filled.revision, filled.changed, filled.why)
            done("students.saved")


def study_facts(desk: Desk, study: Study) -> None:
    """One study as facts."""
    specs = describe(StudyProfile, desk.actor.role)
    facts([(s.label(lang()), text((s.path, s), plain(study), lang())) for s in specs], 4)
