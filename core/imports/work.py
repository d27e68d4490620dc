"""Imports as long works: the file is kept, the dry run is made anew where it runs, only what was shown comes in."""

from __future__ import annotations

from typing import Any

from core import files, jobs
from core.db.codec import digest, plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.imports.acts import accept, undo
from core.imports.plan import Plan
from core.imports.plan import plan as planned
from core.imports.reading import read
from core.jobs.run import Run, kept
from schemas.base import Id
from schemas.importing import Import, Match


def begin(desk: Desk, plan: Plan, data: bytes, matches: list[Match], rules: str, why: Why) -> Id:
    """Begin to bring a file in, exactly as the dry run showed it; the id of the long work.

    data: the file as it was chosen; it is kept, so that anybody may later look what was brought in. Raises RuleBroken:
    there are problems, nothing would change, another import of this person is going on.
    """
    if plan.problems:
        raise RuleBroken("imports.has_problems", n=len(plan.problems))
    if plan.empty:
        raise RuleBroken("imports.nothing_new")
    file = kept(desk, plan.table.name, data, "import", "", Why(why.reason, why.basis, f"{why.command}:given"))
    params = {
        "file": file, "name": plan.table.name, "kind": plan.kind, "matches": plain(matches), "rules": rules,
        "seen": seen(plan),
    }  # fmt: skip
    return jobs.begin(desk, "import.accept", params, why, total=len(plan.works))


def begin_undo(desk: Desk, line: Import, why: Why) -> Id:
    """Begin to take a whole import back; the id of the long work."""
    if not why.reason.strip():
        raise RuleBroken("errors.reason_missing")
    return jobs.begin(desk, "import.undo", {"import": line.id, "revision": line.revision}, why, total=line.rows)


def seen(plan: Plan) -> str:
    """What a dry run showed, in short: the verdict on every row, whom it touches and how they stood then."""
    works = [[w.number, w.revision, len(w.events), w.revives] for w in plan.works]
    saves = [[model.collection, id, revision] for model, id, revision, _ in plan.saves]
    return digest([plan.kind, plan.table.hash, plan.verdicts, works, saves, len(plan.news), len(plan.olds)])


def accept_work(run: Run) -> Row:
    """The long work: read, try in once more, accept. After a crash it is the same act or none."""
    if done := _done(run, "import.accept"):
        return _said(done)
    given: dict[str, Any] = run.params
    _, data = files.read(run.store, given["file"])
    matches = [Match.model_validate(m) for m in given["matches"]]
    plan = planned(run.desk, read(given["name"], data), given["kind"], matches, given["rules"])
    if seen(plan) != given["seen"]:
        raise RuleBroken("imports.differs_now")
    return _said(accept(run.desk, plan, run.why(), run))


def undo_work(run: Run) -> Row:
    """The long work: take an import back."""
    if done := _done(run, "import.undo"):
        return _said(done)
    return _said(undo(run.desk, run.params["import"], run.params["revision"], run.why(), run))


def _done(run: Run, action: str) -> Import | None:
    """What an earlier try of this work published before it fell."""
    entry = run.store.one("audit_events", {"command": run.why().command, "action": action})
    return run.store.load(Import, entry["subject"]["id"]) if entry else None


def _said(done: Import) -> Row:
    return {"import": done.id, "number": done.number, "state": done.state}
