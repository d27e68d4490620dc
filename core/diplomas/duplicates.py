"""Duplicates (clause 33-10, domain.md 6.6): asked for on a ground, made on a new blank, linked both ways.

A duplicate is a diploma of its own (`of`: the original): prepared, then numbered in the registration book by another
person, printed and handed over as every other. Its data are those of the original (core.diplomas.bearing). Where the
diploma itself is replaced, the original says so from the day the duplicate is registered; an original that was handed
in is withdrawn by an act that day and waits to be destroyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import four_eyes, merged, tasks
from core.blanks.binding import reserve_step, withdraw_step
from core.db.codec import digest
from core.desk import Desk, Why
from core.diplomas import bearing, clock, settings
from core.diplomas.settings import Reader
from core.diplomas.steps import happened
from core.errors import Problem, Problems, RuleBroken
from core.papers.code import check_code, printable
from core.tx import Tx
from schemas.base import Id
from schemas.blank import Blank, BlankStatus
from schemas.diploma import (
    GIVEN,
    Diploma,
    DiplomaStatus,
    DiplomaStep,
    DuplicateRequest,
    Loss,
    RequestStatus,
    Sheet,
    Takes,
)
from schemas.events import Who
from schemas.kinds import DiplomaKind
from schemas.kinds.diplomas import NameRule
from schemas.reference import Office
from schemas.student import Name
from schemas.words import Role

ASK, MAKE = "diploma.prepare", "diploma.register"
REGISTER = "diploma.register_duplicate"
MARK = "duplicate"
S = DiplomaStatus


def ask(desk: Desk, diploma: Id, values: Mapping[str, Any], why: Why) -> DuplicateRequest:
    """Take an application: {asked_on, ground, story, parts, paper, scan}; its clock begins, who registers has a task.

    Raises Problems beside the fields (a day ahead, no original handed in for damage or a change of name, no paper of
    the loss, a part that the original has not or that was replaced), RuleBroken `diplomas.stands_otherwise` (only what
    was issued is duplicated), `diplomas.asked_already`.
    """

    def work(tx: Tx) -> DuplicateRequest:
        of = tx.get(Diploma, diploma)
        if of.status not in (S.issued, S.replaced):
            raise RuleBroken("diplomas.stands_otherwise", diploma=of.label(), status=of.status)
        if tx.session.one("duplicate_requests", {"of.id": of.id, "status": RequestStatus.asked.value}, {"_id": 1}):
            raise RuleBroken("diplomas.asked_already", diploma=of.label())
        try:
            asked = DuplicateRequest.model_validate({
                **dict(values), "_id": tx.new_id(), "of": of.ref(), "holder": of.name, "old": bool(of.old),
                "once": of.id, "faculty": of.faculty, "department": of.department, "due": values.get("asked_on"),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems([p for p in Problems.of(e).problems if p.field != "due"]) from None
        if Takes.diploma in asked.parts and stands_for(tx.session, of):
            raise RuleBroken("diplomas.stands_otherwise", diploma=of.label(), status=of.status)
        if problems := _problems(tx, of, asked):
            raise Problems(problems)
        asked.due = clock.due(tx.session, asked.asked_on, settings.body(of.kind).duplicate_days)
        asked.number = tx.numbered("duplicate", asked.asked_on)
        tx.add(asked)
        tasks.make(
            tx, what="diplomas.task_duplicate", values={"number": asked.number, "holder": of.name},
            to_role=Role.senior_registrar, due=asked.due, subject=asked, page="duplicates", address={"id": asked.id},
            mark=MARK,
        )  # fmt: skip
        return asked

    return desk.transact("diploma.ask_duplicate", work, why, ASK, [diploma, dict(values)])


def _problems(tx: Tx, of: Diploma, asked: DuplicateRequest) -> list[Problem]:
    found = [Problem("asked_on", "diplomas.day_ahead")] if asked.asked_on > tx.today else []
    if of.dated and asked.asked_on < of.dated:
        found.append(Problem("asked_on", "diplomas.day_out", {"day": of.dated}))
    if not asked.paper.strip() and asked.scan is None:
        key = "paper_of_loss" if asked.ground is Loss.lost else "original_needed"
        found.append(Problem("paper", f"diplomas.{key}"))
    supplements = [p for p in asked.parts if p is not Takes.diploma]
    if of.old and supplements:
        found.append(Problem("parts", "diplomas.no_results_here"))
    elif of.sheets and any(of.sheet(p) is None for p in asked.parts):
        found.append(Problem("parts", "diplomas.no_such_part"))
    return found


def refuse(desk: Desk, id: Id, revision: int, why: Why) -> DuplicateRequest:
    """Refuse an application, with a reason; what was prepared for it is dropped."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> DuplicateRequest:
        asked = _asked(tx, id, revision)
        asked.status, asked.why, asked.once = RequestStatus.refused, why.reason[:300], None
        asked.answered_on = tx.today
        for draft in tx.find(Diploma, {"once": _once(asked), "status": S.prepared.value}, 1):
            draft.status, draft.once = S.annulled, None
            tx.save(happened(tx, draft, DiplomaStep.dropped, asked.number))
        tasks.close(tx, asked.id, MARK)
        return tx.save(asked)

    return desk.transact("diploma.refuse_duplicate", work, why, ASK, [id, revision])


