"""Whom a commission hears: last year's students of its programmes, a line for each discipline; who is left out and why.

Read alike from the store (a preview) and inside an act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from core import calendar, curricula, grading
from core.attestation.candidacies.rules import begins
from core.attestation.record import Reason
from core.db.store import Row
from schemas.attestation import Candidacy, Commission, Heard
from schemas.attestation.candidacy import COUNTED
from schemas.base import Id, Ref
from schemas.curriculum import Curriculum
from schemas.student import Name
from schemas.words import Cycle, StudyStatus

HERE = (StudyStatus.active.value, StudyStatus.academic_leave.value)


class Reader(Protocol):
    """A store or an open session."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None: ...

    def rows(self, collection: str, where: Row, fields: Row | None = None) -> list[Row]: ...


@dataclass(frozen=True)
class Comer:
    """A graduate who comes before the commission in a discipline; study: as it is stored."""

    student: Ref
    number: str
    key: str
    study: Row
    heard: Heard
    code: str
    credits: Decimal

    @property
    def once(self) -> str:
        """Study and discipline, by which he is told from others."""
        return f"{self.study['id']}:{self.heard.discipline.id}"


@dataclass(frozen=True)
class LeftOut:
    """Who is of the programme and the year, and does not come: why."""

    student: Ref
    number: str
    group: str
    study: Id
    discipline: Ref | None
    reason: Reason
    earlier: Id | None = None  # the candidacy of an earlier year, which may be taken up by an application


@dataclass
class Drawing:
    """What drawing would do: who comes, who is left out, how many stand in it already."""

    comes: list[Comer] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    there: int = 0


def drawing(reader: Reader, of: Commission) -> Drawing:
    """Whom a commission would hear today, in Kazakh order."""
    found = Drawing()
    rows = people(reader, [p.id for p in of.programmes], of.department.id if of.department else None)
    pairs = [(r, s) for r in rows for s in r["studies"] if _mine(of, s)]
    plans = curricula.of_studies(reader, [s for _, s in pairs])
    before = _before(reader, [s["id"] for _, s in pairs])
    for row, study in pairs:
        _sort(found, of, row, study, plans.get(study["id"]), before.get(study["id"], ()))
    return found


def _mine(of: Commission, study: Row) -> bool:
    unit = (study.get("department") or {}).get("id")
    return (
        study["status"] in HERE
        and (study.get("programme") or {}).get("id") in {p.id for p in of.programmes}
        and (of.department is None or of.department.id == unit)
    )


def _before(reader: Reader, studies: Sequence[Id]) -> dict[Id, list[Row]]:
    only = {"study": 1, "discipline.id": 1, "year": 1, "status": 1, "attempt": 1, "outcome.passed": 1}
    where = {"study": {"$in": list(studies)}, "status": {"$in": [s.value for s in COUNTED]}}
    out: dict[Id, list[Row]] = {}
    for row in reader.rows(Candidacy.collection, where, only):
        out.setdefault(row["study"], []).append(row)
    return out


def _sort(
    found: Drawing, of: Commission, row: Row, study: Row, plan: Curriculum | None, before: Iterable[Row]
) -> None:  # fmt: skip
    who = Ref(id=row["_id"], label=Name.model_validate(row["name"]).text())

    def left(code: str, discipline: Ref | None = None, earlier: Id | None = None, **values: Any) -> None:
        found.left.append(LeftOut(who, row["number"], study.get("group") or "", study["id"], discipline,
                                  Reason(code, values), earlier))  # fmt: skip

    if plan is None:
        return left("no_curriculum")
    if (study.get("year") or 0) < years_of(plan):
        return None
    if study["status"] != StudyStatus.active.value:
        return left("not_studying", status=StudyStatus(study["status"]))
    lines = {x.discipline.id: x for x in plan.lines if x.cycle is Cycle.attestation}
    mine = [h for h in of.hears if h.discipline.id in lines]
    if not mine:
        return left("not_in_plan")
    done, taken = passed(study), {e["discipline"]["id"] for e in study.get("enrolled") or []}
    for heard in mine:
        line, id = lines[heard.discipline.id], heard.discipline.id
        same = [b for b in before if b["discipline"]["id"] == id]
        earlier = max((b for b in same if b["year"] < of.year), key=lambda b: b["year"], default=None)
        if any(b["year"] == of.year for b in same):
            found.there += 1
        elif id in done:
            left("passed", heard.discipline)
        elif earlier is not None:
            left("earlier", heard.discipline, earlier["_id"], year=earlier["year"])
        elif line.block and id not in taken:
            left("not_chosen", heard.discipline)
        else:
            found.comes.append(Comer(who, row["number"], row["search"]["key"], study, heard, line.code, line.credits))
    return None


