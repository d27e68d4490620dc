"""What an act reads: documents, students, events, rules, all inside its transaction and its user's scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from core import access, history, house, pending
from core.db.store import D, Row, Session
from core.errors import NotFound, RuleBroken, StaleRevision
from core.tx.change import StudentChange
from schemas import events as ev
from schemas.audit import Touched
from schemas.base import Document, Id, Ref
from schemas.kinds import Kind, ReasonCode, Sort
from schemas.rulebook import Rulebook
from schemas.student import Student


class Reading:
    """The open act as its readings know it: `actor`, `now` (moment) and `today` (date) are those of the whole act."""

    def __init__(
        self,
        session: Session,
        actor: access.Actor,
        now: datetime,
        today: date,
        ids: Callable[[], Id],
        right: str,
    ) -> None:
        self.session, self.actor, self.now, self.today, self.new_id, self.right = (
            session,
            actor,
            now,
            today,
            ids,
            right,
        )
        self._read: dict[tuple[str, Id], Row] = {}
        self._saved: dict[tuple[str, Id], tuple[Document, bool]] = {}
        self._students: dict[Id, StudentChange] = {}
        self._events: dict[Id, list[ev.Event]] = {}
        self._personal: list[Row] = []
        self._plain: list[tuple[str, Row]] = []
        self._dirty: set[str] = set()
        self._touched: list[Touched] = []
        self._changes: list[Row] = []  # of AuditChange, as stored: a closing has a thousand
        self.command = ""
        self.job: str | None = None
        self._paged: tuple[Id | None, int, str] = (None, 0, "")

    def get(self, model: type[D], id: Id, revision: int | None = None, scoped: bool = True) -> D:
        """A document to be changed; NotFound, Forbidden out of scope, StaleRevision if someone saved first."""
        row = self.session.one(model.collection, {"_id": id})
        if row is None:
            raise NotFound("errors.not_found", kind=model.collection, id=id)
        if scoped:
            access.within(self.actor, self.right, model, row)
        self._stale(model.collection, row, revision)
        self._read[model.collection, id] = row
        return model.model_validate(row)

    def find(self, model: type[D], where: Row, limit: int = 1000) -> list[D]:
        """Documents by a condition, for a rule to look at."""
        found = self.session.rows(model.collection, where, None, limit)
        for row in found:
            self._read.setdefault((model.collection, row["_id"]), row)
        return [model.model_validate(row) for row in found]

    def student(self, id: Id, revision: int | None = None) -> Row:
        """One student's state (stored form, without events), inside the user's scope."""
        self.students([id])
        kept = self._students[id]
        access.within(self.actor, self.right, Student, kept.row)
        self._stale("students", kept.row, revision)
        return kept.state

    def students(self, ids: Iterable[Id], merged: bool = False) -> dict[Id, Row]:
        """The states of students an act touches, read at once; the act's own subject is what scope asks about.

        merged: may a record be among them that was joined to another? To all other acts it is closed (RuleBroken).
        """
        wanted = [i for i in ids if i not in self._students]
        if wanted:
            for row in self.session.rows("students", {"_id": {"$in": wanted}}, {"events": 0, "search": 0}):
                self._students[row["_id"]] = StudentChange(pending.settled(self.session, row))
        missing = [i for i in wanted if i not in self._students or self._hidden(self._students[i].row)]
        if missing:
            self._students = {k: v for k, v in self._students.items() if k not in missing}
            raise NotFound("errors.not_found", kind="students", id=missing[0])
        gone = [] if merged else [r for i in wanted if (r := self._students[i].row).get("merged")]
        if gone:
            raise RuleBroken("records.merged_away", number=gone[0]["number"], into=Ref(**gone[0]["merged"]).label)
        return {i: self._students[i].state for i in ids}

    def _hidden(self, row: Row) -> bool:
        """Does this student belong to a big act that is not published, or was undone?"""
        job = row.get("hidden")
        return bool(job) and self.session.one("jobs", {"_id": job, "state": "published"}, {"_id": 1}) is None

    def read_events(self, ids: Iterable[Id]) -> None:
        """Read the stored events of students at once; nothing changes them before the act is sealed."""
        wanted = [i for i in ids if i not in self._events]
        for row in self.session.rows("students", {"_id": {"$in": wanted}}, {"events": 1}) if wanted else ():
            self._events[row["_id"]] = history.parse(row["events"])

    def events(self, student_id: Id) -> list[ev.Event]:
        """All events of a student, those of this act included."""
        self.read_events([student_id])
        return [*self._events.get(student_id, []), *history.parse(self._students[student_id].added)]

    def rules(self, day: date) -> Rulebook:
        """The institution's rulebook in force on a day."""
        found = self.session.rows("rulebooks", {"own": True, "effective": {"$lte": day.isoformat()}})
        if not found:
            raise NotFound("rulebooks.none_in_force", day=day)
        return Rulebook.model_validate(max(found, key=lambda r: (r["effective"], r["version"])))

    def kind(self, sort: Sort | str, code: str) -> Kind:
        """What the office described under this code, in force today. NotFound; RuleBroken when it is retired."""
        rows = self.session.rows("kinds", {"sort": str(Sort(sort).value), "code": code})
        found = house.in_force(rows, self.today)
        if not found:
            raise NotFound("kinds.none_such", sort=Sort(sort), code=code)
        if found[0].retired:
            raise RuleBroken("kinds.is_retired", name=found[0].name)
        return found[0]

    def reason_code(self, code: str, action: str) -> None:
        """RuleBroken when this reason is not offered (any more) for this act."""
        body = self.kind(Sort.reason, code).as_body(ReasonCode)
        if body.acts and action not in body.acts:
            raise RuleBroken("kinds.reason_not_here", code=code)

    def who(self) -> ev.Who:
        """Who acts, as he is called today: kept beside every step he takes."""
        return ev.Who(id=self.actor.id, name=self.actor.name, role=str(self.actor.role.value))

    def _stale(self, kind: str, row: Row, revision: int | None) -> None:
        if revision is not None and row["revision"] != revision:
            updated = row.get("updated") or {}
            user = self.session.one("users", {"_id": updated.get("by")}, {"name": 1}) or {}
            raise StaleRevision(
                "errors.stale_revision", kind=kind, id=row["_id"], revision=row["revision"],
                by=user.get("name", updated.get("by", "")), at=updated.get("at"),
            )  # fmt: skip
