"""How far preparation has come: stages done, the supervisor's permission, the review, the check of originality; who is
behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.attestation import settings
from core.attestation.candidacies import rules
from core.attestation.candidacies.presenting import PREPARE, mine
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import order_key
from core.tx import Tx
from schemas.attestation import Candidacy, CandidacyChange, CandidacyStatus, Milestone
from schemas.attestation.candidacy import AHEAD
from schemas.base import Id, Ref

DAY = "="  # before the name of a day of Presented, where a step is one and no stage
YEAR = 2000


def steps(form: str) -> list[str]:
    """What may be marked in a form: its stages by code, then the days (`=allowed_on`, `=reviewed_on`)."""
    body = settings.form(form)
    return [s.code for s in body.stages] + [DAY + d for d in rules.days_of(body)]


def mark(desk: Desk, ids: Sequence[Id], step: str, day: date | None, note: str, why: Why) -> int:
    """Mark a step done on a day for one or many, all or none; no day: not done after all, with a reason. How many
    changed. Raises Problems (a day ahead, no reason), RuleBroken: a form has no such step, nothing changed."""
    if day is not None and day > desk.today():
        raise Problems([Problem("done", "graduates.day_ahead")])
    if day is None and not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])
    if not ids:
        raise RuleBroken("graduates.nobody_chosen")
    changed: list[Candidacy] = []

    def work(tx: Tx) -> Candidacy:
        found = [mine(tx, id) for id in sorted(set(ids))]
        changed[:] = [of for of in found if _marked(tx, of, step, day, note.strip())]
        if not changed:
            raise RuleBroken("references.nothing_changed")
        for of in changed:
            tx.save(of)
        return changed[0]

    desk.transact("candidacy.progress", work, why, PREPARE, [sorted(ids), step, day, note])
    return len(changed)


def _marked(tx: Tx, of: Candidacy, step: str, day: date | None, note: str) -> bool:
    if step not in steps(of.form) and step not in {m.code for m in of.milestones}:
        raise RuleBroken("graduates.no_such_step", form=of.form_name, who=of.student.label)
    if step.startswith(DAY):
        name = step[len(DAY) :]
        if getattr(of.presented, name) == day:
            return False
        of.presented = of.presented.model_copy(update={name: day})
        return True
    new = Milestone(code=step, label=_stage(of, step).label, due=_stage(of, step).due, done=day,
                    note=note, by=tx.actor.name if day else "")  # fmt: skip
    rows = [new if m.code == step else m for m in of.milestones]
    if rows == of.milestones:
        return False
    of.milestones = rows
    return True


def _stage(of: Candidacy, code: str) -> Milestone:
    found = next((m for m in of.milestones if m.code == code), None)
    if found is None:
        raise RuleBroken("graduates.no_such_step", form=of.form_name, who=of.student.label)
    return found


def measured(desk: Desk, id: Id, revision: int, percent: Decimal, why: Why) -> Candidacy:
    """The share of originality as the check found it. A first one is a fact that comes while one prepares; another one
    after it needs a reason, and what it was stays."""

    def work(tx: Tx) -> Candidacy:
        of = mine(tx, id, revision)
        if not 0 <= percent <= 100:
            raise Problems([Problem("originality", "errors.field.less_than_equal", {"le": 100})])
        if "originality" not in rules.asked(settings.form(of.form)):
            raise RuleBroken("graduates.no_such_step", form=of.form_name, who=of.student.label)
        was = of.presented.originality
        if was == percent:
            raise RuleBroken("references.nothing_changed")
        if was is not None and of.status is CandidacyStatus.approved:
            if not why.reason.strip():
                raise Problems([Problem("reason", "errors.reason_missing")])
            of.changes = [*of.changes, CandidacyChange(at=tx.now, by=tx.actor.name, reason=why.reason,
                                                       basis=why.basis, was={"originality": str(was)})]  # fmt: skip
        of.presented = of.presented.model_copy(update={"originality": percent})
        return tx.save(of)

    return desk.transact("candidacy.progress", work, why, PREPARE, [id, revision, percent])


# who is behind ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Behind:
    """A stage that should be done by now, and by how many days it is late."""

    candidacy: Candidacy
    stage: Milestone
    days: int


def behind(desk: Desk, year: int, where: Mapping[str, object] | None = None) -> list[Behind]:
    """Everything late in the preparation of a year, of what the user may see; the latest first."""
    today = desk.today()
    asked = {
        "year": year, "status": {"$in": [s.value for s in AHEAD]},
        "milestones": {"$elemMatch": {"done": None, "due": {"$lt": today.isoformat()}}}, **(where or {}),
    }  # fmt: skip
    rows = desk.rows(Candidacy, "attestation.read", asked, {"changes": 0, "head": 0}, [("key", 1)], YEAR)
    found = [
        Behind(of, stage, (today - stage.due).days)
        for of in map(Candidacy.model_validate, rows) for stage in rules.late(of.milestones, today)
    ]  # fmt: skip
    return sorted(found, key=lambda b: (-b.days, b.candidacy.key, b.candidacy.form))


def by_department(found: Sequence[Behind]) -> list[tuple[Ref | None, int]]:
    """How many graduates of each department are behind, the most first."""
    return _counted((b.candidacy.department, b.candidacy.study) for b in found)


def by_supervisor(found: Sequence[Behind]) -> list[tuple[Ref | None, int]]:
    """The same by supervisor."""
    return _counted((b.candidacy.presented.supervisor, b.candidacy.study) for b in found)


def _counted(pairs: Iterable[tuple[Ref | None, Id]]) -> list[tuple[Ref | None, int]]:
    refs: dict[Id, Ref | None] = {}
    studies: dict[Id, set[Id]] = defaultdict(set)
    for ref, study in pairs:
        refs[ref.id if ref else ""] = ref
        studies[ref.id if ref else ""].add(study)
    found = [(refs[id], len(some)) for id, some in studies.items()]
    return sorted(found, key=lambda x: (-x[1], order_key(x[0].label.kk if x[0] else "")))


__all__ = ["DAY", "Behind", "behind", "by_department", "by_supervisor", "mark", "measured", "steps"]
