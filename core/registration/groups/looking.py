"""Who of a group can be registered and who can't, before anything is done."""

from __future__ import annotations

from dataclasses import replace

from core import access
from core.desk import Desk
from core.errors import Forbidden
from core.registration.drawing import (
    about_name,
    empty_plan,
    need_terms,
    place,
)
from core.registration.frame import Case, looked
from core.registration.groups.asked import Asked, Preview, Seen
from core.registration.groups.weighing import approves_only, disciplines_of, weighed
from schemas.base import Id, Ref
from schemas.study_plan import StudyPlan


def preview(desk: Desk, asked: Asked) -> Preview:
    """Who of these can be registered (or have it dropped) and who can't, with every reason; nothing is changed."""
    ids = [study for _, study in asked.studies]
    rows = desk.rows(StudyPlan, "plan.read", {"study": {"$in": ids}, "year": asked.year}, limit=len(ids) or 1)
    plans = [StudyPlan.model_validate(r) for r in rows]
    case = looked(desk.store, desk.today(), asked.year, asked.studies, plans, disciplines_of(asked))
    need_terms(case)
    ids_of = desk.ids
    found: list[Seen] = []
    for student, study in asked.studies:
        row, old = case.students[study], case.plans.get(study)
        revision = old.revision if old else 0
        name = Ref(id=student, label=about_name(row))
        group = case.learners[study].study.get("group") or ""
        seen = Seen(name, study, row["number"], group, old.id if old else "", revision)
        if old is None and not _mine(desk, case, student, study):
            found.append(replace(seen, no=("errors.out_of_scope", {})))
            continue
        tried = weighed(case, asked, student, study, ids_of, desk.now())
        if tried.no is not None:
            found.append(replace(seen, no=tried.no))
            continue
        left = [b for b in tried.breaches if b.check not in asked.forced or not b.forcible]
        found.append(
            replace(seen, lines=tuple(tried.lines), breaches=tuple(left), approves=approves_only(asked, tried.plan))
        )
    return Preview(tuple(found))


def _mine(desk: Desk, case: Case, student: Id, study: Id) -> bool:
    plan = empty_plan("", student, study, case.students[study], case.learners[study], case.frame.year)
    try:
        access.within(desk.actor, "plan.read", StudyPlan, place(plan))
    except Forbidden:
        return False
    return True
