"""Acts on a calendar: made, filled, copied, approved, changed on a basis; terms take their days and are closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import four_eyes, house, notices
from core.calendar import holidays as shipped
from core.calendar.rules import Finding, Limits, breaches
from core.calendar.shifting import shifted
from core.calendar.terms import give_days
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Duplicate, NotFound, Problem, Problems, RuleBroken, StaleRevision
from core.tx import Tx
from schemas.base import Document, Id
from schemas.calendar import Calendar, Holiday, Period
from schemas.grade_sheet import GradeSheet
from schemas.kinds.study import StudyRules
from schemas.term import Term
from schemas.words import UNDONE, CalendarState, Role

# Whom a calendar concerns: the office, those who teach and advise, the management.
CONCERNED = (
    Role.head, Role.senior_registrar, Role.registrar, Role.department, Role.adviser, Role.teacher, Role.management,
)  # fmt: skip
NAMED = 5  # open sheets named in a refusal


def limits() -> Limits:
    """The numbers a calendar is measured by, as the office set them today."""
    try:
        return Limits.of(house.entry("study_rules", "main").as_body(StudyRules))
    except NotFound:
        return Limits()


def make(desk: Desk, year: int, why: Why, source: int | None = None) -> Calendar:
    """A draft of a year's calendar with the public holidays offered for it, and the periods of an earlier year's
    (`source`) moved by whole weeks. RuleBroken where the year has one already, NotFound where the source has none."""

    def work(tx: Tx) -> Calendar:
        if tx.session.one("calendars", {"year": year}, {"_id": 1}):
            raise RuleBroken("calendar.exists", year=year)
        cal = Calendar(_id=tx.new_id(), year=year, drafted_by=tx.actor.id, holidays=shipped.offered(year))
        return tx.add(_copied(tx, cal, source) if source is not None else cal)

    try:
        return desk.transact("calendar.make", work, why, right="calendar.edit", given=[year, source])
    except Duplicate:
        raise RuleBroken("calendar.exists", year=year) from None


def copy_from(desk: Desk, id: Id, revision: int, source: int, why: Why) -> Calendar:
    """Fill a draft anew from another year's calendar: its periods moved by whole weeks, holidays by date."""

    def work(tx: Tx) -> Calendar:
        cal = tx.get(Calendar, id, revision)
        if cal.state is CalendarState.approved:
            raise RuleBroken("calendar.approved_already", calendar=cal.label())
        if source == cal.year:
            raise RuleBroken("calendar.same_year")
        return tx.save(_copied(tx, cal, source))

    return desk.transact("calendar.copy", work, why, right="calendar.edit", given=[id, revision, source])


def _copied(tx: Tx, cal: Calendar, source: int) -> Calendar:
    row = tx.session.one("calendars", {"year": source})
    if row is None:
        raise NotFound("calendar.none_of_year", year=source)
    was = Calendar.model_validate(row)
    cal.periods = [m.now for m in shifted(was, cal.year, tx.new_id)]
    cal.holidays = shipped.carried(was.holidays, cal.year)
    cal.drafted_by = tx.actor.id
    return cal


def save_periods(desk: Desk, id: Id, revision: int, rows: Sequence[Row], why: Why) -> Calendar:
    """Put the whole list of periods in place of the one there was. rows: {kind, term, name, starts, ends, years,
    faculty} and, for one that stays, its id.

    Raises Problems (`periods.<field>`, by row), StaleRevision (`theirs` says what was changed meanwhile), and for an
    approved calendar what `_changed` asks.
    """

    def work(tx: Tx) -> Calendar:
        cal = tx.get(Calendar, id, revision)
        was = [*cal.periods]
        cal.periods = _read(Period, "periods", [{**r, "id": r.get("id") or tx.new_id()} for r in rows])
        cal.periods.sort(key=lambda p: (p.starts, p.ends))
        return _changed(tx, cal, plain(was) == plain(cal.periods), why)

    return _saved(desk, "calendar.periods", work, id, revision, why, list(rows))


