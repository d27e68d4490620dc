"""Applications for duplicates as a page reads them: the list with its clock, the original found, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import references
from core.blanks.numbers import key_of
from core.db.store import Row
from core.desk import Desk
from core.diplomas import bearing, clock, settings
from core.diplomas.checks import Check, Light
from core.diplomas.clock import Left
from core.diplomas.duplicates import first_hands, stands_for
from core.diplomas.graduates import READ
from core.fields import FieldSpec
from core.papers.days import Marks
from schemas.base import Id, Text
from schemas.blank import BlankStatus
from schemas.diploma import Diploma, DiplomaStatus, DuplicateRequest, RequestStatus, Takes
from schemas.reference import Office
from schemas.student import Student

SORTS = ("due", "number", "asked_on")
FOUND = 30
ASKED_FOR = [DiplomaStatus.issued.value, DiplomaStatus.replaced.value]


def get(desk: Desk, id: Id) -> DuplicateRequest:
    """One application of the user's scope; NotFound, Forbidden."""
    return desk.get(DuplicateRequest, id, READ)


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of applications can show."""
    return [(p, s) for p, s in references.columns(DuplicateRequest, desk.actor.role) if s.kind not in ("area", "file")]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What the list can be narrowed by."""
    return references.filters(DuplicateRequest, desk.actor.role)


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "due", descending: bool = False,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of the applications; by the clock: those that wait first, the most overdue before all."""
    where = references.condition(DuplicateRequest, text, chosen or {}, desk.actor.role)
    way = -1 if descending else 1
    order = [("status", way), ("due", way), ("_id", 1)] if sort not in SORTS[1:] else [(sort, way), ("_id", 1)]
    return desk.rows(DuplicateRequest, READ, where, {"head": 0}, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    where = references.condition(DuplicateRequest, text, chosen or {}, desk.actor.role)
    return desk.count(DuplicateRequest, READ, where)


def waiting(desk: Desk) -> list[DuplicateRequest]:
    """Every application that waits, the most overdue first."""
    rows = desk.rows(DuplicateRequest, READ, {"status": RequestStatus.asked.value}, None, [("due", 1)], 500)
    return [DuplicateRequest.model_validate(r) for r in rows]


def of_diploma(desk: Desk, diploma: Id) -> list[DuplicateRequest]:
    """The applications for duplicates of a diploma, the newest first."""
    rows = desk.rows(DuplicateRequest, READ, {"of.id": diploma}, None, [("asked_on", -1)], 50)
    return [DuplicateRequest.model_validate(r) for r in rows]


def marks(desk: Desk, of: Sequence[DuplicateRequest]) -> Marks:
    """The moved days that the clocks of these applications run through."""
    return clock.marks(desk.store, {desk.today(), *(r.due for r in of)})


def left(desk: Desk, of: DuplicateRequest, moved: Marks) -> Left | None:
    """How the clock of an application stands; None for one that is over."""
    return clock.left(desk.today(), of.due, moved) if of.status is RequestStatus.asked else None


def made_of(desk: Desk, of: DuplicateRequest) -> Diploma | None:
    """The duplicate of an application: as registered, else what is being prepared."""
    if of.made:
        return desk.get(Diploma, of.made.id, READ)
    rows = desk.rows(Diploma, READ, {"once": f"{of.of.id}:{of.id}"}, None, (), 1)
    return Diploma.model_validate(rows[0]) if rows else None


def parts_left(desk: Desk, of: Diploma) -> list[Takes]:
    """The parts of a diploma that a duplicate may be asked of; none where it was not handed over or lost its force."""
    if of.status.value not in ASKED_FOR:
        return []
    replaced = stands_for(desk.store, of)
    return [s.what for s in of.sheets if not (replaced and s.what is Takes.diploma)]


def find(desk: Desk, typed: str) -> list[Diploma]:
    """The diplomas a typed or scanned line may mean: number of the book or of the platform, number of a blank, IIN,
    number of a student, or words of the holder's name. Only what was handed over once; the newest first."""
    text = " ".join(typed.split())
    if not text:
        return []
    alone: list[Row] = [
        {"number": text}, {"platform.number": text}, {"student_number": text},
        {"values.words.series_number": text}, {"_id": {"$in": _by_blank(desk, text)}},
        {"student.id": {"$in": _by_iin(desk, text)}},
    ]  # fmt: skip
    for where in ({"$or": alone}, references.condition(Diploma, text, {}, desk.actor.role)):
        asked = {"$and": [where, {"status": {"$in": ASKED_FOR}}]}
        rows = desk.rows(Diploma, READ, asked, {"steps": 0, "credential": 0}, [("year", -1), ("key", 1)], FOUND)
        if rows:
            return [Diploma.model_validate(r) for r in rows]
    return []


