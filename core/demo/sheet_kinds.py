"""The family of sheets in the demonstration: midterms closed in one faculty, a commission exam with its members, a
re-sit, a permit slip, and a sheet that its teacher signed and that waits for the registrar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from core import rulebooks, sheets
from core.db.store import Row, Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.errors import OfficeError
from core.sheets import drafts, period
from core.sheets.opening import Frame
from core.users import actor_of
from schemas.base import Ref
from schemas.grade_sheet import GradeSheet, Seat
from schemas.kinds.sheets import Signer
from schemas.reference import Person
from schemas.user import User

DAY = date(2026, 11, 23)
MIDTERM = date(2026, 10, 17)
MOST = 40


class Family:
    """One term's sheets of other kinds than the exam, every one by the ordinary act of who does it."""

    def __init__(self, store: Store, users: Mapping[str, User], ids: Ids) -> None:
        self.store, self.ids, self.rng = store, ids, Random(2026)
        self.desk, self.teacher = (
            Desk(actor_of(users[who]), store, lambda: ids.now, ids) for who in ("senior", "teacher")
        )
        self.person = users["teacher"].person
        self.term: str = (store.one("terms", {"code": "2026-1"}, {"_id": 1}) or {})["_id"]

    def why(self, reason: str) -> Why:
        return Why(reason, None, self.ids())

    def tell(self) -> None:
        """All of it, in the order in which the office did it."""
        self.ids.now = moment(DAY, 9)
        self._signed()
        self._midterms()
        self.ids.now = moment(DAY, 15)
        self._commission()
        self._resit()
        self._single()

    def _midterms(self) -> None:
        rows = self.store.aggregate("sections", [
            {"$match": {"term.id": self.term, "faculty.id": {"$type": "string"}}},
            {"$group": {"_id": "$faculty.id", "n": {"$sum": 1}}}, {"$sort": {"n": 1, "_id": 1}}, {"$limit": 1},
        ])  # fmt: skip
        wish = period.Wish(self.term, ("midterm_1",), rows[0]["_id"] if rows else "", MIDTERM)
        part = period.preview(self.desk, wish).opened[:MOST]
        if part:
            period.put_in(self.desk, wish, part, {"midterm_1": Frame.of("midterm_1")}, self.why("1-аралық бақылау"))
        found = self.store.rows("grade_sheets", {"kind": "midterm_1", "status": "open"}, None, [("number", 1)])
        for row in found:
            sheet = GradeSheet.model_validate(row)
            self._fill(self.desk, sheet)
            sheets.close(
                self.desk, sheet.id, sheet.revision, self._seen(self.desk, sheet), self.why("Кафедра тапсырды")
            )

    def _signed(self) -> None:
        """A teacher hands in what he holds himself."""
        where: Row = {"term.id": self.term, "teacher.id": self.person.id if self.person else "", "graded": True}
        section = self.store.rows("sections", {**where, "members.0": {"$exists": True}}, None, [("code", 1)], 1)
        if not section or not self.person:
            return
        made = sheets.open_sheet(self.desk, section[0]["_id"], MIDTERM, [self.person], self.why("1-аралық бақылау"),
                                 kind="midterm_1")  # fmt: skip
        self._fill(self.teacher, made)
        sheets.sign(self.teacher, made.id, made.revision, self._seen(self.teacher, made), self.why(""))

    def _fill(self, desk: Desk, sheet: GradeSheet) -> None:
        """Marks as the teacher had begun to type them into the exam's sheet; some hours missed."""
        where = {"column": "midterm_1", "student": {"$in": [x.student.id for x in sheet.lines]}}
        begun = {r["student"]: r["text"] for r in self.store.rows("drafts", where)}
        cells = []
        for x in sheet.lines:
            text = begun.get(x.student.id, "")
            mark = text if text.isdigit() else str(self.rng.randrange(62, 97))
            cells += [(x.student.id, "current", mark), (x.student.id, "control", mark)]
            if self.rng.random() < 0.3:
                cells.append((x.student.id, "absences", str(self.rng.choice((2, 2, 4, 6, 12)))))
        sheets.keep(desk, sheet.id, cells)

    def _seen(self, desk: Desk, sheet: GradeSheet) -> str:
        rules = rulebooks.get(self.store, sheet.rules)
        return sheets.seen_mark(drafts.of_sheet(desk, sheet, rules), desk.actor.id)

    def _commission(self) -> None:
        """The exam of an instrument goes before a commission: its chair, its members, the programme performed."""
        where = {"term.id": self.term, "control": "commission", "status": "open", "kind": "exam"}
        row = self.store.rows("grade_sheets", where, None, [("number", 1)], 1)
        if not row:
            return
        sheet = GradeSheet.model_validate(row[0])
        mine = {"department.id": sheet.department.id if sheet.department else ""}
        found = [r for where in (mine, {}) for r in self.store.rows("people", where, None, [("number", 1)], 8)]
        away = {e.id for e in sheet.examiners}
        people = {p.id: p.ref() for r in found if (p := Person.model_validate(r)).id not in away}
        staff = list(people.values())
        if len(staff) < 2 or sheet.section is None:
            return
        sheets.cancel(self.desk, sheet.id, sheet.revision, self.why("Мамандық бойынша комиссиялық емтихан"))
        seats = [Seat(person=p, part=Signer.member if n else Signer.chair) for n, p in enumerate(staff[:3])]
        sheets.open_sheet(self.desk, sheet.section.id, sheet.day, sheet.examiners, self.why("Комиссия бұйрығы № 41"),
                          kind="commission_exam", seats=seats)  # fmt: skip

    def _resit(self) -> None:
        where = {"status": "closed", "lines.letter": "FX"}
        for row in self.store.rows("grade_sheets", where, None, [("number", -1)], 80):
            sheet = GradeSheet.model_validate(row)
            try:
                sheets.open_resit(self.desk, sheet.id, "retake", DAY + timedelta(days=4), sheet.examiners,
                                  self.why("FX: қайта тапсыру"))  # fmt: skip
            except OfficeError:
                continue
            return

    def _single(self) -> None:
        where = {"term.id": self.term, "kind": "exam", "status": "open", "lines.1": {"$exists": True}}
        row = self.store.rows("grade_sheets", where, None, [("number", -1)], 1)
        if not row:
            return
        sheet = GradeSheet.model_validate(row[0])
        line, section = sheet.lines[0], sheet.section or Ref(id="", label=sheet.discipline.label)
        sheets.open_single(
            self.desk, line.student.id, line.study, section.id, "individual", DAY, sheet.examiners,
            DAY + timedelta(days=10), self.why("Гастрольге кетеді: емтиханды мерзімінен бұрын тапсырады"),
        )  # fmt: skip


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Every kind by the ordinary act of who does it."""
    Family(store, users, ids).tell()
