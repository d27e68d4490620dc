"""Accepting a dry run and undoing it: both are big acts, whole or not at all, and each is one line in
history."""

from __future__ import annotations

from typing import Any

from core.db.store import Row
from core.desk import Desk, Why
from core.diplomas import old
from core.errors import RuleBroken
from core.history import voided_ids
from core.imports.plan import CHANGED, CREATED, SAME, Plan
from core.jobs import big
from core.tx import Tx
from schemas.base import Id
from schemas.discipline import Discipline
from schemas.importing import Import

UNDONE = ("students", "results")  # what else was brought in stays in its list and is corrected there


def accept(desk: Desk, plan: Plan, why: Why, news: big.News | None = None) -> Import:
    """Bring the file in exactly as the dry run showed it.

    Raises RuleBroken: there are problems, nothing would change (no line is added then), a student changed
    since the dry run, or it was stopped; then nothing is changed.
    """
    if plan.problems:
        raise RuleBroken("imports.has_problems", n=len(plan.problems))
    if plan.empty:
        raise RuleBroken("imports.nothing_new")

    def publish(tx: Tx) -> Import:
        for doc in plan.news:
            tx.add(doc.model_copy(deep=True), scoped=False)
        for asked in plan.olds:
            old.enter_step(tx, asked)
        for model, id, revision, changes in plan.saves:
            doc = tx.get(model, id, revision, scoped=False)
            tx.save(doc.model_copy(update=changes))
        made = [d.id for d in plan.news if isinstance(d, Discipline)]
        tx.session.update("jobs", [({"_id": why.command}, {"$set": {"disciplines": made}})])
        tx.mark_dirty("contingent")
        tx.mark_dirty("results")
        year = tx.today.year
        return tx.add(
            Import(
                number=f"{year}/{tx.number(f'import:{year}')}", kind=plan.kind, file=plan.table.name[:300],
                file_hash=plan.table.hash, job=why.command, rows=len(plan.table.rows),
                created_count=plan.count(CREATED),
                changed_count=plan.count(CHANGED), same_count=plan.count(SAME),
            )
        )  # fmt: skip

    return big.run(desk, "import.accept", "import.run", plan.works, publish, why, news)


def history(desk: Desk, limit: int = 200) -> list[Import]:
    """Imports, the newest first."""
    rows = desk.rows(Import, "import.read", sort=[("created.at", -1)], limit=limit)
    return [Import.model_validate(r) for r in rows]


class LaterWork(RuleBroken):
    """An import cannot be undone: `students` (number, what came later) depend on it."""

    def __init__(self, students: list[tuple[str, str]]) -> None:
        numbers = ", ".join(number for number, _ in students[:10])
        super().__init__("imports.depended_on", n=len(students), numbers=numbers)
        self.students = students


def undo(desk: Desk, id: Id, revision: int, why: Why, news: big.News | None = None) -> Import:
    """Take a whole import back: every event of it is voided, the students it brought leave the lists.

    Raises LaterWork when something later depends on it; RuleBroken when it is undone already or brought none
    of theirs.
    """
    from core import access

    access.require(desk.actor, "import.undo")
    if not why.reason.strip():
        raise RuleBroken("errors.reason_missing")
    done = desk.get(Import, id, "import.read")
    if done.state == "undone":
        raise RuleBroken("imports.undone_already", number=done.number)
    if done.kind not in UNDONE:
        raise RuleBroken("imports.they_stay")
    big.finish(desk.store, done.job)
    works = _voiding(desk, done.job)

    def publish(tx: Tx) -> Import:
        undone = tx.get(Import, id, revision, scoped=False)
        undone.state = "undone"
        job = tx.session.one("jobs", {"_id": done.job}) or {}
        tx.session.update("jobs", [({"_id": done.job}, {"$set": {"state": "undone"}})])
        for discipline in tx.find(Discipline, {"_id": {"$in": job.get("disciplines", [])}, "revision": 1}, 5000):
            discipline.active = False
            tx.save(discipline)
        tx.mark_dirty("contingent")
        tx.mark_dirty("results")
        return tx.save(undone)

    return big.run(desk, "import.undo", "import.undo", works, publish, why, news)


def _voiding(desk: Desk, job: Id) -> list[big.Work]:
    fields = {"number": 1, "revision": 1, "event_hash": 1, "hidden": 1, "pending": 1, "events": 1}
    today = desk.today().isoformat()
    works, later = [], []
    brought = []
    for row in desk.store.each("students", {"events.job": job}, fields):
        mine = [e for e in row["events"] if e.get("job") == job]
        after = _live_after(row["events"], mine[0]["n"], job)
        if row.get("pending"):
            raise RuleBroken("imports.student_busy", number=row["number"])
        if after:
            later.append((row["number"], after[0]["type"]))
        if row.get("hidden") == job:
            brought.append((row["_id"], row["number"]))
        events = [("event_voided", today, {"voids": e["id"]}) for e in mine]
        works.append(big.Work(row["_id"], row["number"], row["revision"], row["event_hash"], events))
    later += _on_lists(desk, dict(brought))
    if later:
        raise LaterWork(sorted(later))
    return works


def _live_after(events: list[Row], n: int, job: Id) -> list[Row]:
    """Events after the import's first one that still count and are not its own."""
    voided = voided_ids([(e["id"], e.get("voids")) for e in events])
    return [
        e for e in events
        if e["n"] > n and e.get("job") != job and e["type"] != "event_voided" and e["id"] not in voided
    ]  # fmt: skip


def _on_lists(desk: Desk, brought: dict[Id, str]) -> list[tuple[str, str]]:
    """Students of the import who already stand in a section or on a sheet."""
    found = []
    ids = list(brought)
    for start in range(0, len(ids), 2000):
        part = ids[start : start + 2000]
        for collection, path in (("sections", "members.student.id"), ("grade_sheets", "lines.student.id")):
            met: set[Any] = set(desk.store.names(collection, path, {path: {"$in": part}})) & set(part)
            found += [(brought[i], collection) for i in met]
    return found


__all__ = ["Import", "LaterWork", "accept", "history", "undo"]
