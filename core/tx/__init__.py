"""One act from inside: steps read and write through it, then it seals the audit entry.

Nothing is written before `seal`: changes are collected, only changed paths are sent, each document is guarded by
its revision. `work` may run several times when two acts meet, so it touches nothing but its Tx.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from core import access, history
from core.db.codec import digest, plain
from core.db.files import Laid
from core.db.store import D, Row
from core.errors import RuleBroken
from core.tx.change import DERIVED, StudentChange, facts, new_student, personal_row, student_update
from core.tx.sealing import Sealing
from schemas import events as ev
from schemas.audit import Touched
from schemas.base import Document, Id, is_token
from schemas.file import File, FileType
from schemas.kinds import NumberMask, Sort
from schemas.student import Student


class Tx(Sealing):
    """The open act as its steps know it: what it reads (Reading), what it writes (here), how it ends (Sealing)."""

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

    def mine(self, model: type[D], id: Id) -> D | None:
        """A document as this act has changed it so far; None where it has not touched it."""
        found = self._saved.get((model.collection, id))
        return found[0] if found else None  # type: ignore[return-value]

    def number(self, name: str, many: int = 1) -> int:
        """The next number of a counter («transcript:2026»), or the last of so many: taken in this transaction, so no
        gap, no repeat."""
        last = self.session.bump(name, many)
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

    def keep_file(self, laid: Laid, name: str, kind: str, owner: Id, signed: str = "") -> str:
        """Keep a file with this act; its hash, by which other documents name it. The same bytes are kept once.

        laid: where the bytes stand: `store.lay` before the act, whose own transaction would not see them. name: what
        the office itself calls it, its ending true. signed: whose digital signature the bytes bear. Raises RuleBroken
        `files.gone` where laid bytes waited longer than a day.
        """
        hash = laid.hash
        if (File.collection, hash) in self._saved or self.session.one(File.collection, {"_id": hash}, {"_id": 1}):
            return hash
        if not self.session.hold(laid.place):
            raise RuleBroken("files.gone", name=name)
        type_ = FileType.of(name)
        file = File(_id=hash, name=name, kind=kind, owner=owner, type=type_, size=laid.size, place=laid.place,
                    signed=signed)  # fmt: skip
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
            id=self.new_id(), n=kept.revision + 1, at=self.now, actor=self.who(),
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

    def numbered(self, mask: str, day: date | None = None) -> str:
        """The next number by a mask of the office, «2026-00017»: one counter per mask and year, no gap, no repeat.

        day: of the paper, where it is not today.
        """
        body, on = self.kind(Sort.mask, mask).as_body(NumberMask), day or self.today
        counter = f"mask:{mask}:{on.year}" if body.every == "year" else f"mask:{mask}"
        return body.written(self.number(counter), on.year, on.month)


__all__ = ["DERIVED", "StudentChange", "Tx", "facts", "new_student", "personal_row", "student_update"]
