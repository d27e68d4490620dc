"""The individual study plan made ready for print: a plan and its student as the plain values of a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core import access, looks
from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, t
from core.pdf.study_plan import PlanRow, PlanTerm, StudyPlanPaper, render_all
from schemas.base import LANGS, Id, Lang, Ref
from schemas.reference import Office
from schemas.study_plan import PlanLine, StudyPlan
from schemas.words import LineState, StudyPlanState

# What stands on the paper; of these a place on the waiting list is no credit yet.
PRINTED = (LineState.registered, LineState.chosen, LineState.waiting)
COUNTED = (LineState.registered, LineState.chosen)


def number(plan: StudyPlan) -> str:
    """What a plan is called: the student's number and the academic year."""
    return f"{plan.number}-{span(plan.year)}"


def span(year: int) -> str:
    """An academic year as it is written: 2026/27."""
    return f"{year}/{(year + 1) % 100:02d}"


def credits(lines: Sequence[PlanLine]) -> Decimal:
    """The credits of what is chosen and registered."""
    return sum((x.credits for x in lines if x.state in COUNTED), Decimal(0))


def terms(plan: StudyPlan, states: Sequence[LineState] = PRINTED) -> list[tuple[Ref, list[PlanLine]]]:
    """The plan's lines in these states by term, in the order of the year; within a term as they were put in."""
    found: dict[str, tuple[Ref, list[PlanLine]]] = {}
    for line in plan.lines:
        if line.state in states:
            found.setdefault(line.term_code, (line.term, []))[1].append(line)
    return [found[code] for code in sorted(found)]


def file(desk: Desk, plans: Sequence[StudyPlan], name: str = "", lang: Lang | None = None) -> bytes:
    """The plans as one PDF, each in its student's language unless `lang` asks for another; who printed is kept.

    name: what the print is called where it is a group's. Raises RuleBroken: nothing to print, the institution has no
    names yet, a letter that the fonts lack.
    """
    access.require(desk.actor, "plan.read")
    if not plans:
        raise RuleBroken("registration_ui.nothing_to_print")
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office, studies = Office.model_validate(row), _studies(desk, plans)
    papers = [paper(desk, plan, studies.get(plan.study, {}), office, lang) for plan in plans]
    made = render_all(papers)
    only = plans[0] if len(plans) == 1 else None
    looks.note(
        desk, "registration", "study_plans", only.id if only else "", name or papers[0].number, "print",
        student=only.student.id if only else "",
    )  # fmt: skip
    return made


def _studies(desk: Desk, plans: Sequence[StudyPlan]) -> dict[Id, Row]:
    fields = {"studies.id": 1, "studies.adviser": 1, "studies.instrument": 1}
    rows = desk.store.rows("students", {"_id": {"$in": [p.student.id for p in plans]}}, fields)
    return {s["id"]: s for r in rows for s in r["studies"]}


def paper(
    desk: Desk, plan: StudyPlan, study: Mapping[str, Any], office: Office, lang: Lang | None = None
) -> StudyPlanPaper:
    """The plan as values to print, in the student's language of study where it is one of the office's."""
    spoken: Lang = lang or (plan.language.value if plan.language else "kk")  # type: ignore[assignment]
    adviser = Ref.model_validate(study["adviser"]).label.get(spoken) if study.get("adviser") else ""
    settled = plan.state in (StudyPlanState.approved, StudyPlanState.signed)
    names = dict.fromkeys(office.name.get(x) for x in (spoken, *[x for x in LANGS if x != spoken]))
    signer = next(iter(office.signatories(desk.today(), "plan")[-1:]), None)
    post = signer.post.get(spoken) if signer else office.office_name.get(spoken)
    facts = [
        ("student_number", plan.number),
        ("course", str(plan.course) if plan.course else "—"),
        ("group", plan.group or "—"),
        ("study_language", plan.language.label(spoken) if plan.language else "—"),
        ("curriculum", plan.curriculum.label.get(spoken) if plan.curriculum else "—"),
        ("adviser", adviser or "—"),
        ("teacher", plan.teacher.label.get(spoken) if plan.teacher else "—"),
        ("speciality", study.get("instrument") or "—"),
    ]
    found = tuple(
        PlanTerm(term.label.get(spoken), tuple(_row(x, spoken) for x in lines), credits(lines))
        for term, lines in terms(plan)
    )
    return StudyPlanPaper(
        number=number(plan), date=desk.today(), lang=spoken, institution=tuple(names),
        office=office.office_name.get(spoken), year=span(plan.year), holder=plan.student.label.get(spoken),
        programme=plan.programme.label.get(spoken) if plan.programme else "",
        facts=tuple((t(f"registration_ui.fact.{key}", spoken), value) for key, value in facts),
        terms=found, credits=sum((x.credits for x in found), Decimal(0)),
        signatures=(
            (t("registration_ui.signs.student", spoken), plan.student.label.get(spoken)),
            (t("registration_ui.signs.adviser", spoken), adviser),
            (post, signer.name.get(spoken) if signer and signer.name else ""),
        ),
        warning="" if settled else t("registration_ui.not_approved", spoken, state=plan.state),
        sample=office.demo,
    )  # fmt: skip


def _row(line: PlanLine, lang: Lang) -> PlanRow:
    notes = []
    if line.state is LineState.waiting:
        notes.append(line.state.label(lang))
    if line.payment:
        said = t("registration_ui.paid_on", lang, day=date_short(line.payment.day))
        notes.append(f"{said}, № {line.payment.receipt}" if line.payment.receipt else said)
    cycle = ", ".join(w.label(lang) for w in (line.cycle, line.component) if w)
    return PlanRow(
        line.code, line.discipline.label.get(lang), cycle, line.credits, line.lesson.label(lang),
        line.control.label(lang), line.reason.label(lang), "; ".join(notes),
    )  # fmt: skip
