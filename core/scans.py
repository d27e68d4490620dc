"""The personal file of a student: which papers it should hold, which copies it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core import files, house
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.file import FileType
from schemas.kinds import Kind, ScanKind, Sort
from schemas.scan import Scan
from schemas.student import Name, Student


@dataclass(frozen=True)
class Line:
    """One paper of the checklist: its kind, whether it must be there, and the copies, newest first."""

    kind: Kind
    required: bool
    copies: tuple[Scan, ...]

    @property
    def there(self) -> bool:
        """Does the file hold it? A withdrawn copy does not count."""
        return any(not c.withdrawn for c in self.copies)


NO_PAPER = (FileType.txt, FileType.csv, FileType.zip, FileType.other)  # nothing anybody signed or stamped


def of_student(desk: Desk, student: Id) -> list[Scan]:
    """Every copy in a student's personal file, withdrawn ones too, newest first. NotFound, Forbidden."""
    desk.get(Student, student, "scan.read")
    rows = desk.store.rows(Scan.collection, {"student.id": student}, sort=[("_id", -1)], limit=500)
    return [Scan.model_validate(r) for r in rows]


def checklist(desk: Desk, student: Id) -> list[Line]:
    """The papers a personal file should hold, the required first, and what of them is there; a retired kind only where
    a copy of it stands."""
    held = of_student(desk, student)
    lines = []
    for kind in house.entries(Sort.scan, retired=True):
        copies = tuple(s for s in held if s.kind.id == kind.code)
        if copies or not kind.retired:
            lines.append(Line(kind, kind.as_body(ScanKind).required and not kind.retired, copies))
    return sorted(lines, key=lambda x: not x.required)


def missing(lines: list[Line]) -> list[Kind]:
    """The required papers that are not there."""
    return [x.kind for x in lines if x.required and not x.there]


def add(
    desk: Desk, student: Id, kind: str, name: str, data: bytes, why: Why, day: date | None = None, note: str = ""
) -> Scan:  # fmt: skip
    """Put a copy of a paper into a student's personal file: file and line in one act.

    kind: code of a kind of scan. name: as the user's computer calls the file. Raises Problems (kind, day, note),
    RuleBroken `files.<reason>` for a file that is not kept, NotFound, Forbidden out of scope.
    """
    problems = [Problem("kind", "errors.field.missing")] if not kind else []
    if day and day > desk.today():
        problems.append(Problem("day", "scans.day_to_come"))
    if len(note.strip()) > 300:
        problems.append(Problem("note", "errors.field.string_too_long", {"max_length": 300}))
    if problems:
        raise Problems(problems)
    desk.get(Student, student, "scan.add")  # asked before anything is laid down; the act asks again
    ready: Ready = files.ready(desk, name, data)

    if FileType.of(ready.name) in NO_PAPER:
        raise RuleBroken("files.not_a_scan", name=ready.name)

    def work(tx: Tx) -> Scan:
        state = tx.student(student)
        label = Name.model_validate(state["name"]).text()
        entry = tx.kind(Sort.scan, kind)
        scan = Scan(
            student=Ref(id=student, label=label), kind=Ref(id=kind, label=entry.name), day=day, note=note,
            file=Ref.model_validate({"id": ready.laid.hash, "label": {"kk": ready.name}}), by=tx.actor.name,
        )  # fmt: skip
        tx.keep_file(ready.laid, ready.name, "scan", scan.id)
        return tx.add(scan, scoped=False)

    return desk.transact("scan.add", work, why, given=[student, kind, ready.laid.hash, day, note])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> Scan:
    """Take a wrong copy out of the personal file: it stays, marked, with the reason. Raises Problems (reason),
    RuleBroken for one that was withdrawn before, StaleRevision, Forbidden out of scope."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Scan:
        scan = tx.get(Scan, id, revision, scoped=False)
        tx.student(scan.student.id)  # scope is asked of whose file it is
        if scan.withdrawn:
            raise RuleBroken("scans.was_withdrawn")
        scan.withdrawn, scan.why = True, why.reason.strip()
        return tx.save(scan)

    return desk.transact("scan.withdraw", work, why, right="scan.add", given=[id])


def taken(desk: Desk, scan: Scan, reason: str = "") -> tuple[str, bytes, str]:
    """A copy on its way out (see files.given_out): name, bytes, media type; written down as the student's."""
    desk.get(Student, scan.student.id, "scan.read")
    return files.given_out(
        desk, scan.file.id, "student", Scan.collection, scan.id, scan.kind.label.get("kk"), scan.student.id, reason
    )  # fmt: skip
