"""Which sections would have which sheet of a period, and who is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from core import calendar
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems, RuleBroken
from core.exams.reading import of_sections
from core.i18n import order_key
from core.sheets import forms, summary
from core.sheets.period import failed
from core.sheets.period.shapes import RIGHT, Candidate, Ends, Kinds, Planned, Preview, Wish
from schemas.base import Id, Ref, Text
from schemas.exam import Exam
from schemas.kinds.sheets import MIDTERMS, Gives, Over, SheetKind
from schemas.section import Section
from schemas.term import Term
from schemas.words import Control, LessonKind, PeriodKind, TermKind

# rules ------------------------------------------------------------------------------------------------------------


def fits(kind: SheetKind, control: Control, practice: bool, term: TermKind, beside: bool = False) -> bool:
    """Is a kind opened for sections of this form of control in this semester? beside: the discipline has it beside its
    own sheet; else what gives a result apart is opened for nobody."""
    if kind.over is not Over.section:
        return False
    if kind.gives is Gives.apart:
        return beside
    if kind.period is PeriodKind.practice or practice:
        return practice and kind.period is PeriodKind.practice
    if kind.period is PeriodKind.summer:
        return term is TermKind.summer
    return control in kind.controls or (not kind.controls and kind.gives.value in MIDTERMS)


def planned(
    candidates: Iterable[Candidate], kinds: Kinds, standing: Mapping[Id, Mapping[str, tuple[bool, str]]],
    exams: Mapping[Id, Exam], ends: Ends, wish: Wish, term: TermKind,
) -> tuple[list[Planned], list[Planned]]:  # fmt: skip
    """(what would be opened, who is left out and why). A section has one sheet of a kind, and one that gives the
    result of its discipline.

    standing: of each section {kind: (gives the result?, number)}.
    """
    opened: list[Planned] = []
    left: list[Planned] = []
    for of in candidates:
        there = dict(standing.get(of.section.id, {}))
        exam = exams.get(of.section.id)
        for code, (name, kind) in kinds.items():
            if not _meets(of, code, kind, term):
                continue
            gives = kind.gives is Gives.result
            taken = there.get(code) or next((t for t in there.values() if gives and t[0]), None)
            timed = exam if gives else None
            examiners = (tuple(timed.examiners) if timed else ()) or of.examiners
            day = of.summed or (timed.day if timed else wish.day) or ends(kind.period, of.faculty)
            room = timed.room.label.kk if timed and timed.room else ""
            why, values = _refusal(of, taken, day, examiners)
            found = Planned(of, code, name, day, examiners, room, why, values)
            (left if why else opened).append(found)
            if not why:
                there[code] = (gives, "")
    return opened, left


def _meets(of: Candidate, code: str, kind: SheetKind, term: TermKind) -> bool:
    """Is this a kind for this section, group or closed sheet?"""
    if of.summed:
        return kind.summary
    if of.failed:
        return resits(kind)
    return fits(kind, of.control, of.practice, term, code in of.besides)


def resits(kind: SheetKind) -> bool:
    """Is a kind opened for those who failed?"""
    return kind.over is Over.failed and kind.gives is Gives.result


def _refusal(
    of: Candidate, taken: tuple[bool, str] | None, day: date | None, examiners: Sequence[Ref]
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    if taken:
        return ("sheets.left_already", {"number": taken[1]}) if taken[1] else ("sheets.left_other_kind", {})
    if not of.members:
        return "sheets.left_nobody" if of.failed else "sheets.left_no_members", {}
    if of.summed:
        return ("", {}) if of.results else ("sheets.left_no_results", {})
    if not examiners:
        return "sheets.left_no_examiner", {}
    return ("", {}) if day else ("sheets.left_no_day", {})


# reading ----------------------------------------------------------------------------------------------------------


WAYS = (False, True)


def offered(term: Term) -> list[tuple[str, Text]]:
    """Kinds of sheet that are opened for a whole period of this term: those that say for which sections, re-sits of
    those who failed, and summaries of groups (these of a closed term, too)."""
    return [
        (k.code, k.name) for k in forms.kinds()
        if (of := k.as_body(SheetKind)).summary
        or (not term.closed and (resits(of) or any(fits(of, c, p, term.kind, True) for c in Control for p in WAYS)))
    ]  # fmt: skip


def preview(desk: Desk, wish: Wish) -> Preview:
    """What this opening would do, in the scope of who opens.

    Raises Problems (`kinds`: none chosen; `due` before the day), RuleBroken (the term is closed).
    """
    if not wish.kinds:
        raise Problems([Problem("kinds", "errors.field.missing")])
    if wish.due and wish.day and wish.due < wish.day:
        raise Problems([Problem("due", "errors.field.ends_before_start")])
    term = desk.store.load(Term, wish.term)
    kinds = {c: (k.name, k.as_body(SheetKind)) for c in wish.kinds for k in [forms.kind(c)]}
    summed = [c for c, (_, kind) in kinds.items() if kind.summary]
    if term.closed and len(summed) < len(kinds):
        raise RuleBroken("calendar.term_closed", term=term.label(), day=term.closed)
    again = [c for c, (_, kind) in kinds.items() if resits(kind)]
    found = candidates(desk, wish) if len(summed) + len(again) < len(kinds) else []
    ids = [c.section.id for c in found]
    found += failed.candidates(desk, wish) if again else []
    there = standing(desk, term.id)
    if summed:
        found += [Candidate(Ref(id=g.code, label=Text(kk=g.code)), summary.ALL, Control.exam, g.members,
                            faculty=g.faculty, summed=desk.today(), results=g.results)
                  for g in summary.groups(desk, term, wish.faculty)]  # fmt: skip
        for code in summed:
            for group, number in summary.agreeing(desk, term.id, code).items():
                there.setdefault(group, {}).setdefault(code, (False, number))
    cal = calendar.of_year(desk.store, term.year)

    def ends(period: PeriodKind | None, faculty: Id) -> date | None:
        held = calendar.fitting(cal, period, term.kind, None, faculty or None) if cal and period else []
        return max((p.ends for p in held), default=None)

    opened, left = planned(
        found, kinds, there, of_sections(desk.store, ids), ends, wish, term.kind
    )  # fmt: skip
    return Preview(wish, tuple(opened), tuple(left))


def candidates(desk: Desk, wish: Wish) -> list[Candidate]:
    """The graded sections of a term that this user opens sheets for, by discipline and code."""
    where: Row = {"term.id": wish.term, "graded": {"$ne": False}, "closed": None}
    where |= {"faculty.id": wish.faculty} if wish.faculty else {}
    rows = desk.store.aggregate("sections", [
        {"$match": desk.where(Section, RIGHT, where)},
        {"$project": {"code": 1, "discipline": 1, "kind": 1, "teacher": 1, "faculty.id": 1,
                      "members": {"$size": "$members"}}},
    ])  # fmt: skip
    ids = list({r["discipline"]["id"] for r in rows})
    taught = {d["_id"]: d for d in desk.store.rows("disciplines", {"_id": {"$in": ids}}, {"control": 1, "besides": 1})}
    found = []
    for r in rows:
        of = taught.get(r["discipline"]["id"], {})
        teacher = r.get("teacher")
        found.append(Candidate(
            Ref(id=r["_id"], label=Text(kk=r["code"])), Ref.model_validate(r["discipline"]),
            Control(of.get("control", Control.exam.value)), r["members"],
            (Ref.model_validate(teacher),) if teacher else (), (r.get("faculty") or {}).get("id", ""),
            r["kind"] == LessonKind.practice.value, besides=tuple(of.get("besides") or ()),
        ))  # fmt: skip
    return sorted(found, key=lambda c: (order_key(c.discipline.label.kk), c.section.label.kk))


def standing(desk: Desk, term: Id) -> dict[Id, dict[str, tuple[bool, str]]]:
    """The sheets that stand for whole sections of a term: {section: {kind: (gives the result?, number)}}."""
    rows = desk.store.rows(
        "grade_sheets", {"term.id": term, "once": {"$type": "string"}},
        {"section.id": 1, "kind": 1, "form.gives": 1, "number": 1},
    )  # fmt: skip
    found: dict[Id, dict[str, tuple[bool, str]]] = {}
    for r in rows:
        gives = r.get("form", {}).get("gives", Gives.result.value) == Gives.result.value
        found.setdefault(r["section"]["id"], {})[r["kind"]] = (gives, r["number"])
    return found


__all__ = ["candidates", "fits", "offered", "planned", "preview", "resits", "standing"]
