"""Reading holds: those of one student, the list of all, what a pasted list of numbers means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import house, search
from core.db.store import Row
from core.desk import Desk, both
from core.holds.acts import MOST, Wanted, may_handle
from core.i18n import order_key
from core.search import full_name, like
from schemas.base import Id
from schemas.hold import Hold
from schemas.kinds import Kind, Sort
from schemas.student import Student
from schemas.words import Role

# Services and those who keep one thing see the holds of their own kinds; the office and who watches over it see all.
NARROW = frozenset({Role.service, Role.payments, Role.hr, Role.career})
SORTS = {"newest": [("put.at", -1), ("_id", -1)], "number": [("number", 1), ("_id", 1)]}


def mine(desk: Desk) -> list[Kind]:
    """The kinds of hold this user may put and lift today."""
    return [k for k in _in_order(house.entries(Sort.hold)) if may_handle(desk.actor, k)]


def _in_order(kinds: list[Kind]) -> list[Kind]:
    return sorted(kinds, key=lambda k: order_key(k.name.kk))


def seen(desk: Desk) -> list[Kind]:
    """The kinds of hold this user sees, retired ones too."""
    kinds = _in_order(house.entries(Sort.hold, retired=True))
    return [k for k in kinds if may_handle(desk.actor, k)] if desk.actor.role in NARROW else kinds


def _narrowed(desk: Desk, where: Row) -> Row:
    if desk.actor.role not in NARROW:
        return where
    return both(where, {"kind.id": {"$in": [k.code for k in seen(desk)]}})


def condition(text: str, chosen: dict[str, Any]) -> Row:
    """A typed beginning of a number or part of a name, kinds, faculties, active or all, as one condition."""
    parts: list[Row] = [{"active": chosen.get("active", True)}] if chosen.get("active", True) is not None else []
    for path in ("kind", "faculties"):
        if chosen.get(path):
            parts.append({f"{path}.id": {"$in": list(chosen[path])}})
    if text.strip():
        begins = {"$gte": text.strip(), "$lt": text.strip() + "\uffff"}
        named = like(text)
        parts.append({"$or": [{"number": begins}, {"student.label.kk": named}]})
    return {"$and": parts} if parts else {}


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "newest", page: int = 0,
    size: int = 50,
) -> list[Row]:  # fmt: skip
    """One page of holds inside the user's scope and kinds."""
    where = _narrowed(desk, condition(text, chosen or {}))
    return desk.rows(Hold, "hold.read", where, None, SORTS[sort], size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    return desk.count(Hold, "hold.read", _narrowed(desk, condition(text, chosen or {})))


def of_student(desk: Desk, student: Id, lifted: bool = True) -> list[Hold]:
    """The holds of a student the user may see (by where he studies today), active ones first, then the newest."""
    if not desk.rows(Student, "hold.read", {"_id": student}, {"_id": 1, "hidden": 1}, limit=1):
        return []
    where: Row = {"student.id": student} if lifted else {"student.id": student, "active": True}
    rows = desk.store.rows("holds", _narrowed(desk, where), None, [("active", -1), ("put.at", -1)], 200)
    return [Hold.model_validate(r) for r in rows]


@dataclass(frozen=True)
class Line:
    """One line of a pasted list: what was typed, whom it names, or why nobody (a message key)."""

    number: str
    reason: str
    student: Id | None = None
    name: str = ""
    problem: str = ""

    def wanted(self) -> Wanted:
        """The hold this line asks for."""
        return Wanted(self.student or "", self.reason)


def read_list(desk: Desk, pasted: str, kind: str) -> list[Line]:
    """Lines of a pasted table, «number» or «number, what for» (tab, semicolon or comma between), each with its
    student or its problem: unknown, named twice, held already, out of the user's sight. At most 500."""
    typed = [_cells(line) for line in pasted.splitlines() if line.strip()][: MOST + 1]
    numbers = [number for number, _ in typed]
    fields = {"number": 1, "name": 1, "hidden": 1}
    rows = desk.rows(Student, "hold.put", {"number": {"$in": numbers}}, fields, limit=MOST + 1)
    known = {r["number"]: r for r in rows}
    where = {"student.id": {"$in": [r["_id"] for r in rows]}, "active": True, "kind.id": kind}
    standing = {r["student"]["id"] for r in desk.store.rows("holds", where, {"student": 1})}
    found: list[Line] = []
    for n, (number, reason) in enumerate(typed):
        row = known.get(number)
        if row is None:
            found.append(Line(number, reason, problem="holds.unknown_number"))
        elif number in numbers[:n]:
            found.append(Line(number, reason, row["_id"], full_name(row), "holds.named_twice"))
        else:
            problem = "holds.stands_short" if row["_id"] in standing else ""
            found.append(Line(number, reason, row["_id"], full_name(row), problem))
    return found


def _cells(line: str) -> tuple[str, str]:
    number, *rest = re.split(r"\t|;|,", line.strip(), maxsplit=1)
    return number.strip(), rest[0].strip() if rest else ""


def find(desk: Desk, text: str) -> list[Row]:
    """Students that a search names and on whom the user may put holds: id, number, name; at most 30."""
    fields = {"number": 1, "name": 1, "hidden": 1}
    return desk.rows(Student, "hold.put", search.query(text), fields, [("search.key", 1)], 30) if text.strip() else []


def wanted(lines: Sequence[Line]) -> list[Wanted]:
    """The lines without a problem, as holds to be put."""
    return [line.wanted() for line in lines if not line.problem]
