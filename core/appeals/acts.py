"""The acts on an appeal: filing it, forming its commission, deciding, taking it back; each closes its task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from core import history, house, merged, notices, rulebooks, tasks
from core.appeals.rules import clock, refusal, seats_wrong
from core.calendar.reading import of_year, year_on
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.sheets.alarms import change_rules
from core.sheets.corrections import propose_step
from core.sheets.plan import current_line
from core.sheets.register import mark_of
from core.tx import Tx
from schemas.appeal import LIVE, Appeal, AppealSeat, AppealStatus
from schemas.base import Basis, Id, Text
from schemas.grade_sheet import GradeSheet
from schemas.kinds import ReasonCode, Sort
from schemas.task import scope_of
from schemas.words import Role, StudyStatus

UPHELD = "appeal_upheld"  # the shipped reason code
PROTOCOL = Text(kk="апелляция комиссиясының хаттамасы", ru="протокол апелляционной комиссии",
                en="protocol of the appeal commission")  # fmt: skip


def file(desk: Desk, sheet_id: Id, student: Id, filed_on: date, grounds: str, why: Why) -> Appeal:
    """Take a student's application against a mark of a closed sheet; filed_on: the day it came in.

    Raises Problems (no grounds, a day ahead or before the result), RuleBroken (too late: names the last day; the exam
    was before a commission; one is being looked at already).
    """
    problems = [] if len(grounds.strip()) >= 3 else [Problem("grounds", "appeals.no_grounds")]
    if filed_on > desk.today():
        problems.append(Problem("filed_on", "appeals.day_ahead"))
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> Appeal:
        sheet, rules = tx.get(GradeSheet, sheet_id), change_rules()
        line = current_line(sheet, student)
        if (broken := refusal(sheet, line, rules)) is not None:
            raise broken
        who, study = merged.whose(tx.session, student, line.study)
        state = tx.students([who])[who]
        row = history.pick(state["studies"], [study]) or {}
        if row.get("status") not in (StudyStatus.active.value, StudyStatus.visiting.value):
            raise RuleBroken("appeals.not_studying", name=line.student.label)
        result_on = sheet.day
        if sheet.closed_at is not None:
            result_on = max(sheet.day, sheet.closed_at.astimezone(ZoneInfo(desk.zone)).date())
        if filed_on < result_on:
            raise Problems([Problem("filed_on", "appeals.before_result", {"day": result_on})])
        days = clock(result_on, filed_on, rules, of_year(tx.session, year_on(filed_on)))
        if filed_on > days.file_by:
            raise RuleBroken("appeals.late", day=days.file_by)
        if tx.find(
            Appeal, {"sheet.id": sheet_id, "student.id": student, "status": {"$in": [s.value for s in LIVE]}}, 1
        ):
            raise RuleBroken("appeals.stands", name=line.student.label)
        appeal = _valid({
            "_id": tx.new_id(), "number": "-", "student": line.student, "student_number": line.number,
            "study": line.study, "group": row.get("group") or "", "sheet": sheet.ref(),
            "discipline": sheet.discipline, "term": sheet.term, "department": sheet.department,
            "faculty": sheet.faculty, "examiners": sheet.examiners, "mark": mark_of(line, "kk"),
            "result_on": result_on, "filed_on": filed_on, "file_by": days.file_by, "decide_by": days.decide_by,
            "grounds": grounds,
        })  # fmt: skip
        appeal.number = f"{tx.today.year}-{tx.number(f'appeal:{tx.today.year}'):04d}"
        _task(tx, appeal, "appeals.task_commission", Role.senior_registrar)
        _tell_examiners(tx, appeal, "appeals.told_filed")
        return tx.add(appeal)

    return desk.transact("appeal.file", work, why, given=[sheet_id, student, filed_on, grounds])


def form(desk: Desk, id: Id, revision: int, seats: Sequence[Mapping[str, Any]], order: str, why: Why) -> Appeal:
    """Form the commission ({person, part}) by an order; may be formed anew until it has decided.

    Raises Problems: too few, no chair or two, an examiner of the sheet among them, no order.
    """

    def work(tx: Tx) -> Appeal:
        appeal = _live(tx, id, revision)
        try:
            found = [AppealSeat.model_validate(s) for s in seats if s.get("person")]
        except ValidationError as e:
            raise Problems.of(e) from None
        problems = seats_wrong(found, {e.id for e in appeal.examiners}, change_rules())
        problems += [] if order.strip() else [Problem("order", "errors.field.missing")]
        if problems:
            raise Problems(problems)
        appeal.commission, appeal.order, appeal.status = found, order.strip(), AppealStatus.sitting
        tasks.close(tx, appeal.id)
        _task(tx, appeal, "appeals.task_decide", Role.senior_registrar)
        return tx.save(appeal)

    given = [id, revision, [dict(s) for s in seats], order]
    return desk.transact("appeal.form", work, why, right="appeal.decide", given=given)


def decide(
    desk: Desk, id: Id, revision: int, upheld: bool, marks: Mapping[str, str], day: date | None, finding: str, why: Why
) -> Appeal:  # fmt: skip
    """Write down the commission's decision: the protocol gets its number; an upheld appeal proposes the correction of
    the sheet (column → new value in `marks`) with the protocol as its basis, which another person confirms.

    Raises Problems beside protocol_day, finding and «mark.<column>», RuleBroken (no commission yet, nothing changes,
    a proposal waits).
    """
    wrong = [] if day else [Problem("protocol_day", "errors.field.missing")]
    if day and day > desk.today():
        wrong.append(Problem("protocol_day", "appeals.day_ahead"))
    if not finding.strip():
        wrong.append(Problem("finding", "errors.field.missing"))

    def work(tx: Tx) -> Appeal:
        appeal = _live(tx, id, revision)
        if appeal.status is not AppealStatus.sitting:
            raise RuleBroken("appeals.no_commission")
        problems = list(wrong)
        if day and day < appeal.filed_on:
            problems.append(Problem("protocol_day", "appeals.before_filing", {"day": appeal.filed_on}))
        if problems or day is None:
            raise Problems(problems)
        appeal.protocol = f"{tx.today.year}-{tx.number(f'appeal_protocol:{tx.today.year}'):03d}"
        appeal.protocol_day, appeal.finding = day, finding.strip()
        appeal.status = AppealStatus.upheld if upheld else AppealStatus.rejected
        tasks.close(tx, appeal.id)
        if upheld:
            _propose(tx, appeal, marks, day)
        _tell_examiners(tx, appeal, "appeals.told_upheld" if upheld else "appeals.told_rejected")
        return tx.save(appeal)

    asked = [id, revision, upheld, dict(marks), day, finding]
    return desk.transact("appeal.decide", work, why, given=asked)


def _propose(tx: Tx, appeal: Appeal, marks: Mapping[str, str], day: date) -> None:
    sheet = tx.get(GradeSheet, appeal.sheet.id)
    basis = Basis(kind=PROTOCOL.kk, number=appeal.protocol, day=day)
    try:
        code = house.entry(Sort.reason, UPHELD)
        offered = not code.retired and "correction.propose" in code.as_body(ReasonCode).acts
    except NotFound:
        offered = False
    because = Why(appeal.finding[:500], basis, code=UPHELD if offered else "")
    try:
        propose_step(tx, sheet, appeal.student.id, marks, rulebooks.get_in(tx, sheet.rules), because,
                     appeal=appeal.ref())  # fmt: skip
    except Problems as e:
        raise Problems([Problem(f"mark.{p.field}", p.key, p.values) for p in e.problems]) from None
    act = sheet.corrections[-1]
    appeal.act, appeal.new_mark = act.act, mark_of(act.now, "kk")
    _task(tx, appeal, "appeals.task_confirm", Role.head, "corrections")


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> Appeal:
    """The student takes the appeal back before it is decided, with a reason; the mark stands."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Appeal:
        appeal = _live(tx, id, revision)
        appeal.status = AppealStatus.withdrawn
        tasks.close(tx, appeal.id)
        return tx.save(appeal)

    return desk.transact("appeal.withdraw", work, why, right="appeal.file", given=[id, revision])


