"""A registered diploma on its way: printed on its blanks, a blank spoiled, handed to the holder (clause 26-b)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import looks, merged
from core.blanks.binding import bind_step, issue_step, reserve_step, spoil_step
from core.desk import Desk, Why
from core.diplomas.steps import happened
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id
from schemas.blank import Blank
from schemas.diploma import Diploma, DiplomaStatus, DiplomaStep, HandedOver, Takes

PRINT, ISSUE = "diploma.print", "diploma.issue"
S = DiplomaStatus


def printed(desk: Desk, ids: Sequence[Id], why: Why) -> Diploma:
    """Registered diplomas that came out well: their blanks are of them for ever. RuleBroken for one that is not
    registered."""

    def work(tx: Tx) -> Diploma:
        for id in ids:
            diploma = _in(tx, id, None, S.registered)
            for sheet in diploma.sheets:
                if sheet.blank:
                    bind_step(tx, sheet.blank, diploma.ref())
            diploma.status = S.printed
            tx.save(happened(tx, diploma, DiplomaStep.printed))
        return diploma

    return desk.transact("diploma.print", work, why, PRINT, [list(ids)])


def spoiled(
    desk: Desk, id: Id, revision: int, what: Takes, commission: Sequence[Mapping[str, Any]], why: Why
) -> Diploma:  # fmt: skip
    """A print went wrong: the blank is spoiled by an act of a commission, the same diploma takes a new one.

    Raises Problems (no reason, commission), RuleBroken (nothing on a blank, no more blanks, not the keeper).
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Diploma:
        diploma = _in(tx, id, revision, S.registered, S.printed)
        sheet = diploma.sheet(what)
        if sheet is None or not sheet.blank:
            raise RuleBroken("diplomas.no_blank", diploma=diploma.label())
        spoil_step(tx, sheet.blank, diploma.ref(), why.reason, list(commission))
        new = reserve_step(tx, sheet.kind, diploma.ref(), diploma.holder())
        if diploma.status is S.printed:  # the others came out well: this one is printed anew and bound at once
            bind_step(tx, new.id, diploma.ref())
        place = diploma.sheets.index(sheet)
        diploma.sheets[place] = sheet.model_copy(update={
            "blank": new.id, "number": f"{new.series} {new.number}".strip(), "spoiled": [*sheet.spoiled, sheet.blank],
        })  # fmt: skip
        return tx.save(happened(tx, diploma, DiplomaStep.spoiled, f"{sheet.number}: {why.reason}"))

    return desk.transact("diploma.spoil", work, why, PRINT, [id, revision, what, list(commission)])


def issue(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Diploma:
    """Hand a printed diploma over: {day, how, name, document, proxy, scan}; the blanks leave the balance, the student
    gets his event, the line of what left says to whom.

    Raises Problems beside the fields (a day ahead or before the diploma's, no power of attorney or postal number),
    RuleBroken `diplomas.not_printed`.
    """
    try:
        asked = HandedOver.model_validate(dict(values))
    except ValidationError as e:
        raise Problems.of(e) from None

    def work(tx: Tx) -> Diploma:
        diploma = _in(tx, id, revision, S.printed)
        problems = []
        if asked.day > tx.today or diploma.dated and asked.day < diploma.dated:
            problems.append(Problem("day", "diplomas.day_out", {"day": diploma.dated}))
        if asked.how != "self" and not asked.proxy.strip():
            problems.append(Problem("proxy", "errors.field.missing"))
        if problems:
            raise Problems(problems)
        for sheet in diploma.sheets:
            if sheet.blank:
                since = tx.get(Blank, sheet.blank, scoped=False).since
                issue_step(tx, sheet.blank, diploma.ref(), max(asked.day, since), asked.name)
        diploma.handed = asked.model_copy(update={"by": tx.who()})
        diploma.status = S.issued
        if diploma.student is not None:
            student, study = merged.whose(tx.session, diploma.student.id, diploma.study)
            tx.append(student, ev.DocumentIssued, asked.day, study=study, document=diploma.ref(),
                      kind="duplicate" if diploma.of else "diploma", number=diploma.number)  # fmt: skip
        return tx.save(happened(tx, diploma, DiplomaStep.issued, asked.name))

    issued = desk.transact("diploma.issue", work, why, ISSUE, [id, revision, asked])
    whose = issued.student.id if issued.student else ""
    looks.note(desk, "diplomas", "diplomas", id, issued.number, "hand", whose, to=asked.name)
    return issued


def _in(tx: Tx, id: Id, revision: int | None, *states: DiplomaStatus) -> Diploma:
    diploma = tx.get(Diploma, id, revision)
    if diploma.status not in states:
        raise RuleBroken("diplomas.stands_otherwise", diploma=diploma.label(), status=diploma.status)
    return diploma