def passed(study: Mapping[str, Any]) -> set[Id]:
    """Disciplines a study has passed."""
    own = grading.of_disciplines(study.get("record") or [])
    return {r["discipline"]["id"] for r in own if r["state"] == "passed"}


def years_of(plan: Curriculum) -> int:
    """Years of study in a curriculum."""
    return -(-plan.semesters // 2)


def least_years(reader: Reader, programmes: Sequence[Id] | None) -> dict[int, list[Id]]:
    """Years of study → programmes whose shortest approved curriculum has so many."""
    where: Row = {"state": "approved"} | ({"programme.id": {"$in": list(programmes)}} if programmes is not None else {})
    least: dict[Id, int] = {}
    for row in reader.rows(Curriculum.collection, where, {"programme.id": 1, "semesters": 1}):
        id, years = row["programme"]["id"], -(-row["semesters"] // 2)
        least[id] = min(years, least.get(id, years))
    out: dict[int, list[Id]] = {}
    for id, years in sorted(least.items()):
        out.setdefault(years, []).append(id)
    return out


def last_year(reader: Reader, programmes: Sequence[Id] | None = None, department: Id | None = None) -> Row:
    """The condition by which an index finds who may be in the last year of these programmes (of all)."""
    unit = {"department.id": department} if department else {}
    some = [
        {"studies": {"$elemMatch": {"status": {"$in": list(HERE)}, "programme.id": {"$in": ids},
                                    "year": {"$gte": years}, **unit}}}
        for years, ids in least_years(reader, programmes).items()
    ]  # fmt: skip
    return {"$or": some} if some else {"_id": {"$in": []}}


ONLY: Row = {
    "number": 1, "name": 1, "search.key": 1, "hidden": 1, "merged": 1,
    **{f"studies.{k}": 1 for k in ("id", "status", "year", "group", "language", "faculty", "department", "programme",
                                   "curriculum", "admitted_on", "record", "enrolled", "teacher", "form", "funding",
                                   "totals")},
}  # fmt: skip


def people(reader: Reader, programmes: Sequence[Id], department: Id | None) -> list[Row]:
    """Who may be in the last year, those of an unpublished big act and joined records left out."""
    rows = reader.rows("students", last_year(reader, programmes, department), ONLY)
    marks = {r["hidden"] for r in rows if r.get("hidden")}
    out = {r["_id"] for r in reader.rows("jobs", {"_id": {"$in": sorted(marks)}, "state": "published"}, {"_id": 1})}
    shown = [r for r in rows if not r.get("merged") and (not r.get("hidden") or r["hidden"] in out)]
    return sorted(shown, key=lambda r: (r["search"]["key"], r["_id"]))


def begin_of(reader: Any, of: Commission, course: int | None = None, faculty: Id | None = None) -> date:
    """When the attestation of a commission begins for a year of study."""
    return Begins(reader, of)(course, faculty)


class Begins:
    """The same for many graduates of one commission, the calendar and the sittings read once."""

    def __init__(self, reader: Any, of: Commission) -> None:
        self.of = of
        found = [calendar.of_year(reader, y) for y in (of.year - 1, of.year)]
        self.calendars = [c for c in found if c is not None]
        where = {"commission.id": of.id, "status": {"$ne": "cancelled"}}
        days = [r["day"] for r in reader.rows("sittings", where, {"day": 1})]
        self.first = date.fromisoformat(min(days)) if days else None

    def __call__(self, course: int | None, faculty: Id | None) -> date:
        return begins(self.of.year, self.calendars, course, faculty, self.first)


def year_of(day: date) -> int:
    """The calendar year of the attestation that is prepared on a day: that in which the academic year ends."""
    return calendar.year_on(day) + 1


__all__ = [
    "ONLY", "Begins", "Comer", "Drawing", "LeftOut", "begin_of", "drawing", "last_year", "least_years", "passed",
    "people", "year_of", "years_of",
]  # fmt: skip