def save_holidays(desk: Desk, id: Id, revision: int, rows: Sequence[Row], why: Why) -> Calendar:
    """Put the whole list of holidays and moved days in place: {day, name, working}; as for the periods."""

    def work(tx: Tx) -> Calendar:
        cal = tx.get(Calendar, id, revision)
        was = [*cal.holidays]
        cal.holidays = sorted(_read(Holiday, "holidays", rows), key=lambda h: h.day)
        days = [h.day for h in cal.holidays]
        twice = {d for d in days if days.count(d) > 1}
        if twice:
            raise Problems([Problem("holidays", "calendar.day_twice", {"day": d}) for d in sorted(twice)])
        return _changed(tx, cal, plain(was) == plain(cal.holidays), why)

    return _saved(desk, "calendar.holidays", work, id, revision, why, list(rows))


def _saved(
    desk: Desk, action: str, work: Callable[[Tx], Calendar], id: Id, revision: int, why: Why, rows: list[Row]
) -> Calendar:  # fmt: skip
    try:
        return desk.transact(action, work, why, right="calendar.edit", given=[id, revision, rows])
    except StaleRevision as e:
        e.values["theirs"] = _since(desk, id, revision)
        raise


def _since(desk: Desk, id: Id, revision: int) -> list[Row]:
    """What was changed in a calendar after a revision, for the form of who comes second."""
    where = {"touched": {"$elemMatch": {"id": id, "revision": {"$gt": revision}}}}
    entries = desk.store.rows("audit_events", where, sort=[("at", 1)], limit=50)
    return [
        {"field": c["path"], "was": c["was"], "now": c["now"], "by": e["actor"]["name"], "at": e["at"]}
        for e in entries for c in e["changes"] if c["id"] == id and c["path"] != "drafted_by"
    ]  # fmt: skip


def _read(model: Any, name: str, rows: Sequence[Row]) -> list[Any]:
    found, problems = [], []
    for n, row in enumerate(rows):
        try:
            found.append(model.model_validate(row))
        except ValidationError as e:
            for p in Problems.of(e).problems:
                # What speaks of the whole row is told at its last day: that is where an order of days is mended.
                field = f"{name}.{p.field or ('ends' if name == 'periods' else 'day')}"
                problems.append(Problem(field, p.key, p.values, n))
    if problems:
        raise Problems(problems)
    return found


def _changed(tx: Tx, cal: Calendar, same: bool, why: Why) -> Calendar:
    """A changed calendar saved. An approved one needs a reason and the paper it rests on, holds no breach, gives the
    terms their new days, and everybody concerned is told."""
    if same:
        raise RuleBroken("references.nothing_changed")
    if cal.state is not CalendarState.approved:
        cal.drafted_by = tx.actor.id
        return tx.save(cal)
    need_basis(why)
    _no_breach(cal)
    give_days(tx, cal)
    tell(tx, "calendar.told_changed", {"calendar": cal.label(), "reason": why.reason}, cal)
    return tx.save(cal)


def need_basis(why: Why) -> None:
    """Problems unless there is a reason and the number and day of the paper it rests on."""
    wrong = [] if why.reason.strip() else [Problem("reason", "errors.field.reason_missing")]
    for field in ("kind", "number", "day"):
        if why.basis is None or not getattr(why.basis, field):
            wrong.append(Problem(f"basis.{field}", "calendar.basis_missing"))
    if wrong:
        raise Problems(wrong)


def _no_breach(cal: Calendar) -> None:
    found = breaches(cal, limits())
    if found:
        raise Problems([problem_of(cal, f) for f in found])


def problem_of(cal: Calendar, f: Finding) -> Problem:
    """A finding as a bad value of the list of periods, with the row it speaks of."""
    row = next((n for n, p in enumerate(cal.periods) if p.id == f.period), None)
    return Problem("periods", f.key, f.values, row)


