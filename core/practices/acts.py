"""A practice is opened for a section of a discipline of practice, follows its list, is closed with its sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from core import history, house, tasks
from core.calendar.reading import check_term_open, of_year
from core.calendar.windows import fitting
from core.db.codec import plain
from core.db.store import Row, Session, Store
from core.desk import LONG, Desk, Why
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.files import Ready
from core.i18n import order_key
from core.practices import rules
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.kinds import PracticeKind, PracticeSpread, Sort
from schemas.order import PREPARED, STANDS
from schemas.practice import Placement, Practice, PracticeState
from schemas.section import Member, Section
from schemas.term import Term
from schemas.words import STANDING, LessonKind, PeriodKind

READ, EDIT, PLACE, MARK = "practice.read", "practice.edit", "practice.place", "practice.mark"
PAGE = "practice"
MOST = 500  # students of one practice


def kind_body(code: str) -> PracticeKind:
    """What a kind of practice says today; NotFound."""
    return house.entry(Sort.practice, code).as_body(PracticeKind)


def proposed(reader: Store | Session, section: Section, term: Term) -> Row:
    """What a new practice of a section begins with: its kind, days and hours, by its name and the calendar.

    A kind spread over the semester takes the days of its term, else the first period of practice in the calendar.
    """
    named = {k.code: k.name for k in house.entries(Sort.practice)}
    before = reader.rows("practices", {"discipline.id": section.discipline.id}, {"kind": 1}, limit=1)
    code = before[0]["kind"] if before and before[0]["kind"] in named else None
    code = code or rules.kind_like(section.discipline.label.kk, named)
    calendar = of_year(reader, term.year)
    periods = fitting(calendar, PeriodKind.practice, term.kind, None, section.faculty.id if section.faculty else None)\
        if calendar else []  # fmt: skip
    body = kind_body(code) if code else None
    block = periods[0] if periods and not (body and body.spread is PracticeSpread.semester) else None
    row = reader.one("disciplines", {"_id": section.discipline.id}, {"credits": 1}) or {}
    return {
        "kind": code or "", "starts": (block or term).starts, "ends": (block or term).ends,
        "hours": (row.get("credits") or Decimal(0)) * (body.hours if body else 0),
    }  # fmt: skip


def open_(desk: Desk, section: Id, values: Mapping[str, Any], programme: Ready | None, why: Why) -> Practice:
    """Open the practice of a section: {kind, starts, ends, hours}, its programme; its students come from the section.

    Raises Problems beside the fields, RuleBroken (no section of practice, nobody in it, one is open, the term closed).
    """

    def work(tx: Tx) -> Practice:
        return open_step(tx, section, values, programme)

    given = [section, plain(dict(values)), programme.laid.hash if programme else ""]
    return desk.transact("practice.open", work, why, EDIT, given, LONG)


def open_step(tx: Tx, section: Id, values: Mapping[str, Any], programme: Ready | None = None) -> Practice:
    """The same inside an act."""
    of = tx.get(Section, section, scoped=False)
    term = check_term_open(tx, of.term.id)
    if of.kind is not LessonKind.practice or of.closed:
        raise RuleBroken("practices.not_practice", section=of.code)
    if not of.members:
        raise RuleBroken("sheets.no_members", section=of.code)
    if tx.find(Practice, {"section.id": section, "status": {"$ne": PracticeState.cancelled.value}}, 1):
        raise RuleBroken("practices.open_already", section=of.code)
    made = _model(values, {
        "_id": tx.new_id(), "section": plain(of.ref()), "term": plain(term.ref()), "year": term.year,
        "discipline": plain(of.discipline), "department": plain(of.department), "faculty": plain(of.faculty),
        "group": of.group,
    })  # fmt: skip
    if programme:
        made.programme = _kept(tx, programme, made.id)
    tx.add(made)
    for row in _placements(tx, made, of.members):
        tx.add(row, scoped=False)
        made.count += 1
    return made


def _model(values: Mapping[str, Any], kept: Mapping[str, Any]) -> Practice:
    given = {k: v for k, v in values.items() if v is not None}
    try:
        made = Practice.model_validate({**kept, **given})
    except ValidationError as e:
        raise Problems.of(e) from None
    try:
        kind_body(made.kind)
    except NotFound:
        raise Problems([Problem("kind", "errors.field.missing")]) from None
    return made


def _kept(tx: Tx, file: Ready, owner: Id) -> Ref:
    return Ref(id=tx.keep_file(file.laid, file.name, "practice", owner), label=Text(kk=file.name))


def _placements(tx: Tx, of: Practice, members: Sequence[Member]) -> list[Placement]:
    states = tx.students([m.student.id for m in members])
    programmes = {r["_id"]: r for r in tx.session.rows("programmes", {}, {"code": 1, "name": 1})}
    found = []
    for m in members:
        study = history.pick(states[m.student.id]["studies"], [m.study]) or {}
        of_study = study.get("programme") or {}
        found.append(Placement(
            _id=tx.new_id(), practice=of.ref(), kind=of.kind, section=of.section.id, term=of.term, year=of.year,
            department=of.department, faculty=of.faculty, student=m.student, study=m.study, number=m.number,
            key=order_key(m.student.label.kk),
            programme=Ref.model_validate(of_study) if of_study.get("id") in programmes else None,
        ))  # fmt: skip
    return found


def change(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], programme: Ready | None, why: Why) -> Practice:
    """Change days, hours or kind of a practice, or lay its programme in. Raises Problems, RuleBroken (over)."""

    def work(tx: Tx) -> Practice:
        kept = opened(tx, id, revision)
        allowed = {k: v for k, v in values.items() if k in ("kind", "starts", "ends", "hours")}
        made = _model(allowed, plain(kept))
        if programme:
            made.programme = _kept(tx, programme, id)
        if made.kind != kept.kind:
            for one in tx.find(Placement, {"practice.id": id}, MOST):
                one.kind = made.kind
                tx.save(one)
        return tx.save(made)

    given = [id, revision, plain(dict(values)), programme.laid.hash if programme else ""]
    return desk.transact("practice.change", work, why, EDIT, given)


def follow(desk: Desk, id: Id, revision: int, why: Why) -> Practice:
    """Bring the list to that of the section: who joined is added; who left keeps his row, marked as cancelled.

    Raises RuleBroken where they are the same already.
    """

    def work(tx: Tx) -> Practice:
        kept = opened(tx, id, revision)
        section = tx.get(Section, kept.section.id, scoped=False)
        standing = {p.study: p for p in tx.find(Placement, {"practice.id": id, "status": "open"}, MOST)}
        here = {m.study for m in section.members}
        new = [m for m in section.members if m.study not in standing]
        gone = [p for s, p in standing.items() if s not in here]
        if not new and not gone:
            raise RuleBroken("practices.same_list")
        for one in _placements(tx, kept, new):
            tx.add(one, scoped=False)
        for one in gone:
            one.status = PracticeState.cancelled
            tx.save(one)
        kept.count = len(standing) + len(new) - len(gone)
        kept.placed = sum(p.placed for p in standing.values()) - sum(p.placed for p in gone)
        return tx.save(kept)

    return desk.transact("practice.follow", work, why, EDIT, [id, revision])


def close(desk: Desk, id: Id, revision: int, why: Why) -> Practice:
    """Close a practice whose sheet is closed. Raises RuleBroken while it is not."""

    def work(tx: Tx) -> Practice:
        kept = opened(tx, id, revision)
        if not any(r["status"] == "closed" for r in sheets_of(tx.session, [kept.section.id])):
            raise RuleBroken("practices.sheet_not_closed")
        return _ended(tx, kept, PracticeState.closed)

    return desk.transact("practice.close", work, why, EDIT, [id, revision])


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Practice:
    """A practice that does not take place, with a reason. Raises RuleBroken where an order or a sheet stands."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Practice:
        kept = opened(tx, id, revision)
        if tx.session.one("orders", {"source": id, "status": {"$in": [*PREPARED, *STANDS]}}, {"_id": 1}):
            raise RuleBroken("practices.order_stands")
        return _ended(tx, kept, PracticeState.cancelled)

    return desk.transact("practice.cancel", work, why, EDIT, [id, revision])


