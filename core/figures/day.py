"""The home page's figures of the day, what waits for the user, and what an empty office does first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.db.store import Row, Store
from core.desk import Desk
from core.pending import unpublished
from core.scope import Scope, scope_of
from core.sums import read
from schemas.grade_sheet import GradeSheet
from schemas.reference import Office
from schemas.words import UNDONE

FIGURES = ("contingent", "sheets_open", "sheets_overdue", "corrections", "transcripts", "debts")
BAD_WHEN_MORE = frozenset({"sheets_overdue", "corrections", "debts"})


def figures(desk: Desk) -> Mapping[str, tuple[int, int]]:
    """Figures of the day inside the user's scope: {figure: (now, 30 days ago)}; see today and before in core.sums."""
    return figures_of(desk.store, scope_of(desk))


def figures_of(store: Store, scope: Scope) -> dict[str, tuple[int, int]]:
    """See `figures`."""
    found = read(store, ["today", "before"])

    def of(slice_: str, figure: str) -> int:
        return sum(r["n"] for r in found[slice_] if r["figure"] == figure and scope.holds(r))

    return {f: (of("today", f), of("before", f)) for f in FIGURES}


def letters(rows: list[Row]) -> dict[str, int]:
    """How many results of each letter, over rows of results."""
    found: dict[str, int] = {}
    for row in rows:
        for letter, n in row["letters"].items():
            found[letter] = found.get(letter, 0) + n
    return found


@dataclass(frozen=True)
class Waiting:
    """What waits for the user: open sheets by due day, corrections he may decide, imports that run.

    sheets: stored rows without lines; sheets_count: how many there are beyond those listed.
    """

    sheets: list[Row]
    sheets_count: int
    corrections: list[Row]
    imports: list[Row]

    def __bool__(self) -> bool:
        return bool(self.sheets or self.corrections or self.imports)


def waiting(desk: Desk, most: int = 6) -> Waiting:
    """What waits for this user, read live: his own work must not lag behind."""
    sheets, count = _open_sheets(desk, most)
    return Waiting(sheets, count, _corrections(desk, most), _imports(desk))


def _open_sheets(desk: Desk, most: int) -> tuple[list[Row], int]:
    right = "grade_sheet.fill" if desk.may("grade_sheet.fill") else "grade_sheet.read"
    if not desk.may(right):
        return [], 0
    fields = {"lines": 0, "signatures": 0, "corrections": 0}
    order = [("due", 1)]  # as the index has it: a second key would sort every open sheet at each drawing
    rows = desk.rows(GradeSheet, right, {"status": {"$in": UNDONE}, "due": {"$ne": None}}, fields, order, most)
    if len(rows) < most:  # those without a due day come last, not first as the database orders nothing
        rows += desk.rows(GradeSheet, right, {"status": {"$in": UNDONE}, "due": None}, fields, order, most - len(rows))
    return rows, len(rows) if len(rows) < most else desk.count(GradeSheet, right, {"status": {"$in": UNDONE}})


def _corrections(desk: Desk, most: int) -> list[Row]:
    """Corrections of others: nobody confirms his own."""
    if not desk.may("correction.confirm"):
        return []
    others = {"state": "proposed", "proposed_by": {"$ne": desk.actor.id}}
    where = {"corrections": {"$elemMatch": others}}
    rows = desk.rows(GradeSheet, "correction.confirm", where, {"number": 1, "corrections": 1}, [("number", 1)], most)
    return [
        {"sheet": row["_id"], "number": row["number"], "act": c["act"], "student": c["student"]["label"],
         "by": c["proposed_name"], "at": c["proposed_at"]}
        for row in rows for c in row["corrections"]
        if c["state"] == "proposed" and c["proposed_by"] != desk.actor.id
    ]  # fmt: skip


def _imports(desk: Desk) -> list[Row]:
    if not desk.may("import.run"):
        return []
    fields = {"kind": 1, "done": 1, "total": 1, "by_name": 1, "at": 1}
    return desk.store.rows("jobs", {"state": "running"}, fields, [("at", 1)], 5)


@dataclass(frozen=True)
class Step:
    """A line of the first-day checklist: what, where it is done, is it done, may this user do it."""

    key: str
    page: str
    right: str
    done: bool


def steps(desk: Desk) -> list[Step]:
    """What an empty office does first, in order; empty once the first sheet is open."""
    one: Any = desk.store.one
    if one("grade_sheets", {}, {"_id": 1}):
        return []
    hidden = unpublished(desk.store)
    office = one("office", {})
    signers = Office.model_validate(office).signatories(desk.today(), "transcript") if office else []
    named = bool(signers) and all(s.name for s in signers)
    there = {
        name: one(name, {"hidden": {"$nin": hidden}} if name == "students" else {}, {"_id": 1}) is not None
        for name in ("departments", "terms", "programmes", "students", "sections")
    }
    return [
        Step("office", "institution", "office.edit", named),
        Step("units", "references", "reference.edit", there["departments"]),
        Step("terms", "references", "reference.edit", there["terms"]),
        Step("programmes", "references", "reference.edit", there["programmes"]),
        Step("students", "imports", "import.run", there["students"]),
        Step("sections", "sections", "section.edit", there["sections"]),
        Step("sheet", "grade_sheets", "grade_sheet.open", False),
    ]
