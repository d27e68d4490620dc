"""One act from inside: steps read and write through it, then it seals the audit entry.

Nothing is written before `seal`: changes are collected, only changed paths are sent, each document is guarded by
its revision. `work` may run several times when two acts meet, so it touches nothing but its Tx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from core import access, history, house, pending
from core.audit import pages
from core.db.codec import UNHASHED, content_hash, differences, digest, plain
from core.db.files import Laid
from core.db.store import D, Row, Session
from core.errors import NotFound, RuleBroken, StaleRevision
from core.fields import check_own
from core.holds import stops
from core.sums import marks
from core.tx.change import DERIVED, StudentChange, facts, new_student, own_apart, personal_row, student_update
from schemas import events as ev
from schemas.audit import AuditChange, AuditEvent, Subject, Touched
from schemas.base import Basis, Document, Head, Id, Ref, Stamp, is_token
from schemas.file import File, FileType
from schemas.kinds import Kind, NumberMask, ReasonCode, Sort
from schemas.rulebook import Rulebook
from schemas.student import Profile, Student, StudyProfile


class Tx:
    """The open act: `actor`, `now` (moment) and `today` (date) are those of the whole act."""

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
        self._personal: list[Row] = []
        self._plain: list[tuple[str, Row]] = []
        self._dirty: set[str] = set()
        self._touched: list[Touched] = []
        self._changes: list[AuditChange] = []
        self.command = ""
        self.job: str | None = None
        self._paged: tuple[Id | None, int, str] = (None, 0, "")

    # reading -------------------------------------------------------------------------------------------------

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
            for row in self.session.rows("students", {"_id": {"$in": wanted}}, {"events": 0}):
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

    def events(self, student_id: Id) -> list[ev.Event]:
        """All events of a student, those of this act included."""
        row = self.session.one("students", {"_id": student_id}, {"events": 1}) or {"events": []}
        return history.parse([*row["events"], *self._students[student_id].added])

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

    def numbered(self, mask: str) -> str:
        """The next number by a mask of the office, «2026-00017»: one counter per mask and year, no gap, no repeat."""
        body = self.kind(Sort.mask, mask).as_body(NumberMask)
        counter = f"mask:{mask}:{self.today.year}" if body.every == "year" else f"mask:{mask}"
        return body.written(self.number(counter), self.today.year, self.today.month)

    def _stale(self, kind: str, row: Row, revision: int | None) -> None:
        if revision is not None and row["revision"] != revision:
            updated = row.get("updated") or {}
            user = self.session.one("users", {"_id": updated.get("by")}, {"name": 1}) or {}
            raise StaleRevision(
                "errors.stale_revision", kind=kind, id=row["_id"], revision=row["revision"],
                by=user.get("name", updated.get("by", "")), at=updated.get("at"),
            )  # fmt: skip

    # writing -------------------------------------------------------------------------------------------------

    def add(self, doc: D, scoped: bool = True) -> D:
        """A new document."""
        if scoped:
            access.within(self.actor, self.right, type(doc), plain(doc))
        self._saved[doc.collection, doc.id] = (doc, True)
        return doc

    def save(self, doc: D) -> D:
        """A changed document that was read by `get` or `find` in this act."""
        self._saved[doc.collection, doc.id] = (doc, False)
        return doc

    def number(self, name: str) -> int:
        """The next number of a counter («transcript:2026»): taken in this transaction, so no gap, no repeat."""
        last = self.session.bump(name)
        self._touched = [t for t in self._touched if t.id != name]
        self._touched.append(Touched(kind="counters", id=name, revision=last, hash=digest({"_id": name, "last": last})))
        return last

    def conceal(self, owner: Id, field: str, value: str) -> str:
        """Keep a personal value apart and return the salted hash that stands for it in events and audit."""
        if not value or is_token(value):
            return value
        row = personal_row(owner, field, value, self.new_id())
        self._personal.append(row)
        return str(row["_id"])

    def personal_value(self, token: Any) -> str | None:
        """The value a token stands for; None where it was erased or is no token."""
        row = self.session.one("personal", {"_id": token}) if is_token(token) else None
        return row["value"] if row else None

    def erase_personal(self, owner: Id, fields: list[str]) -> int:
        """Remove personal values for good; what stood for them stays in the history."""
        return self.session.remove_personal({"owner": owner, "field": {"$in": fields}})

    def check_scope(self, model: type[Document], row: Row) -> None:
        """Forbidden when what this act makes lies outside the user's scope."""
        access.within(self.actor, self.right, model, row)

    def keep(self, collection: str, row: Row) -> None:
        """A row that is content, not a document (a file's bytes, a page of an audit entry), written with the act."""
        self._plain.append((collection, row))

    def keep_file(self, data: bytes | Laid, name: str, kind: str, owner: Id) -> str:
        """Keep a file with this act; its hash, by which other documents name it. The same bytes are kept once.

        data: the bytes, or where they were laid before (big files: `store.lay`). name: what the office itself calls
        it, its ending true. Raises RuleBroken `files.gone` where laid bytes waited longer than a day.
        """
        hash = sha256(data).hexdigest() if isinstance(data, bytes) else data.hash
        if (File.collection, hash) in self._saved or self.session.one(File.collection, {"_id": hash}, {"_id": 1}):
            return hash
        laid = self.session.lay(data) if isinstance(data, bytes) else data
        if not self.session.hold(laid.place):
            raise RuleBroken("files.gone", name=name)
        type_ = FileType.of(name)
        file = File(_id=hash, name=name, kind=kind, owner=owner, type=type_, size=laid.size, place=laid.place)
        return self.add(file, scoped=False).id

    def file(self, hash: str) -> File:
        """A file that this act keeps, or one that was kept before."""
        mine = self._saved.get((File.collection, hash))
        return mine[0] if mine else self.get(File, hash, scoped=False)  # type: ignore[return-value]

    def mark_dirty(self, slice_: str) -> None:
        """Say that sums of this slice must be rebuilt; a worker does it after the act.

        What an act saves and appends says it by itself (core/sums/marks.py); this is for what it changes otherwise.
        """
        self._dirty.add(slice_)

    def admit(self, id: Id) -> None:
        """Begin a new student; the first event must follow."""
        row = {"_id": id, "revision": 0, "event_hash": "", **history.empty()}
        self._students[id] = StudentChange(row, new=True)

    def student_document(self, id: Id) -> Student:
        """A student of this act as a whole document: the act's subject and its answer."""
        kept = self._students[id]
        return Student.model_validate({**kept.row, **kept.state, "_id": id, "revision": kept.revision, "events": []})

    def append(
        self, student_id: Id, event_class: type[ev.EventBase], effective: date | None = None, /, **fields: Any
    ) -> ev.EventBase:
        """Add an event to a student and fold it into the state; back-dated ones fold the whole history anew.

        Raises RuleBroken for a study the student has not, or a card edited before the day of admission.
        """
        if student_id not in self._students:
            self.students([student_id])
        kept = self._students[student_id]
        event = event_class(
            id=self.new_id(), n=kept.revision + 1, at=self.now, actor=self._who(),
            effective=history.lawful_day(kept.state, event_class, effective or self.today, fields),
            reason="", command="", job=self.job, **fields,
        )  # fmt: skip
        if history.in_order(kept.state, event):
            kept.added.append(plain(event))
            kept.state = history.step(kept.state, event)  # type: ignore[arg-type]
        else:
            before = self.events(student_id)
            kept.added.append(plain(event))
            kept.state = history.fold([*before, event])  # type: ignore[list-item]
        return event

    def _who(self) -> ev.Who:
        return ev.Who(id=self.actor.id, name=self.actor.name, role=str(self.actor.role.value))

    # sealing -------------------------------------------------------------------------------------------------

    def seal(
        self,
        subject: Document,
        action: str,
        reason: str,
        basis: Basis | None,
        command: str,
        given: str = "",
        code: str = "",
    ) -> AuditEvent:
        """Write everything collected and the audit entry on the subject's chain."""
        stamp = Stamp(at=self.now, by=self.actor.id)
        stops.check(self.session, action, [id for id, kept in self._students.items() if kept.added])
        rows = self._finish(stamp, reason, basis, command)
        head = self._head(subject)
        id, count, root = self._paged
        entry = AuditEvent(
            id=id or self.new_id(), at=self.now, seq=head.seq + 1,
            subject=Subject(kind=subject.collection, id=subject.id, label=subject.label().kk), actor=self._who(),
            action=action, reason=reason, basis=basis, command=command, touched=self._touched, changes=self._changes,
            pages=count, root=root, given=given, code=code or None, prev=head.hash,
        )  # fmt: skip
        if len(self._touched) > pages.PAGE and not count:
            found, entry.root = pages.page_rows(entry.id, self._touched, self._changes)
            entry.pages, entry.touched, entry.changes = len(found), [], []
            self._plain += [("audit_pages", row) for row in found]
        body = plain(entry)
        body["_id"] = body.pop("id")
        body.pop("hash")
        body["parts"] = entry.parts = pages.parts(body)
        body["hash"] = entry.hash = digest(body)
        new_head = {"seq": entry.seq, "hash": entry.hash}
        subject.head = Head(seq=entry.seq, hash=entry.hash)
        self._write(rows, (subject.collection, subject.id), new_head, stamp)
        self.session.insert("audit_events", [body])
        return entry

    def tell(self, kind: str, id: Id, revision: int, hash: str) -> None:
        """Say in this act's entry what a document is after a change made outside of it (a migration)."""
        self._touch(kind, id, revision, hash)

    def paged(self, entry: Id, count: int, root: str) -> None:
        """Say that this act ends a big one, whose list of documents is kept in `count` pages of the entry `entry`."""
        self._paged = (entry, count, root)

    def _finish(self, stamp: Stamp, reason: str, basis: Basis | None, command: str) -> dict[tuple[str, Id], Any]:
        rows = {key: self._finish_document(doc, new, stamp) for key, (doc, new) in self._saved.items()}
        for id, kept in self._students.items():
            if kept.added:
                self._finish_student(id, kept, reason, basis, command)
        return rows

    def _finish_document(self, doc: Document, new: bool, stamp: Stamp) -> tuple[Row, list[tuple[str, Any, Any]]]:
        was = {} if new else self._read[doc.collection, doc.id]
        doc.revision = 1 if new else was["revision"] + 1
        doc.updated = stamp
        if new:
            doc.created = stamp
        doc.custom = check_own(type(doc), doc.custom or {}) or None
        row = plain(doc)
        changed = [c for c in differences(_hashed(was), _hashed(row)) if c[0] != "revision"]
        self._dirty |= marks.of_document(doc.collection, was or None, row)
        self._touch(doc.collection, doc.id, doc.revision, content_hash(row))
        self._changes += [
            AuditChange(kind=doc.collection, id=doc.id, path=p, was=w, now=n)
            for path, was_, now in changed
            if path != "_id"
            for p, w, n in own_apart(path, was_, now)
        ]
        return row, changed

    def _finish_student(self, id: Id, kept: StudentChange, reason: str, basis: Basis | None, command: str) -> None:
        self._own_values(kept)
        for row in kept.added:
            row.update(reason=reason, basis=plain(basis), command=command)
            kept.event_hash = history.sealed(row, kept.event_hash)["hash"]
            self._dirty |= marks.of_event(row)
            for path, value in facts(row):
                self._changes.append(AuditChange(kind="students", id=id, path=path, was=value[0], now=value[1]))
        self._touch("students", id, kept.revision, kept.event_hash)

    @staticmethod
    def _own_values(kept: StudentChange) -> None:
        if kept.state.get("custom") != kept.was.get("custom"):
            check_own(Profile, kept.state["custom"] or {})
        was = {s["id"]: s.get("custom") for s in kept.was.get("studies", [])}
        for study in kept.state["studies"]:
            if study.get("custom") and study["custom"] != was.get(study["id"]):
                check_own(StudyProfile, study["custom"], f"studies.{study['id']}.")

    def _touch(self, kind: str, id: Id, revision: int, hash: str) -> None:
        self._touched.append(Touched(kind=kind, id=id, revision=revision, hash=hash))

    def _head(self, subject: Document) -> Head:
        if isinstance(subject, Student):
            return Head.model_validate(self._students[subject.id].row.get("head") or {})
        return Head.model_validate(self._read.get((subject.collection, subject.id), {}).get("head") or {})

    def _write(self, rows: dict[tuple[str, Id], Any], subject: tuple[str, Id], head: Row, stamp: Stamp) -> None:
        inserts: dict[str, list[Row]] = {}
        updates: dict[str, list[tuple[Row, Row]]] = {}
        at = plain(stamp)
        for key, (row, changed) in rows.items():
            collection, id = key
            if key == subject:
                row["head"] = head
            if self._saved[key][1]:
                inserts.setdefault(collection, []).append(row)
                continue
            change = {p: v for p, _, v in changed} | {"revision": row["revision"], "updated": at}
            if key == subject:
                change["head"] = head
            updates.setdefault(collection, []).append(({"_id": id, "revision": row["revision"] - 1}, {"$set": change}))
        for id, kept in self._students.items():
            own = head if ("students", id) == subject else None
            if kept.new:
                inserts.setdefault("students", []).append(new_student(id, kept, own or {"seq": 0, "hash": ""}, at))
            elif kept.added or own:
                pending.broken_by(self.session, kept.row)
                updates.setdefault("students", []).append(student_update(id, kept, own, at))
        if subject not in rows and subject[0] != "students":
            read = self._read[subject]
            updates.setdefault(subject[0], []).append(
                ({"_id": subject[1], "revision": read["revision"]}, {"$set": {"head": head}})
            )
        for collection, changes in updates.items():
            if self.session.update(collection, changes) != len(changes):
                first = changes[0][0]
                raise StaleRevision(
                    "errors.stale_revision", kind=collection, id=first["_id"], revision=None, by="", at=None
                )
        for collection, row in self._plain:
            inserts.setdefault(collection, []).append(row)
        for slice_ in sorted(self._dirty):
            mark = {"_id": self.new_id(), "slice": slice_, "at": self.now}
            inserts.setdefault("dirty", []).append(mark)
        if self._personal:
            inserts.setdefault("personal", []).extend(self._personal)
        for collection, documents in inserts.items():
            self.session.insert(collection, documents)


def _hashed(row: Row) -> Row:
    """What of a stored document its hash and its changes speak of."""
    return {k: v for k, v in row.items() if k not in UNHASHED}


__all__ = ["DERIVED", "StudentChange", "Tx", "facts", "new_student", "personal_row", "student_update"]