def _ended(tx: Tx, kept: Practice, status: PracticeState) -> Practice:
    for one in tx.find(Placement, {"practice.id": kept.id, "status": "open"}, MOST):
        one.status = status
        tx.save(one)
    tasks.close(tx, kept.id)
    kept.status = status
    return tx.save(kept)


def opened(tx: Tx, id: Id, revision: int | None = None) -> Practice:
    """A practice that goes on, to be changed; RuleBroken when it is over."""
    kept = tx.get(Practice, id, revision)
    if kept.status is not PracticeState.open:
        raise RuleBroken("practices.over", status=kept.status)
    return kept


def sheets_of(reader: Store | Session, sections: Sequence[Id]) -> list[Row]:
    """The standing sheets that give the results of these sections, the newest last."""
    where = {"section.id": {"$in": list(sections)}, "status": {"$in": [s.value for s in STANDING]},
             "form.gives": "result"}  # fmt: skip
    only = {"section.id": 1, "number": 1, "status": 1, "due": 1, "closed_at": 1, "kind": 1, "lines.study": 1}
    return sorted(reader.rows("grade_sheets", where, only), key=lambda r: str(r["_id"]))


def day_of(value: Any) -> date:
    """A day as it stands in a form or in a stored row."""
    return value if isinstance(value, date) else date.fromisoformat(value)


__all__ = [
    "EDIT", "MARK", "MOST", "PAGE", "PLACE", "READ", "cancel", "change", "close", "day_of", "follow", "kind_body",
    "open_", "open_step", "opened", "proposed", "sheets_of",
]  # fmt: skip