def approve(desk: Desk, id: Id, revision: int, protocol: str, day: date, why: Why) -> Calendar:
    """Approve a calendar by a protocol of the council: another person than who drafted it.

    Raises Problems (no number, a day that is still to come, every breach of the calendar), RuleBroken (approved
    already, four eyes), StaleRevision.
    """

    def work(tx: Tx) -> Calendar:
        cal = tx.get(Calendar, id, revision)
        if cal.state is CalendarState.approved:
            raise RuleBroken("calendar.approved_already", calendar=cal.label())
        four_eyes.check(tx, "calendar.approve", cal.drafted_by)
        approved_step(tx, cal, protocol, day)
        tell(tx, "calendar.told_approved", {"calendar": cal.label(), "protocol": protocol, "day": day}, cal)
        return cal

    return desk.transact("calendar.approve", work, why, given=[id, revision, protocol, day])


def approved_step(tx: Tx, calendar: Calendar, protocol: str, day: date) -> list[Term]:
    """Approve a calendar inside somebody's act, whether it is new in this act or was read in it; the terms that were
    given their days. Raises Problems."""
    wrong = [] if protocol.strip() else [Problem("protocol", "errors.field.missing")]
    if day > tx.today:
        wrong.append(Problem("approved_on", "calendar.day_to_come"))
    wrong += [problem_of(calendar, f) for f in breaches(calendar, limits())]
    if wrong:
        raise Problems(wrong)
    calendar.state, calendar.protocol, calendar.approved_on = CalendarState.approved, protocol.strip(), day
    _put(tx, calendar)
    return give_days(tx, calendar)


def _put(tx: Tx, doc: Document) -> None:
    """A document new in this act stays new; one that is stored is saved."""
    if doc.revision:
        tx.save(doc)
    else:
        tx.add(doc, scoped=False)


def tell(tx: Tx, key: str, values: dict[str, Any], cal: Calendar) -> None:
    """News of a calendar for everybody it concerns, except who acts."""
    for role in CONCERNED:
        notices.tell(tx, role, key, values, "calendar", {"year": str(cal.year)})


# terms ------------------------------------------------------------------------------------------------------------


def close_term(desk: Desk, id: Id, revision: int, why: Why) -> Term:
    """Close a term: its sections and sheets change no more. RuleBroken while it runs or a sheet of it is open (named),
    and for one that is closed."""

    def work(tx: Tx) -> Term:
        return close_term_step(tx, tx.get(Term, id, revision), tx.today)

    return desk.transact("term.close", work, why, given=[id, revision])


def close_term_step(tx: Tx, term: Term, day: date) -> Term:
    """Close a term that was read in this act."""
    if term.closed is not None:
        raise RuleBroken("calendar.term_closed", term=term.label(), day=term.closed)
    if term.ends is not None and day < term.ends:
        raise RuleBroken("calendar.term_runs", term=term.label(), day=term.ends)
    where = {"term.id": term.id, "status": {"$in": UNDONE}}
    open_ = tx.session.rows(GradeSheet.collection, where, {"number": 1})
    if open_:
        numbers = sorted(r["number"] for r in open_)
        named = ", ".join(numbers[:NAMED]) + ("…" if len(numbers) > NAMED else "")
        raise RuleBroken("calendar.sheets_open", term=term.label(), n=len(numbers), numbers=named)
    term.closed = day
    return tx.save(term)


def reopen_term(desk: Desk, id: Id, revision: int, why: Why) -> Term:
    """Open a closed term again: who may close one, with a reason and the paper it rests on."""
    need_basis(why)

    def work(tx: Tx) -> Term:
        term = tx.get(Term, id, revision)
        if term.closed is None:
            raise RuleBroken("calendar.term_open", term=term.label())
        term.closed = None
        return tx.save(term)

    return desk.transact("term.reopen", work, why, right="term.close", given=[id, revision])
