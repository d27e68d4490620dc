"""Single students of a passage: who is undecided, who may have to repeat, what became of each afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.access import require
from core.db.store import Row
from core.desk import Desk, both
from core.promotions.decided import decisions
from core.rollover.counting import (
    RIGHT,
    RUNNING,
    by_hand,
    command,
    decided,
    grouped,
    lengths,
    of_year,
    standing,
    years_of,
)
from core.rollover.turns import opens, raised, turn_of
from schemas.base import Id, Ref
from schemas.events import CHANGING
from schemas.rollover import Rollover, Turn
from schemas.student import Name, Student


@dataclass(frozen=True)
class Case:
    """One study to be decided about, or that was left behind: who, where, and how she stands."""

    student: Ref
    study: Id
    number: str
    course: int | None
    group: str
    gpa: Decimal | None
    debts: int
    turn: Turn
    why: str = ""
    decided: str = ""


_TELLS = ("id", "type", "effective", "changes", "command", "reverses")
_FIELDS = ("id", "status", "year", "group", "programme", "department", "curriculum", "admitted_on", "opened", "totals")


def _rows(desk: Desk, where: Row, limit: int = 0) -> list[Row]:
    """Studies of the contingent as single rows, with who they are; in Kazakh order where there is a limit."""
    fields = {"number": 1, "name": 1, **{f"studies.{f}": 1 for f in _FIELDS}, **{f"events.{f}": 1 for f in _TELLS}}
    where = both(both({"studies.status": {"$in": RUNNING}}, where), desk.visible(Student))
    found = desk.store.rows("students", where, fields, [("search.key", 1)] if limit else (), limit)
    return [
        _whose(s, r) for r in found for s in r["studies"] if s["status"] in RUNNING
    ]  # fmt: skip


def _cases(desk: Desk, rows: Sequence[Row], year: int) -> list[Case]:
    made = decided(desk.store, year)
    length = years_of(desk.store, rows)
    found = []
    for r in rows:
        r["raised"] = raised(r["events"], r["id"], year)
        turn, why = turn_of(standing(r, length.get(r["id"])), year, made.get(r["id"]))
        totals: dict[str, Any] = r.get("totals") or {}
        found.append(Case(
            Ref(id=r["student"], label=Name.model_validate(r["name"]).text()), r["id"], r["number"], r.get("year"),
            r.get("group") or "", totals.get("gpa"), totals.get("academic_debts") or 0, turn, why,
            made.get(r["id"], ""),
        ))  # fmt: skip
    return found


def undecided(desk: Desk, year: int, most: int = 200) -> list[Case]:
    """Studies whose turn is unclear, and those whose being unclear the head has decided away."""
    require(desk.actor, RIGHT)
    found = grouped(desk, year, {})
    length = lengths(desk.store, found)
    ways: list[Row] = []
    for n, row in enumerate(found):
        key = row["_id"]
        if turn_of(standing(key, length.get(str(n))), year)[0] is Turn.unclear:
            ways.append({"studies": {"$elemMatch": {
                "status": "active", "year": key.get("year"), "programme.id": (key["programme"] or {}).get("id"),
                "department.id": (key["department"] or {}).get("id"),
                "curriculum.id": (key["curriculum"] or {}).get("id"),
            }}})  # fmt: skip
    cases = _cases(desk, _rows(desk, {"$or": ways}, most), year) if ways else []
    return [c for c in cases if c.turn is Turn.unclear or c.decided]


def proposed(
    desk: Desk, year: int, gpa: Decimal | None, debts: int | None, course: int | None = None, most: int = 500
) -> list[Case]:  # fmt: skip
    """Who may have to repeat the year: GPA below a limit or so many academic debts, besides those marked already; not
    those about whom an approved promotion has decided."""
    require(desk.actor, RIGHT)
    settled = decisions(desk.store, year)
    made = [s for s, turn in by_hand(of_year(desk.store, year)).items() if turn == Turn.repeating]
    limits: list[Row] = []
    if gpa is not None:
        limits.append({"totals.gpa": {"$lt": gpa}})
    if debts is not None:
        limits.append({"totals.academic_debts": {"$gte": debts}})
    ways: list[Row] = [{"studies.id": {"$in": made}}] if made else []
    if limits:
        one: Row = {"status": "active", "$or": limits}
        ways.append({"studies": {"$elemMatch": one | ({"year": course} if course else {})}})
    if not ways:
        return []
    return [
        c for c in _cases(desk, _rows(desk, {"$or": ways}, most), year)
        if c.study not in settled and (c.decided == Turn.repeating or (
            c.turn in (Turn.moved, Turn.final) and (course is None or c.course == course)
            and ((gpa is not None and c.gpa is not None and c.gpa < gpa) or (debts is not None and c.debts >= debts))))
    ]  # fmt: skip


@dataclass(frozen=True)
class After:
    """A study of the contingent after the passage: was its course raised by it, and what is its turn without that."""

    case: Case
    active: bool
    moved: bool

    @property
    def behind(self) -> bool:
        """Does she stand still without a reason?"""
        return self.active and not self.moved and self.case.turn in (Turn.moved, Turn.unclear)

    @property
    def goes_on(self) -> bool:
        """Does she study in the new year (and not wait for the order of her award)?"""
        return self.active and (self.moved or self.case.turn in (Turn.repeating, Turn.fresh, Turn.already))

    @property
    def fact(self) -> Turn:
        """What became of her."""
        return Turn.moved if self.moved else Turn.unclear if self.behind else self.case.turn


def after(desk: Desk, doc: Rollover) -> list[After]:
    """The whole contingent after the passage, told from the students' own events: every one is asked, so it is for
    the long work and not for a page."""
    require(desk.actor, RIGHT)
    prefix = command(doc, "move")
    edits: Row = {
        "$filter": {
            "input": "$events",
            "as": "e",
            "cond": {
                "$and": [
                    {"$in": ["$$e.type", CHANGING]},
                    {"$gte": ["$$e.effective", opens(doc.year).isoformat()]},
                ]
            },
        }
    }
    rows = desk.store.aggregate("students", [
        {"$match": both({"studies.status": {"$in": RUNNING}}, desk.visible(Student))},
        {"$project": {"number": 1, "name": 1, **{f"studies.{f}": 1 for f in _FIELDS}, "events": edits}},
    ])  # fmt: skip
    found, moved = [], set()
    for row in rows:
        mine = [e for e in row["events"] if e["command"].startswith(prefix)]
        moved |= {c["field"].split(".")[1] for e in mine for c in e["changes"] if c["field"].endswith(".year")}
        found += [_whose(s, row) for s in row["studies"] if s["status"] in RUNNING]
    return [After(c, r["status"] == "active", c.study in moved)
            for c, r in zip(_cases(desk, found, doc.year), found, strict=True)]  # fmt: skip


def still(desk: Desk, doc: Rollover, most: int = 500) -> list[Case]:
    """Who was left behind when the passage was last counted, as they stand now."""
    require(desk.actor, RIGHT)
    if not doc.stood:
        return []
    cases = _cases(desk, _rows(desk, {"studies.id": {"$in": doc.stood}}, most), doc.year)
    return [c for c in cases if c.study in doc.stood]


def _whose(study: Row, row: Row) -> Row:
    return {**study, "study": study["id"], "student": row["_id"], "number": row["number"], "name": row["name"],
            "events": row["events"]}  # fmt: skip
