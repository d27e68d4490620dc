"""Reading what a summary sheet is made of: who studies in a group, what the record says, whether a sheet still does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from core import merged, pending, rulebooks
from core.db.store import Row, Session, Store
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import order_key
from core.sheets.summary.rules import Difference, Pair, differences, filled
from schemas.base import Id
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Gives
from schemas.rulebook import Rulebook
from schemas.student import Student
from schemas.term import Term
from schemas.words import SheetStatus, StudyStatus

RIGHT = "grade_sheet.open"
STUDY = ("id", "status", "group", "faculty", "department", "totals", "came")


@dataclass(frozen=True)
class Group:
    """A group as the opening of a period sees it; results: does anybody in it have a result of the term?"""

    code: str
    faculty: Id
    members: int
    results: bool


def groups(desk: Desk, term: Term, faculty: Id = "") -> list[Group]:
    """The groups of those who study today, in the scope of who opens, in Kazakh order."""
    mine: Row = {"studies.status": StudyStatus.active.value, "studies.group": {"$nin": [None, ""]}}
    mine |= {"studies.faculty.id": faculty} if faculty else {}
    rows = desk.store.aggregate("students", [
        {"$match": desk.where(Student, RIGHT, mine)}, {"$unwind": "$studies"}, {"$match": mine},
        {"$group": {
            "_id": "$studies.group", "n": {"$sum": 1}, "faculty": {"$first": "$studies.faculty.id"},
            "results": {"$max": {"$in": [term.code, {"$ifNull": ["$studies.record.term", []]}]}},
        }},
    ])  # fmt: skip
    found = [Group(r["_id"], r.get("faculty") or "", r["n"], bool(r["results"])) for r in rows]
    return sorted(found, key=lambda g: order_key(g.code))


def fields(term: str) -> Row:
    """What is read of a student: of the record the results of one term only."""
    of_term: Row = {"$filter": {"input": "$$of.record", "cond": {"$eq": ["$$this.term", term]}}}
    kept = {f: f"$$of.{f}" for f in STUDY} | {"record": of_term}
    studies = {"$map": {"input": "$studies", "as": "of", "in": kept}}
    return {"number": 1, "name": 1, "hidden": 1, "pending": 1, "studies": studies}


def of_groups(reader: Store | Session, codes: Sequence[str], term: str) -> dict[str, list[Pair]]:
    """Who studies in these groups today, with what the record says."""
    active = {"status": StudyStatus.active.value, "group": {"$in": list(codes)}}
    where: Row = {"studies.group": {"$in": list(codes)}, "studies": {"$elemMatch": active}, "merged.id": None}
    found: dict[str, list[Pair]] = {code: [] for code in codes}
    for row in _settled(reader, reader.rows("students", where, fields(term))):
        for study in row["studies"]:
            if study["status"] == active["status"] and study.get("group") in found:
                found[study["group"]].append((row, study))
    return found


def _settled(reader: Store | Session, rows: Sequence[Row]) -> list[Row]:
    """Rows without those that a big act has not published, and with what a published one has brought."""
    waits = pending.unpublished(reader) if any(r.get("hidden") for r in rows) else []
    whole = [r for r in rows if r.get("hidden") not in waits or not r.get("hidden")]
    if isinstance(reader, Session):
        return [pending.settled(reader, reader.one("students", {"_id": r["_id"]}, {"events": 0}) or r)
                if r.get("pending") else r for r in whole]  # fmt: skip
    return whole


def _same_people(reader: Store | Session, sheet: GradeSheet) -> list[Pair]:
    """The studies of a closed summary, wherever they stand today, under the names it has."""
    away = merged.today(reader, [x.student.id for x in sheet.lines])
    stands = {x.study: (x.student.id, x.study) for x in sheet.lines}
    for x in sheet.lines:
        if x.student.id in away:
            with suppress(RuleBroken):  # a study that is nowhere has nothing in the record
                stands[x.study] = merged.whose(reader, x.student.id, x.study)
    where = {"_id": {"$in": [who for who, _ in stands.values()]}}
    rows = _settled(reader, reader.rows("students", where, fields(sheet.term_code)))
    studies = {(r["_id"], s["id"]): (r, s) for r in rows for s in r["studies"]}
    return [
        ({**found[0], "_id": x.student.id, "number": x.number}, {**found[1], "id": x.study})
        for x in sheet.lines if (found := studies.get(stands[x.study]))
    ]  # fmt: skip


def of_record(reader: Store | Session, sheet: GradeSheet, rules: Rulebook) -> GradeSheet:
    """The summary as the record would make it now: of the group, or, once closed, of those who stand on it."""
    if sheet.status is SheetStatus.closed:
        return filled(sheet, _same_people(reader, sheet), rules)
    return filled(sheet, of_groups(reader, [group_of(sheet)], sheet.term_code)[group_of(sheet)], rules)


def group_of(sheet: GradeSheet) -> str:
    """Whose summary it is."""
    return sheet.section.id if sheet.section else ""


def differing(desk: Desk, sheet: GradeSheet) -> list[Difference]:
    """For a page: where this summary and the record differ now; nothing for a cancelled one."""
    if sheet.status is SheetStatus.cancelled:
        return []
    return differences(sheet, of_record(desk.store, sheet, rulebooks.get(desk.store, sheet.rules)))


def agreeing(desk: Desk, term: Id, kind: str) -> dict[str, str]:
    """Groups whose newest closed summary of this kind says what the record says: {group: number}."""
    where: Row = {"term.id": term, "kind": kind, "status": SheetStatus.closed.value}
    rows = desk.store.rows("grade_sheets", where, sort=[("number", 1)])
    newest = {group_of(s): s for s in (GradeSheet.model_validate(r) for r in rows)}
    return {group: s.number for group, s in newest.items() if not differing(desk, s)}


def standing(desk: Desk, term: Id, group: str) -> list[Row]:
    """The summaries of a group and a term that the user may see, the newest first."""
    where: Row = {"section.id": group, "term.id": term, "form.gives": Gives.nothing.value}
    fields = {"number": 1, "status": 1, "day": 1}
    return desk.rows(GradeSheet, "grade_sheet.read", where, fields, [("number", -1)], 20)
