"""The inputs of a review read out of the records (ISO 9001, 9.3.2), once, when the pack is made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from core import contingent
from core.db.store import Row
from core.desk import Desk
from core.indicators.definition import body_of, definitions
from core.internal_audits.rules import OFFICE
from core.management_review.cells import cell, figure, table
from core.sources import Question, Span, answered, askable, source_of
from schemas.base import Text, Word
from schemas.condition import Asked, Condition, Op
from schemas.indicator import Measurement, Reached
from schemas.internal_audit import AuditState, FindingGrade, InternalAudit
from schemas.kinds import Measure
from schemas.management_review import ManagementReview, PackCell, PackSection, ReviewInput, ReviewState
from schemas.norm_document import NormVersion
from schemas.rulebook import Rulebook
from schemas.task import Task, TaskState
from schemas.words import Role

Cells = list[list[PackCell]]


@dataclass(frozen=True)
class Asking:
    """What a section is read by: the whole institution's desk, the period, as questions see it."""

    desk: Desk
    first: date
    last: date

    @property
    def span(self) -> Span:
        return Span(self.first, self.last, self.desk.today(), self.desk.zone)

    @property
    def days(self) -> Row:
        """The period as a condition on a stored day."""
        return {"$gte": self.first.isoformat(), "$lte": self.last.isoformat()}

    @property
    def moments(self) -> Row:
        """The period as a condition on a stored moment."""
        return {"$gte": self.span.begins(self.first), "$lt": self.span.begins(self.last + timedelta(days=1))}

    def count(self, source: Asked, when: str, *of: Condition) -> int:
        """How many rows of a source belong to the period."""
        return sum(a.n for a in answered(self.desk, Question(source, of, when=when), self.span))

    def by(self, source: Asked, when: str, field: str) -> Cells:
        """The same by the values of a choice, in the order in which the choice names them."""
        found = {str(a.cut[0]): a.n for a in answered(self.desk, Question(source, when=when), self.span, [field])}
        words = askable(source_of(source))[field].choices
        return [[cell(w if isinstance(w, Word) else str(w)), cell(found[str(w)])] for w in words if str(w) in found]


def previous(asked: Asking) -> PackSection:
    """The decisions of the review before this one, and what became of each (9.3.2 a)."""
    where = {"status": ReviewState.decided.value, "decided_on": {"$lte": asked.last.isoformat()}}
    found = asked.desk.store.rows("management_reviews", where, {"sections": 0}, [("decided_on", -1)], 1)
    if not found:
        return PackSection(of=ReviewInput.previous)
    before, today = ManagementReview.model_validate(found[0]), asked.desk.today()
    tasks = {r["_id"]: Task.model_validate(r) for r in
             asked.desk.store.rows("tasks", {"_id": {"$in": before.tasks}}, limit=len(before.tasks) or 1)}  # fmt: skip
    rows, states = [], []
    for decision, id in zip(before.decisions, before.tasks, strict=False):
        task = tasks.get(id)
        states.append(task.state if task else TaskState.open)
        done = task.done_at.astimezone(ZoneInfo(asked.desk.zone)).date() if task and task.done_at else None
        rows.append([cell(decision.what), cell(decision.responsible.label), cell(decision.due), cell(states[-1]),
                     cell(done)])  # fmt: skip
    late = sum(s is TaskState.open and d.due < today for s, d in zip(states, before.decisions, strict=False))
    figures = [
        figure("previous_pack", before.number),
        figure("decided_on", before.decided_on),
        figure("decisions", len(rows)),
        figure("done", states.count(TaskState.done)),
        figure("overdue", late),
    ]
    heads = "decision responsible due state done_on"
    return PackSection(of=ReviewInput.previous, figures=figures, tables=[table("decisions", heads, rows)])  # fmt: skip


def changes(asked: Asking) -> PackSection:
    """What changed outside and inside: documents that came into force, rules, units (9.3.2 b; clauses 7, 18)."""
    store = asked.desk.store
    norms = [NormVersion.model_validate(r) for r in
             store.rows("norm_versions", {"status": {"$in": ["in_force", "obsolete"]}, "since": asked.days},
                        sort=[("since", 1)], limit=200)]  # fmt: skip
    own = {"own": True, "effective": asked.days}
    rules = [Rulebook.model_validate(r) for r in store.rows("rulebooks", own, sort=[("effective", 1)], limit=50)]
    units = store.rows("departments", {"$or": [{"starts": asked.days}, {"ends": asked.days}]}, limit=200)
    heads = "document edition since"
    rows = [[cell(n.document.label), cell(n.edition or str(n.n)), cell(n.since)] for n in norms]
    rows += [[cell(r.name), cell(str(r.version)), cell(r.effective)] for r in rules]
    opened = [[cell(Text.model_validate(u["name"])), cell(_day(u.get("starts"))), cell(_day(u.get("ends")))]
              for u in units]  # fmt: skip
    return PackSection(
        of=ReviewInput.changes,
        figures=[figure("norms", len(norms)), figure("rules", len(rules)), figure("units", len(units))],
        tables=[table("norms", heads, rows), table("units", "unit opened closed", opened)],
    )


