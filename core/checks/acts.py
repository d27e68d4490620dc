"""Checks are written down, never changed; deviations live: written down, mended by who answers, closed by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from core import calendar, four_eyes, tasks, timetable
from core.checks.words import found as said_of
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id, Ref, Stamp, Text
from schemas.grade_sheet import GradeSheet
from schemas.section import Section
from schemas.task import Scope
from schemas.term import Term
from schemas.timetable import Deviation, DeviationState, Held, Lesson, LessonCheck
from schemas.words import Role

DAYS = 3  # days to mend what was found, where nobody says otherwise
SEEN = ("present", "cause", "note", "room", "teacher", "at")
PAGE = "lesson_checks"


def make(
    desk: Desk, what: Held, of: Id, day: date, found: bool, seen: Mapping[str, Any], why: Why,
    answer: Mapping[str, Any] | None = None,
) -> LessonCheck:  # fmt: skip
    """Write down that a lesson or an exam was found held on a day, or was not.

    of: the lesson or the sheet; of a check by hand (a midterm, a practice) its section. seen: present, cause, note;
    room, teacher and hour where they were others than planned. What was not held is a deviation in the same act;
    answer: {responsible, due, action} of it. Raises Problems (no cause), RuleBroken (`checks.future`,
    `checks.not_planned`).
    """

    def work(tx: Tx) -> LessonCheck:
        if day > tx.today:
            raise RuleBroken("checks.future")
        check = _checked(_planned(tx, what, of, day), {k: v for k, v in seen.items() if k in SEEN and v is not None})
        check.found = found
        if not found and check.cause is None:
            raise Problems([Problem("cause", "errors.field.missing")])
        if found:
            check.cause = None
        check.id, check.number, check.checked_by = tx.new_id(), tx.numbered("lesson_check"), tx.actor.name
        tx.add(check)
        if not found:
            _deviate(tx, check, answer or {})
        return check

    given = [what.value, of, plain(day), found, plain(dict(seen)), plain(dict(answer or {}))]
    return desk.transact("check.make", work, why, given=given)


def _planned(tx: Tx, what: Held, of: Id, day: date) -> dict[str, Any]:
    """What was planned, as the check keeps it."""
    row: dict[str, Any] = {"number": "-", "what": what, "day": day, "of": of}
    if what is Held.lesson and tx.session.one("lessons", {"_id": of}, {"_id": 1}):
        lesson = tx.get(Lesson, of)
        term = tx.find(Term, {"_id": lesson.term.id})[0]
        cal = calendar.of_year(tx.session, term.year)
        if not (lesson.active and timetable.taught(term, cal, day) and timetable.held_on(lesson, day, term.starts)):
            raise RuleBroken("checks.not_planned", day=day)
        return row | {
            "section": lesson.section, "discipline": lesson.discipline, "at": lesson.starts, "room": lesson.room,
            "teacher": lesson.teacher, "department": lesson.department, "faculty": lesson.faculty,
        }  # fmt: skip
    sheet = tx.find(GradeSheet, {"_id": of}) if what in (Held.exam, Held.attestation) else []
    if sheet:
        tx.check_scope(GradeSheet, plain(sheet[0]))
        if sheet[0].day != day:
            raise RuleBroken("checks.not_planned", day=day)
        return row | {
            "section": sheet[0].section, "discipline": sheet[0].discipline, "department": sheet[0].department,
            "faculty": sheet[0].faculty, "teacher": sheet[0].examiners[0] if sheet[0].examiners else None,
        }  # fmt: skip
    section = tx.get(Section, of)
    return row | {
        "of": "", "section": section.ref(), "discipline": section.discipline, "teacher": section.teacher,
        "department": section.department, "faculty": section.faculty,
    }  # fmt: skip


def _checked(row: dict[str, Any], seen: Mapping[str, Any]) -> LessonCheck:
    try:
        return LessonCheck.model_validate({**row, **seen})
    except ValidationError as e:
        raise Problems.of(e) from None


def _deviate(tx: Tx, check: LessonCheck, answer: Mapping[str, Any]) -> Deviation:
    said, cause = said_of(check, tx.actor.lang)
    values = {
        "day": check.day, "what": check.what, "text": said, "check": check.ref(), "section": check.section,
        "where": " ".join(x for x in (check.room.label.kk if check.room else "", check.at) if x),
        "department": check.department, "faculty": check.faculty,
        "cause": cause, "action": answer.get("action") or "", "responsible": answer.get("responsible"),
        "due": answer.get("due"),
    }  # fmt: skip
    return _opened(tx, values)


def _opened(tx: Tx, values: Mapping[str, Any]) -> Deviation:
    due = values.get("due") or tx.today + timedelta(days=DAYS)
    try:
        made = Deviation.model_validate({**values, "number": "-", "due": due})
    except ValidationError as e:
        raise Problems.of(e) from None
    problems = [Problem("due", "checks.due_past")] if made.due and made.due < tx.today else []
    problems += [Problem("day", "checks.day_future")] if made.day > tx.today else []
    if problems:
        raise Problems(problems)
    made.id, made.number = tx.new_id(), tx.numbered("deviation")
    tx.add(made)
    _ask(tx, made)
    return made


def _ask(tx: Tx, deviation: Deviation) -> None:
    """A task for who answers: his account, else the account of the department."""
    account = None
    if deviation.responsible:
        row = tx.session.one("users", {"person.id": deviation.responsible.id, "active": True}, {"name": 1})
        account = Ref(id=row["_id"], label=Text(kk=row["name"])) if row else None
    scope: Scope = {k: [ref.id] for k, ref in _places(deviation).items()}
    tasks.make(
        tx, what="checks.task_mend", values={"number": deviation.number, "text": deviation.text[:200]},
        to_user=account, to_role=None if account else Role.department if deviation.department else Role.registrar,
        due=deviation.due, subject=deviation, page=PAGE, address={"deviation": deviation.id}, scope=scope, mark="mend",
    )  # fmt: skip


def _places(deviation: Deviation) -> dict[str, Ref]:
    return {k: v for k, v in (("department", deviation.department), ("faculty", deviation.faculty)) if v}


def deviate(desk: Desk, values: Mapping[str, Any], why: Why, sheet: Id | None = None) -> Deviation:
    """Write a deviation down by hand: {day, what, text, where, department, section, responsible, cause, action, due}.

    sheet: the sheet that is late. No deadline given: three days. Raises Problems beside the fields; RuleBroken
    `checks.sheet_told` where somebody wrote it down already.
    """

    def work(tx: Tx) -> Deviation:
        row: dict[str, Any] = {k: v for k, v in values.items() if v not in (None, "")}
        if sheet:
            found = tx.get(GradeSheet, sheet)
            if tx.session.one("deviations", {"sheet.id": sheet}, {"_id": 1}):
                raise RuleBroken("checks.sheet_told", number=found.number)
            row |= {"sheet": found.ref(), "section": found.section, "department": found.department}
            row |= {"faculty": found.faculty}
        elif row.get("department"):
            unit = tx.session.one("departments", {"_id": row["department"]["id"]}, {"parent": 1}) or {}
            row |= {"faculty": unit.get("parent")}
        return _opened(tx, row)

    given = [plain(dict(values)), sheet]
    return desk.transact("deviation.open", work, why, right="check.make", given=given)


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Deviation:
    """Change who answers, the deadline, cause or action of one that is not closed; another one who answers is told."""

    def work(tx: Tx) -> Deviation:
        kept = tx.get(Deviation, id, revision)
        if kept.state is not DeviationState.open:
            raise RuleBroken("checks.not_open", state=kept.state)
        allowed = {k: v for k, v in values.items() if k in ("responsible", "due", "cause", "action", "text", "where")}
        try:
            new = Deviation.model_validate({**plain(kept), **allowed})
        except ValidationError as e:
            raise Problems.of(e) from None
        if plain(new) == plain(kept):
            raise RuleBroken("references.nothing_changed")
        if new.responsible != kept.responsible or new.due != kept.due:
            tasks.close(tx, id, "mend")
            _ask(tx, new)
        return tx.save(new)

    return desk.transact("deviation.edit", work, why, right="check.make", given=[id, revision, plain(dict(values))])


def mend(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Deviation:
    """Say that a deviation is mended: {cause, action}, both needed; another person will look and close it."""

    def work(tx: Tx) -> Deviation:
        kept = tx.get(Deviation, id, revision)
        if kept.state is not DeviationState.open:
            raise RuleBroken("checks.not_open", state=kept.state)
        kept.cause, kept.action = (str(values.get(k) or getattr(kept, k)).strip() for k in ("cause", "action"))
        empty = [k for k in ("cause", "action") if not getattr(kept, k)]
        if empty:
            raise Problems([Problem(k, "errors.field.missing") for k in empty])
        long = [k for k in ("cause", "action") if len(getattr(kept, k)) > 500]
        if long:
            raise Problems([Problem(k, "errors.field.string_too_long", {"max_length": 500}) for k in long])
        kept.state, kept.done_on = DeviationState.done, tx.today
        kept.done_by = Stamp(at=tx.now, by=tx.actor.id)
        tasks.close(tx, id, "mend")
        tasks.make(
            tx, what="checks.task_close", values={"number": kept.number}, to_role=Role.senior_registrar, subject=kept,
            page=PAGE, address={"deviation": id}, mark="close",
        )  # fmt: skip
        return tx.save(kept)

    return desk.transact("deviation.mend", work, why, right="check.mend", given=[id, revision, plain(dict(values))])


def close(desk: Desk, id: Id, revision: int, why: Why) -> Deviation:
    """Close a mended deviation: another person than the one who mended it (core.four_eyes)."""

    def work(tx: Tx) -> Deviation:
        kept = _done(tx, id, revision)
        four_eyes.check(tx, "deviation.close", kept.done_by.by if kept.done_by else None)
        kept.state, kept.closed_by, kept.closing = DeviationState.closed, Stamp(at=tx.now, by=tx.actor.id), why.reason
        tasks.close(tx, id, "close")
        return tx.save(kept)

    return desk.transact("deviation.close", work, why, right="check.close", given=[id, revision])


def give_back(desk: Desk, id: Id, revision: int, due: date, why: Why) -> Deviation:
    """A deviation said to be mended is not: it stands open again with a new deadline; a reason is asked."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Deviation:
        kept = _done(tx, id, revision)
        if due < tx.today:
            raise Problems([Problem("due", "checks.due_past")])
        kept.state, kept.done_on, kept.done_by, kept.due = DeviationState.open, None, None, due
        tasks.close(tx, id, "close")
        _ask(tx, kept)
        return tx.save(kept)

    return desk.transact("deviation.give_back", work, why, right="check.close", given=[id, revision, plain(due)])


def _done(tx: Tx, id: Id, revision: int) -> Deviation:
    kept = tx.get(Deviation, id, revision)
    if kept.state is not DeviationState.done:
        raise RuleBroken("checks.not_done", state=kept.state)
    return kept
