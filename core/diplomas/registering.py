"""A diploma gets its number of the registration book: all checks hold, values are frozen, blanks are bound to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.blanks.binding import reserve_step
from core.db.codec import digest
from core.desk import Desk, Why
from core.diplomas import settings, supplement
from core.diplomas.checks import Light
from core.diplomas.graduates import Graduate, Pair
from core.diplomas.needs import enough
from core.diplomas.preparing import drafted, looked_at
from core.diplomas.steps import happened
from core.diplomas.words import words
from core.errors import Problem, Problems, RuleBroken
from core.papers.code import check_code, printable
from core.tx import Tx
from schemas.diploma import Diploma, DiplomaStatus, DiplomaStep, Sheet, Takes
from schemas.kinds import DiplomaKind
from schemas.reference import Office

RIGHT = "diploma.register"
MOST = 50  # diplomas of one transaction; a year goes in parts


def register(desk: Desk, year: int, pairs: Sequence[Pair], dated: date, why: Why) -> Diploma:
    """Register the diplomas of graduates (student, study), numbers in the order given; all of them or none.

    Raises Problems (a day ahead or before the protocol; who is not ready, by name and check; too few blanks, by kind
    with how many are missing), RuleBroken `diplomas.registered_already`, `diplomas.too_many`.
    """
    if len(pairs) > MOST:
        raise RuleBroken("diplomas.too_many", most=MOST)

    def work(tx: Tx) -> Diploma:
        if dated > tx.today:
            raise Problems([Problem("dated", "diplomas.day_ahead")])
        found = looked_at(tx, year, pairs)
        red = [Problem(g.study, "diplomas.not_ready", {"name": g.name, "codes": [c.code for c in g.found
                                                                                if c.light is Light.red]})
               for g in found if not g.ready]  # fmt: skip
        if red:
            raise Problems(red)
        enough(tx.session, (g.takes for g in found))
        done = [_registered(tx, g, year, dated) for g in found]
        return done[-1]

    return desk.transact("diploma.register", work, why, RIGHT, [year, list(pairs), dated])


def _registered(tx: Tx, of: Graduate, year: int, dated: date) -> Diploma:
    diploma = tx.get(Diploma, of.diploma.id) if of.diploma else drafted(tx, of, year)
    if diploma.status is not DiplomaStatus.prepared:
        raise RuleBroken("diplomas.registered_already", diploma=diploma.label(), name=of.name)
    if diploma.protocol and diploma.protocol.day and dated < diploma.protocol.day:
        raise Problems([Problem("dated", "diplomas.before_protocol", {"name": of.name, "day": diploma.protocol.day})])
    body = of.kind.as_body(DiplomaKind)
    offices = tx.find(Office, {}, 1)
    if not offices:
        raise RuleBroken("transcripts.no_office")
    fresh = _as_today(tx, diploma, of)
    fresh.number = tx.numbered(body.mask, dated)
    fresh.n = tx.number(f"diplomas:{dated.year}")
    fresh.code, fresh.dated = check_code(), dated
    fresh.values = {
        "words": words(fresh, offices[0], of.case.study, of.case.programme or {}, dated),
        "supplement": supplement.content(tx, of, fresh, offices[0], dated), "set": settings.set_by(body),
    }  # fmt: skip
    printable(fresh.values)
    fresh.content_hash = digest(fresh.values)
    fresh.sheets = _sheets(tx, fresh, body)
    fresh.status = DiplomaStatus.registered
    happened(tx, fresh, DiplomaStep.registered, fresh.number)
    return tx.save(fresh) if of.diploma else fresh


def _as_today(tx: Tx, diploma: Diploma, of: Graduate) -> Diploma:
    """Record, name, degree, protocol and order as the checks have just seen them; honours as the order says."""
    case = of.case
    degree = (case.programme or {}).get("degree")
    update = {
        "student": tx.student_document(of.student).ref(), "study": of.study, "student_number": of.number,
        "name": of.name, "honours": of.honours, "qualification": degree and type(of.name).model_validate(degree),
        "kind": settings.kind_for(of.honours).code, "kind_name": settings.kind_for(of.honours).name,
    }  # fmt: skip
    for key, value in update.items():
        setattr(diploma, key, value)
    return diploma


def _sheets(tx: Tx, diploma: Diploma, body: DiplomaKind) -> list[Sheet]:
    """The sheets of a diploma, each with a blank of its kind reserved for it."""
    wanted = [(Takes.diploma, body.blank), *((Takes(s.lang.value), s.blank) for s in body.supplements)]
    sheets = []
    for what, kind in wanted:
        sheet = Sheet(what=what, kind=kind)
        if kind:
            blank = reserve_step(tx, kind, diploma.ref(), diploma.holder())
            sheet.blank, sheet.number = blank.id, f"{blank.series} {blank.number}".strip()
        sheets.append(sheet)
    return sheets