def _live(tx: Tx, id: Id, revision: int) -> Appeal:
    appeal = tx.get(Appeal, id, revision)
    if appeal.status not in LIVE:
        raise RuleBroken("appeals.over", status=appeal.status)
    return appeal


def _valid(row: dict[str, Any]) -> Appeal:
    try:
        return Appeal.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def _task(tx: Tx, appeal: Appeal, key: str, role: Role, page: str = "appeals") -> None:
    values = {"number": appeal.number, "name": appeal.student.label, "discipline": appeal.discipline.label}
    address = {"id": appeal.id} if page == "appeals" else {}
    tasks.make(tx, what=key, values=values, to_role=role, due=appeal.decide_by, subject=appeal, page=page,
               address=address, scope=scope_of(appeal, plain(appeal)))  # fmt: skip


def _tell_examiners(tx: Tx, appeal: Appeal, key: str) -> None:
    ids = [e.id for e in appeal.examiners]
    values = {"number": appeal.number, "discipline": appeal.discipline.label, "sheet": appeal.sheet.label.kk}
    for row in tx.session.rows("users", {"person.id": {"$in": ids}, "active": True}, {"_id": 1}):
        if row["_id"] != tx.actor.id:
            notices.tell(tx, row["_id"], key, values, "appeals", {"id": appeal.id})