def _by_blank(desk: Desk, text: str) -> list[Id]:
    key = key_of("", text)
    where: Row = {"$or": [{"key": key}, *([{"n": int(key)}] if key.isdigit() and len(key) < 13 else [])]}
    rows = desk.store.rows("blanks", {**where, "paper": {"$ne": None}}, {"paper.id": 1}, limit=FOUND) if key else []
    return [r["paper"]["id"] for r in rows]


def _by_iin(desk: Desk, text: str) -> list[Id]:
    if not (text.isdigit() and len(text) == 12 and desk.may("student.personal")):
        return []
    return [r["_id"] for r in desk.rows(Student, READ, {"iin": text}, {"_id": 1}, (), 2)]


# what is missing ------------------------------------------------------------------------------------------------------


def checks(desk: Desk, asked: DuplicateRequest, of: Diploma, made: Diploma | None) -> list[Check]:
    """What stands in the way of registering (red) and what is to be looked at (amber), each with where it is mended."""
    body = settings.body(of.kind)
    found = [Check("duplicate_scan", Light.green) if asked.scan else Check("duplicate_scan_missing", Light.amber)]
    words = _words(desk, asked, of, made)
    lacks, unknown = bearing.missing(words), bearing.unknown(words)
    found.append(Check("duplicate_words", Light.red, {"words": bearing.named(lacks)})
                 if lacks else Check("duplicate_words_whole", Light.green))  # fmt: skip
    if unknown and Takes.diploma in asked.parts:
        found.append(Check("duplicate_unknown", Light.amber, {"words": bearing.named(unknown)}))
    if Takes.diploma in asked.parts and made is not None:
        given = made.platform
        found.append(
            Check("platform", Light.green, {"number": f"{given.series} {given.number}".strip()}) if given
            else Check("platform_missing", Light.red if body.platform else Light.amber)
        )  # fmt: skip
    need = [kind for p in asked.parts if (kind := bearing.blank_kind(body, p))]
    short = [k for k in need if not desk.store.count("blanks", {"kind": k, "status": BlankStatus.in_stock.value}, 1)]
    found.append(Check("blanks_none", Light.red, {"n": len(short)}, "blanks") if short
                 else Check("blanks", Light.green, {"n": 0}))  # fmt: skip
    if made is not None:
        hands = first_hands(of, made)
        mine = any(h.id == desk.actor.id for h in hands)
        names = Text(kk=", ".join(dict.fromkeys(h.name for h in hands)))
        found.append(Check("duplicate_hands", Light.red if mine else Light.green, {"names": names}))
    return found


def _words(desk: Desk, asked: DuplicateRequest, of: Diploma, made: Diploma | None) -> dict[str, str]:
    """What the duplicate would bear were it registered today."""
    if made is not None and made.values:
        return dict(made.values["words"])
    row = desk.store.one("office", {})
    if row is None:
        return dict(of.values.get("words") or {})
    office = Office.model_validate(row)
    found: dict[str, str] = bearing.values(of, made or of, asked.parts, office, desk.today())["words"]
    return found


__all__ = [
    "checks", "columns", "count", "filters", "find", "get", "left", "listed", "made_of", "marks", "of_diploma",
    "parts_left", "waiting",
]  # fmt: skip
