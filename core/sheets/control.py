"""Who has not submitted: the sheets of a term by state, day and hands, inside the user's scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from core.db.store import Row
from core.desk import Desk
from core.sums.slices import in_time
from schemas.base import Id
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Filler
from schemas.words import STANDING, UNDONE, SheetStatus

READ = "grade_sheet.read"
SOON = timedelta(days=7)
LIST = 5000  # sheets in one file
STANDS = [s.value for s in STANDING]


@dataclass(frozen=True)
class Asked:
    """The sheets of a term that are asked about; empty: all."""

    term: Id
    department: Id = ""
    teacher: Id = ""
    kind: str = ""
    status: str = ""
    late: bool = False

    def where(self, today: date) -> Row:
        """As a condition; late: past its day and not closed."""
        found: Row = {"term.id": self.term, "status": {"$in": STANDS}}
        found |= {"department.id": self.department} if self.department else {}
        found |= {"examiners.id": self.teacher} if self.teacher else {}
        found |= {"kind": self.kind} if self.kind else {}
        found |= {"status": self.status} if self.status else {}
        if self.late:
            found |= {"due": {"$lt": today.isoformat(), "$type": "string"}}
            found |= {} if self.status else {"status": {"$in": list(UNDONE)}}
        return found


@dataclass(frozen=True)
class Tally:
    """Sheets counted: by state; late ones and the oldest day among them; due within a week; of those whose day has
    passed (due), how many were closed in time."""

    states: Mapping[str, int] = field(default_factory=dict)
    late: int = 0
    oldest: date | None = None
    soon: int = 0
    due: int = 0
    in_time: int = 0

    @property
    def all(self) -> int:
        """Sheets that stand."""
        return sum(self.states.values())

    @property
    def undone(self) -> int:
        """Sheets not closed yet."""
        return self.all - self.states.get(SheetStatus.closed.value, 0)

    @property
    def rate(self) -> Decimal | None:
        """Percent closed in time of those whose day has passed; None where no day has passed yet."""
        return Decimal(100 * self.in_time) / self.due if self.due else None

    def days(self, today: date) -> int:
        """How many days the oldest of the late ones is late."""
        return (today - self.oldest).days if self.oldest else 0


def counts(desk: Desk, asked: Asked) -> list[Row]:
    """Counted sheets: rows {department, department_name, teacher, teacher_name, kind, status, due, in_time, n}; the
    teacher is the first examiner."""
    match = asked.where(desk.today())
    key: Row = {
        "department": "$department.id", "teacher": {"$first": "$examiners.id"}, "kind": "$kind", "status": "$status",
        "due": "$due", "in_time": in_time(desk.store, {"term.id": asked.term}),
    }  # fmt: skip
    names = {
        "department_name": {"$first": "$department.label"},
        "teacher_name": {"$first": {"$first": "$examiners.label"}},
    }
    rows = desk.store.aggregate(
        GradeSheet.collection,
        [{"$match": desk.where(GradeSheet, READ, match)}, {"$group": {"_id": key, "n": {"$sum": 1}, **names}}],
    )
    return [{**{k: r["_id"].get(k) for k in key}, "n": r["n"], **{k: r.get(k) for k in names}} for r in rows]


def tally(rows: Iterable[Row], today: date) -> Tally:
    """Counted rows added up."""
    states: dict[str, int] = {}
    late = soon = due = timely = 0
    oldest: date | None = None
    for row in rows:
        n, day = row["n"], date.fromisoformat(row["due"]) if row["due"] else None
        states[row["status"]] = states.get(row["status"], 0) + n
        if day is None:
            continue
        if day < today:
            due += n
            timely += n if row["in_time"] else 0
        if row["status"] == SheetStatus.closed.value:
            continue
        if day < today:
            late += n
            oldest = min(oldest or day, day)
        elif day <= today + SOON:
            soon += n
    return Tally(states, late, oldest, soon, due, timely)


def by(rows: Iterable[Row], name: str) -> dict[str | None, list[Row]]:
    """Counted rows by department or teacher."""
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def undone(desk: Desk, asked: Asked, page: int = 0, size: int = 50) -> list[Row]:
    """Sheets that are not closed, the oldest day first; stored rows without lines."""
    where = asked.where(desk.today())
    if not asked.status:
        where["status"] = {"$in": list(UNDONE)}
    fields = {"lines": 0, "signatures": 0, "steps": 0, "corrections": 0}
    return desk.rows(GradeSheet, READ, where, fields, [("due", 1), ("number", 1)], size, page * size)


def turn(row: Row) -> str:
    """In whose hands an undone sheet is: office, teacher or signers; the word of a message."""
    if row["status"] == SheetStatus.open.value:
        return "office" if (row.get("form") or {}).get("fills") == Filler.office.value else "teacher"
    return "signers" if row["status"] == SheetStatus.filled.value else "office"
