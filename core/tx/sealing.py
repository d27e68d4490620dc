"""How an act ends: everything collected and the audit entry are written at once, each document guarded."""

from __future__ import annotations

from typing import Any

from core import history, pending
from core.audit import pages
from core.db.codec import UNHASHED, content_hash, differences, plain
from core.db.store import Row
from core.errors import RuleBroken, StaleRevision
from core.fields import check_own
from core.holds import stops
from core.sums import marks
from core.tx.change import StudentChange, facts, new_student, own_apart, student_update
from core.tx.reading import Reading
from schemas.audit import AuditEvent, Subject, Touched
from schemas.base import Basis, Document, Head, Id, Stamp
from schemas.student import Profile, Student, StudyProfile


class Sealing(Reading):
    """The last step of an act; nothing is written before it."""

    def seal(
        self,
        subject: Document,
        action: str,
        reason: str,
        basis: Basis | None,
        command: str,
        given: str = "",
        code: str = "",
    ) -> None:
        """Write everything collected and the audit entry on the subject's chain."""
        stamp = Stamp(at=self.now, by=self.actor.id)
        stops.check(self.session, action, [id for id, kept in self._students.items() if kept.added])
        rows = self._finish(stamp, reason, basis, command)
        head = self._head(subject)
        id, count, root = self._paged
        entry = AuditEvent(
            id=id or self.new_id(), at=self.now, seq=head.seq + 1,
            subject=Subject(kind=subject.collection, id=subject.id, label=subject.label().kk), actor=self.who(),
            action=action, reason=reason, basis=basis, command=command, touched=[], changes=[], pages=count,
            root=root, given=given, code=code or None, prev=head.hash,
        )  # fmt: skip
        lists: Row = {"touched": plain(self._touched), "changes": self._changes}  # stored rows, already
        if len(self._touched) > pages.PAGE and not count:
            found, entry.root = pages.page_rows(entry.id, **lists)
            entry.pages, lists = len(found), {}
            self._plain += [("audit_pages", row) for row in found]
        body = {**plain(entry), **lists}
        body["_id"] = body.pop("id")
        pages.seal(body)
        new_head = {"seq": entry.seq, "hash": body["hash"]}
        subject.head = Head(**new_head)
        self._write(rows, (subject.collection, subject.id), new_head, stamp)
        self.session.insert("audit_events", [body])

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
        _frozen(doc, was, row)
        self._dirty |= marks.of_document(doc.collection, was or None, row)
        self._touch(doc.collection, doc.id, doc.revision, content_hash(row))
        self._changes += [
            {"kind": doc.collection, "id": doc.id, "path": p, "was": w, "now": n}
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
                self._changes.append({"kind": "students", "id": id, "path": path, "was": value[0], "now": value[1]})
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


def _frozen(doc: Document, was: Row, row: Row) -> None:
    """RuleBroken when what is signed, closed or approved would be edited; what a document never held may be added, and
    fields younger than it, at any depth, stand at their defaults."""
    free = doc.frozen.get(was.get("status", "")) if was else None
    if free is None:
        return
    read = plain(type(doc).model_validate(was))
    edited = {_place(path) for path, _, _ in differences(_hashed(read), _hashed(row))}
    if any(p[0] in was and not _free(p, free) for p in edited):
        raise RuleBroken("errors.frozen", kind=doc.title, label=doc.label())


def _place(path: str) -> tuple[str, ...]:
    """A path without the numbers of rows in lists."""
    return tuple(p for p in path.split(".") if not p.isdigit())


def _free(place: tuple[str, ...], free: frozenset[str]) -> bool:
    """May this place still change, itself or a part it lies in?"""
    return place[0] in ("updated", "revision") or any(".".join(place[:n]) in free for n in range(1, len(place) + 1))


def _hashed(row: Row) -> Row:
    """What of a stored document its hash and its changes speak of."""
    return {k: v for k, v in row.items() if k not in UNHASHED}