def prepare(desk: Desk, request: Id, why: Why) -> Diploma:
    """Begin the duplicate an application asks for; where its kind needs it, the platform's number comes after."""

    def work(tx: Tx) -> Diploma:
        asked = _asked(tx, request, None)
        of = tx.get(Diploma, asked.of.id, scoped=False)
        if tx.session.one("diplomas", {"once": _once(asked)}, {"_id": 1}):
            raise RuleBroken("diplomas.all_prepared")
        name = of.name
        if settings.body(of.kind).names is NameRule.today and of.student is not None:
            whose = merged.kept(tx.session, of.student.id)
            name = Name.model_validate(tx.students([whose])[whose]["name"]).text()
        made = of.model_copy(update={
            "id": tx.new_id(), "revision": 0, "head": type(of.head)(), "created": None, "updated": None,
            "once": _once(asked), "number": "", "n": 0, "status": S.prepared, "name": name, "platform": None,
            "sheets": [], "values": {}, "content_hash": "", "dated": None, "handed": None, "of": of.ref(),
            "request": asked.ref(), "duplicates": [], "steps": [], "code": "", "credential": {}, "revoked": "",
        })  # fmt: skip
        return tx.add(happened(tx, made, DiplomaStep.prepared, asked.number))

    return desk.transact("diploma.prepare_duplicate", work, why, ASK, [request])


def register(desk: Desk, id: Id, revision: int, dated: date, why: Why) -> Diploma:
    """Register a duplicate: its own number, new blanks for what was asked; the original is marked replaced where the
    diploma itself is among it, its check code then says so. Another person than who prepared it, or than who wrote
    the original down from the paper book.

    Raises Problems (a day ahead or before the application), RuleBroken (`four_eyes.same_person`,
    `diplomas.platform_needed`, `diplomas.words_missing` by name, no blanks left).
    """

    def work(tx: Tx) -> Diploma:
        made = tx.get(Diploma, id, revision)
        if made.status is not S.prepared or made.of is None or made.request is None:
            raise RuleBroken("diplomas.stands_otherwise", diploma=made.label(), status=made.status)
        asked, of = _asked(tx, made.request.id, None), tx.get(Diploma, made.of.id, scoped=False)
        for hand in first_hands(of, made):
            four_eyes.check(tx, REGISTER, hand.id)
        body = settings.body(made.kind)
        if not asked.asked_on <= dated <= tx.today:
            raise Problems([Problem("dated", "diplomas.day_out", {"day": asked.asked_on})])
        if body.platform and Takes.diploma in asked.parts and made.platform is None:
            raise RuleBroken("diplomas.platform_needed", name=made.name)
        offices = tx.find(Office, {}, 1)
        if not offices:
            raise RuleBroken("transcripts.no_office")
        made.number, made.n = tx.numbered(body.mask, dated), tx.number(f"diplomas:{dated.year}")
        made.code, made.dated = check_code(), dated
        made.values = bearing.values(of, made, asked.parts, offices[0], dated)
        if lacks := bearing.missing(made.values["words"]):
            raise RuleBroken("diplomas.words_missing", name=made.name, words=bearing.named(lacks))
        printable(made.values)
        made.content_hash = digest(made.values)
        made.sheets = [_sheet(tx, made, body, part) for part in asked.parts]
        made.status = S.registered
        happened(tx, made, DiplomaStep.registered, made.number)
        _replaced(tx, of, made, asked)
        asked.status, asked.made, asked.once, asked.answered_on = RequestStatus.made, made.ref(), None, dated
        tx.save(asked)
        tasks.close(tx, asked.id, MARK)
        return tx.save(made)

    return desk.transact(REGISTER, work, why, MAKE, [id, revision, dated])


def first_hands(of: Diploma, made: Diploma) -> list[Who]:
    """Who may not register a duplicate: who prepared it; who wrote the original down from the paper book."""
    hands = [h.by for h in made.steps if h.step is DiplomaStep.prepared][-1:]
    return hands + [h.by for h in of.steps[:1] if of.old and of.of is None]


def stands_for(reader: Reader, of: Diploma) -> bool:
    """Does a duplicate stand in the place of the diploma itself? One that was annulled does not."""
    where = {"of.id": of.id, "sheets.what": Takes.diploma.value, "status": {"$in": [s.value for s in GIVEN]}}
    return of.status is S.replaced and reader.one("diplomas", where, {"_id": 1}) is not None


def _replaced(tx: Tx, of: Diploma, made: Diploma, asked: DuplicateRequest) -> None:
    """The original is linked; replaced where the diploma itself is; what was handed in of it is withdrawn."""
    of.duplicates = [*of.duplicates, made.ref()]
    if Takes.diploma in asked.parts:
        of.status, of.revoked = S.replaced, "replaced"
    parts = ", ".join(p.label("kk") for p in asked.parts)
    tx.save(happened(tx, of, DiplomaStep.replaced, f"{made.number}: {parts}"))
    if asked.ground is Loss.lost:
        return
    for sheet in (of.sheet(p) for p in asked.parts):
        if sheet and sheet.blank and tx.get(Blank, sheet.blank, scoped=False).status is BlankStatus.issued:
            reason = f"{made.number}: {asked.ground.label('kk')}"
            withdraw_step(tx, sheet.blank, made.ref(), made.name.kk, reason)


def _sheet(tx: Tx, made: Diploma, body: DiplomaKind, part: Takes) -> Sheet:
    """A sheet of the duplicate on a new blank of its kind."""
    sheet = Sheet(what=part, kind=bearing.blank_kind(body, part))
    if sheet.kind:
        blank = reserve_step(tx, sheet.kind, made.ref(), made.holder())
        sheet.blank, sheet.number = blank.id, f"{blank.series} {blank.number}".strip()
    return sheet


def _once(asked: DuplicateRequest) -> str:
    return f"{asked.of.id}:{asked.id}"


def _asked(tx: Tx, id: Id, revision: int | None) -> DuplicateRequest:
    asked = tx.get(DuplicateRequest, id, revision)
    if asked.status is not RequestStatus.asked:
        raise RuleBroken("diplomas.request_over", number=asked.number, status=asked.status)
    return asked
