"""Looking at academic differences: in lists, of a student, what is not cleared yet, the summary that orders quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from core import grading, merged, references
from core.access import require
from core.db.store import Row, Session, Store
from core.desk import Desk
from core.differences.comparing import Compared, looked_at
from core.fields import FieldSpec, filter_fields
from core.i18n import order_key
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.difference import STANDING, Decision, Difference, DifferenceStatus
from schemas.student import Name, Student

READ = "difference.read"
SORTS = ("number", "student.label.kk", "group")
MOST = 2000  # comparisons looked at for the list of what is not cleared
_STANDING = [s.value for s in STANDING]
Reader = Store | Session


@dataclass(frozen=True)
class OpenLine:
    """One discipline of a difference: until when it is to be cleared; cleared: passed since (day: of the result).

    days: left until the deadline, less than nothing once it is over; None where the term has no days yet.
    """

    of: Id
    number: str
    student: Ref
    study: Id
    student_number: str
    group: str
    department: Ref | None
    course: int | None
    discipline: Ref
    code: str
    credits: Decimal
    term: Ref | None
    until: date | None = None
    days: int | None = None
    cleared: bool = False
    letter: str = ""

    @property
    def overdue(self) -> bool:
        """Is the deadline over, and it is not cleared?"""
        return not self.cleared and self.days is not None and self.days < 0


@dataclass(frozen=True)
class Summary:
    """What an order says of a study: the decided year, what is still to be cleared and until when, whether paid.

    document, number: the difference it was decided by. until: the latest deadline of what is open.
    """

    document: Ref
    number: str
    status: DifferenceStatus
    course: int | None
    recognised: Decimal
    lines: tuple[OpenLine, ...]
    paid: bool
    price: Decimal | None

    @property
    def open(self) -> tuple[OpenLine, ...]:
        """What is not cleared yet."""
        return tuple(x for x in self.lines if not x.cleared)

    @property
    def until(self) -> date | None:
        return max((x.until for x in self.open if x.until), default=None)


# documents ----------------------------------------------------------------------------------------------------------


def get(desk: Desk, id: Id) -> Difference:
    """A comparison the user may see; NotFound, Forbidden."""
    return desk.get(Difference, id, READ)


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list can show; a list of records is no column."""
    return [(p, s) for p, s in references.columns(Difference, desk.actor.role) if s.kind != "rows"]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list can be narrowed by."""
    return [(s.path, s) for s in filter_fields(Difference, desk.actor.role)]


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "number", descending: bool = True,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of the comparisons in the user's scope, as stored, without their lines."""
    where = references.condition(Difference, text, chosen or {}, desk.actor.role)
    order = references.ordered(Difference, desk.actor.role, sort if sort in SORTS else "number", descending)
    return desk.rows(Difference, READ, where, {"lines": 0, "years": 0, "head": 0}, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    return desk.count(Difference, READ, references.condition(Difference, text, chosen or {}, desk.actor.role))


def of_student(desk: Desk, student: Id) -> list[Difference]:
    """The comparisons of a student, those of records joined to his too, newest first; drafts taken back are left
    out."""
    where: Row = {"student.id": {"$in": merged.ids_of(desk.store, student)},
                  "status": {"$ne": DifferenceStatus.withdrawn.value}}  # fmt: skip
    rows = desk.rows(Difference, READ, where, None, [("number", -1)], 50)
    return [Difference.model_validate(r) for r in rows]


def compared(desk: Desk, doc: Difference) -> Compared:
    """What a draft rests on today, for the page that decides: results, terms, settings. Raises Problems, Forbidden."""
    who, of = merged.whose(desk.store, doc.student.id, doc.study)
    rows = desk.rows(Student, READ, {"_id": who}, {"studies": 1}, limit=1)
    return looked_at(desk.store, rows[0] if rows else {"studies": []}, of, doc)


# what is to be cleared ----------------------------------------------------------------------------------------------


def lines_of(reader: Reader, docs: Sequence[Difference], students: Mapping[Id, Row], today: date) -> list[OpenLine]:
    """The lines of difference of these comparisons with how far they are, computed from the records.

    students: stored rows (studies, number, name) by id, those a record was joined to instead of itself.
    """
    now = merged.today(reader, {d.student.id for d in docs})
    ids = {x.deadline.id for d in docs for x in d.of(Decision.difference) if x.deadline}
    ends = {r["_id"]: _day(r.get("ends")) for r in reader.rows("terms", {"_id": {"$in": sorted(ids)}}, {"ends": 1})}
    found: list[OpenLine] = []
    for doc in docs:
        who = now.get(doc.student.id, doc.student.id)
        row = students.get(who)
        study = _study_in(row, doc) if row else None
        if row is None or study is None:
            continue
        passed = {
            r["discipline"]["id"]: r["letter"] for r in grading.of_disciplines(study.get("record") or [])
            if r["state"] == "passed"
        }  # fmt: skip
        department = Ref.model_validate(study["department"]) if study.get("department") else None
        ref = Ref(id=who, label=Name.model_validate(row["name"]).text())
        for x in doc.of(Decision.difference):
            until = ends.get(x.deadline.id) if x.deadline else None
            found.append(OpenLine(
                doc.id, doc.number, ref, study["id"], row["number"], study.get("group") or "", department, doc.course,
                x.discipline, x.code, x.credits, x.deadline, until, (until - today).days if until else None,
                x.discipline.id in passed, passed.get(x.discipline.id, ""),
            ))  # fmt: skip
    return found


def standing(reader: Reader, studies: Iterable[Id]) -> dict[Id, Difference]:
    """The decision that stands for each of these studies, where there is one: what an order of them is to obey."""
    where: Row = {"study": {"$in": sorted(studies)}, "status": {"$in": _STANDING}}
    docs = [Difference.model_validate(r) for r in reader.rows("differences", where)]
    return {d.study: d for d in sorted(docs, key=lambda d: d.version)}


def _study_in(row: Row, doc: Difference) -> Row | None:
    for each in row["studies"]:
        if each["id"] == doc.study or merged.came_from(each, doc.student.id, doc.study):
            found: Row = each
            return found
    return None


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def uncleared(desk: Desk) -> list[OpenLine]:
    """Differences not cleared in the user's scope, of who studies or is on leave, the most urgent first. Raises
    Forbidden."""
    require(desk.actor, READ)
    rows = desk.store.rows("differences", {"status": {"$in": _STANDING}}, None, [("number", -1)], MOST)
    docs = [Difference.model_validate(r) for r in rows]
    students = _students(desk, {d.student.id for d in docs}, ["active", "academic_leave"])
    found = [x for x in lines_of(desk.store, docs, students, desk.today()) if not x.cleared]
    return sorted(found, key=lambda x: (x.days is None, x.days or 0, order_key(x.student.label.kk), x.code))


def _students(desk: Desk, ids: set[Id], statuses: Iterable[str] = ()) -> dict[Id, Row]:
    wanted = {merged.today(desk.store, ids).get(i, i) for i in ids}
    only = {"number": 1, "name": 1, "studies.id": 1, "studies.came": 1, "studies.group": 1, "studies.department": 1,
            "studies.record": 1, "studies.status": 1}  # fmt: skip
    where: Row = {"_id": {"$in": sorted(wanted)}}
    if statuses:
        where["studies.status"] = {"$in": list(statuses)}
    return {r["_id"]: r for r in desk.rows(Student, READ, where, only, limit=len(wanted) or 1)}


def of_card(desk: Desk, student: Id) -> list[OpenLine]:
    """The difference of a student for his card, cleared lines too. The user must see the student."""
    docs = [d for d in of_student(desk, student) if d.status in STANDING]
    return lines_of(desk.store, docs, _students(desk, {student}), desk.today()) if docs else []


def summary(reader: Desk | Tx, student: Id, study: Id) -> Summary | None:
    """What stands decided of a study, for the text of an order: the year of study, the open differences with their
    deadlines, the price. None where nothing is approved. At a desk the right to see it is asked."""
    if isinstance(reader, Desk):
        require(reader.actor, READ)
    store: Reader = reader.store if isinstance(reader, Desk) else reader.session
    today = reader.today() if isinstance(reader, Desk) else reader.today
    who, of = merged.whose(store, student, study)
    ids = merged.ids_of(store, who)
    row = store.one("students", {"_id": who}, {"number": 1, "name": 1, "studies": 1})
    found = store.rows("differences", {"student.id": {"$in": ids}, "status": {"$in": _STANDING}})
    docs = [Difference.model_validate(r) for r in found]
    mine = [d for d in docs if row is not None and (s := _study_in(row, d)) is not None and s["id"] == of]
    if row is None or not mine:
        return None
    doc = max(mine, key=lambda d: d.version)
    taken = sum((x.match.taken for x in doc.of(Decision.recognised) if x.match), Decimal(0))
    lines = tuple(replace(x, of=doc.id) for x in lines_of(store, [doc], {who: row}, today))
    return Summary(doc.ref(), doc.number, doc.status, doc.course, taken, lines, doc.paid, doc.price)


__all__ = [
    "OpenLine", "Summary", "columns", "compared", "count", "filters", "get", "lines_of", "listed", "of_card",
    "of_student", "standing", "summary", "uncleared",
]  # fmt: skip