def feedback(asked: Asking) -> PackSection:
    """Appeals, complaints, what was asked of the office (9.3.2 c1)."""
    complaints = asked.desk.store.count("nonconformities", {"on": asked.days, "source": "complaint"})
    return PackSection(
        of=ReviewInput.feedback,
        figures=[figure("appeals", asked.count(Asked.appeals, "filed_on")), figure("complaints", complaints),
                 figure("corrections", asked.count(Asked.corrections, "corrections.proposed_at"))],
        tables=[table("appeals", "state number", asked.by(Asked.appeals, "filed_on", "status")),
                table("papers", "state number", asked.by(Asked.papers, "created.at", "state")),
                table("duplicates", "state number", asked.by(Asked.duplicates, "created.at", "status"))],
    )  # fmt: skip


def processes(asked: Asking) -> PackSection:
    """Indicators as they were stored: of every period that meets this one the newest value (9.3.2 c3; clause 28)."""
    known = {k.code: body_of(k) for k in definitions()}
    where = {"indicator": {"$in": list(known)}, "last": {"$gte": asked.first.isoformat()},
             "first": {"$lte": asked.last.isoformat()}}  # fmt: skip
    newest: dict[tuple[str, str], Measurement] = {}
    for row in asked.desk.store.rows("measurements", where, {"parts": 0}, [("last", 1), ("n", 1)], 2000):
        newest[row["indicator"], row["period"]] = Measurement.model_validate(row)
    order = {code: n for n, code in enumerate(known)}
    found = sorted(newest.values(), key=lambda m: (order[m.indicator], m.first))
    rows = []
    for m in found:
        body = known[m.indicator]
        digits = 0 if body.measure is Measure.number else body.digits
        of_hundred = body.measure is Measure.share and body.per == 100
        rows.append([cell(m.name), cell(m.period_name), cell(m.numerator), cell(m.denominator),
                     cell(m.value, digits, of_hundred), cell(m.target, digits, of_hundred), cell(m.light)])  # fmt: skip
    lights = Counter(m.light for m in found)
    return PackSection(
        of=ReviewInput.processes,
        figures=[figure("values", len(found)), *(figure(f"light_{x.value}", lights[x]) for x in Reached)],
        tables=[table("indicators", "indicator period numerator denominator value target light", rows, (4, 5))],
    )


def audits(asked: Asking) -> PackSection:
    """Internal audits whose term ended in the period, with their findings by grade (9.3.2 c6)."""
    stored = asked.desk.store.rows("internal_audits", {"last": asked.days}, {"checklist": 0}, [("last", 1)], 200)
    found = [InternalAudit.model_validate(r) for r in stored]
    graded = {a.id: Counter(f.grade for f in a.findings) for a in found}
    rows = [[cell(a.number), cell(a.process_name), cell(a.unit.label if a.unit else None), cell(a.last), cell(a.status),
             *(cell(graded[a.id][g]) for g in FindingGrade)] for a in found]  # fmt: skip
    done = sum(a.status in (AuditState.reported, AuditState.closed) for a in found)
    held = [a for a in found if a.status is not AuditState.cancelled]
    every = sum(graded.values(), Counter[FindingGrade]())
    return PackSection(
        of=ReviewInput.audits,
        figures=[figure("audits", len(held)), figure("audits_done", done),
                 *(figure(f"grade_{g.value}", every[g]) for g in FindingGrade)],
        tables=[table("audits", "audit process unit due state major minor observation", rows)],
    )  # fmt: skip


def resources(asked: Asking) -> PackSection:
    """Staff with their load, the contingent, what the office carried through (9.3.2 d)."""
    roles = [r.value for r in OFFICE]
    staff = asked.desk.store.rows(
        "users", {"role": {"$in": roles}, "active": True}, {"name": 1, "role": 1}, [("name", 1)], 200
    )
    acts = {
        u["_id"]: asked.desk.store.count("audit_events", {"actor.id": u["_id"], "at": asked.moments}) for u in staff
    }
    rows = [[cell(u["name"]), cell(Role(u["role"])), cell(acts[u["_id"]])]
            for u in sorted(staff, key=lambda u: -acts[u["_id"]])]  # fmt: skip
    moved = contingent.moved(asked.desk, asked.first, asked.last, True)
    students = len(moved.closing)
    per = Decimal(students) / len(staff) if staff else None
    closed = Condition(field="status", op=Op.is_, value="closed")
    figures = [
        figure("staff", len(staff)), figure("students_first", len(moved.opening)), figure("students_last", students),
        figure("students_per", per, 1), figure("sheets", asked.count(Asked.sheets, "closed_at", closed)),
        figure("orders", asked.count(Asked.orders, "day")),
        figure("papers", asked.count(Asked.papers, "created.at")),
        figure("diplomas", asked.count(Asked.diplomas, "created.at")),
    ]  # fmt: skip
    return PackSection(
        of=ReviewInput.resources, figures=figures, tables=[table("staff", "person role acts", rows, (2,))]
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


__all__ = ["Asking", "audits", "changes", "feedback", "previous", "processes", "resources"]
