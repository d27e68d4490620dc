"""The way of a commission: proposed, approved by the council, set up by the rector's order, done; or taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core.attestation import settings
from core.attestation.candidacies import in_step
from core.attestation.commissions import deadlines, rules
from core.attestation.commissions.finishing import unfinished
from core.attestation.commissions.proposing import copied, faculty_of, hears
from core.attestation.commissions.seating import known_people, staff_problems
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.attestation import Commission, CommissionChange, CommissionSeat, CommissionStatus, Decided
from schemas.base import Id

EDIT, APPOINT = "attestation.edit", "attestation.appoint"
COMPOSED = ("name", "programmes", "department", "hears")
FREE = (CommissionStatus.nominated, CommissionStatus.council)


def nominate(desk: Desk, values: Mapping[str, Any], why: Why) -> Commission:
    """A new commission: {name, year, programmes, department, hears}; what it hears is proposed from the curricula where
    nothing is given. Its number is the next of its year. Raises Problems beside the fields, Forbidden out of scope."""

    def work(tx: Tx) -> Commission:
        return _begun(tx, {k: v for k, v in values.items() if k in (*COMPOSED, "year")})

    return desk.transact("attestation.nominate", work, why, EDIT, plain(dict(values)))


def copy(desk: Desk, source: Id, year: int, why: Why) -> Commission:
    """A new commission as that of another year was when it was done: whom and what it hears, who sat. Who works here no
    more, or whom the rules no longer let chair, is left out."""

    def work(tx: Tx) -> Commission:
        was = tx.get(Commission, source)
        if year <= was.year:
            raise Problems([Problem("year", "commissions.copy_later", {"year": str(was.year)})])
        values = copied(was, year)
        wrong = {p.row for p in staff_problems(tx, values["seats"], settings.rules()) if p.row is not None}
        values["seats"] = [s for n, s in enumerate(values["seats"]) if n not in wrong]
        return _begun(tx, values)

    return desk.transact("attestation.nominate", work, why, EDIT, [source, year])


def _begun(tx: Tx, values: dict[str, Any]) -> Commission:
    made = _valid({"_id": tx.new_id(), **plain(values)})
    if not tx.today.year - 1 <= made.year <= tx.today.year + 3:
        raise Problems([Problem("year", "commissions.year_strange", {"year": str(tx.today.year)})])
    _derived(tx, made)
    if not made.hears:
        unit = made.department.id if made.department else None
        made.hears = hears(tx.session, [p.id for p in made.programmes], unit, made.year)
    made.number = f"{made.year}-{tx.number(f'commission:{made.year}'):02d}"
    made.seats = [s.model_copy(update={"id": tx.new_id()}) for s in made.seats]
    made.people = rules.people(made.seats, tx.today)
    return tx.add(made)


def compose(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Commission:
    """Change what a commission is called, whom and what it hears; until the order has set it up. The year stays: the
    number is of it. Raises Problems, RuleBroken (`commissions.is_ordered`, nothing changed)."""

    def work(tx: Tx) -> Commission:
        was = _live(tx, id, revision)
        _free(was)
        new = _valid({**plain(was), **{k: plain(v) for k, v in values.items() if k in COMPOSED}})
        if plain(new) == plain(was):
            raise RuleBroken("references.nothing_changed")
        _derived(tx, new)
        tx.check_scope(Commission, plain(new))
        return tx.save(new)

    return desk.transact("attestation.compose", work, why, EDIT, [id, revision, plain(dict(values))])


def seat(desk: Desk, id: Id, revision: int, seats: list[Mapping[str, Any]], why: Why) -> Commission:
    """Who sits: {part, person or name, degree, position, workplace}; free until the order. A member of staff brings his
    name, degree and position with him. Who sat already keeps his seat (and what was declared of him).

    Raises Problems at `seats` by row (no chair, a chair of our own staff, one who left), RuleBroken once it is ordered.
    """

    def work(tx: Tx) -> Commission:
        commission = _live(tx, id, revision)
        _free(commission)
        commission.seats = _seated(tx, commission, seats)
        wrong = rules.seats_wrong(commission.seats) + staff_problems(tx, commission.seats, settings.rules())
        if wrong:
            raise Problems(wrong)
        gone = {c.seat for c in commission.conflicts} - {s.id for s in commission.seats}
        commission.conflicts = [c for c in commission.conflicts if c.seat not in gone]
        commission.people = rules.people(commission.seats, tx.today)
        in_step(tx, commission)
        deadlines.taken(tx, commission, "nominated")
        return tx.save(commission)

    return desk.transact("attestation.seat", work, why, EDIT, [id, revision, plain([dict(s) for s in seats])])


def _seated(tx: Tx, commission: Commission, rows: list[Mapping[str, Any]]) -> list[CommissionSeat]:
    """The seats that were typed; each keeps the id of the seat that the same person has."""
    try:
        typed = [CommissionSeat.model_validate({**r, "id": tx.new_id(), "since": None, "until": None}) for r in rows]
    except ValidationError as e:
        raise Problems.of(e, "seats.") from None
    people = known_people(tx, typed)
    held = {rules.key_of(s): s.id for s in commission.seats if s.until is None}
    found = []
    for each in typed:
        who = people.get(each.person.id) if each.person else None
        if who is not None:
            same = rules.same_name(each.name, who.name.full()) is not False
            own = {"name": who.name.full(), "degree": who.degree, "position": who.position}
            each = each.model_copy(update={k: v for k, v in own.items() if not same or not getattr(each, k)})
        found.append(each.model_copy(update={"id": held.get(rules.key_of(each), each.id)}))
    return found


def change(
    desk: Desk, id: Id, revision: int, left: list[Id], came: list[Mapping[str, Any]], day: date | None, why: Why
) -> Commission:  # fmt: skip
    """Change a commission that the order has set up: who leaves (seats), who comes, from which day; a reason and a
    basis are asked, the change is kept in it. Raises Problems, RuleBroken `commissions.not_ordered`."""
    _need_basis(why, [] if day else [Problem("day", "errors.field.missing")])

    def work(tx: Tx) -> Commission:
        commission = _live(tx, id, revision)
        if commission.status is not CommissionStatus.ordered or day is None:
            raise RuleBroken("commissions.not_ordered", name=commission.label())
        if why.basis and why.basis.day and why.basis.day > tx.today:
            raise Problems([Problem("basis.day", "commissions.day_ahead")])
        new = [s.model_copy(update={"id": tx.new_id()}) for s in _seated(tx, commission, came)]
        wrong = rules.change_wrong(commission, left, new, day, tx.today)
        wrong += _sat(tx, commission, day)
        commission.seats = rules.replaced(commission, left, new, day)
        sitting = [s for s in commission.seats if s.until is None]
        whole = rules.seats_wrong(sitting) + rules.lacking(sitting, settings.rules())
        whole = [p for n, p in enumerate(whole) if p not in whole[:n]]
        wrong += [Problem("came", p.key, p.values) for p in whole]
        wrong += [Problem("came", p.key, p.values, p.row) for p in staff_problems(tx, new, settings.rules())]
        if wrong:
            raise Problems(wrong)
        commission.changes = [*commission.changes, _kept(tx, why, left, [s.id for s in new])]
        commission.conflicts += rules.carried(commission, new)
        commission.people = rules.people(commission.seats, tx.today)
        in_step(tx, commission)
        return tx.save(commission)

    given = [id, revision, left, plain([dict(s) for s in came]), day]
    return desk.transact("attestation.change", work, why, APPOINT, given)


def _sat(tx: Tx, commission: Commission, day: date) -> list[Problem]:
    """A change does not reach back over a sitting that was opened: who decided there stays who decided."""
    where = {"commission.id": commission.id, "status": {"$in": ["open", "closed"]}, "day": {"$gte": day.isoformat()}}
    last = max((r["day"] for r in tx.session.rows("sittings", where, {"day": 1})), default=None)
    return [Problem("day", "commissions.sat_since", {"day": date.fromisoformat(last)})] if last else []


def _kept(tx: Tx, why: Why, left: list[Id], came: list[Id]) -> CommissionChange:
    return CommissionChange(at=tx.now, by=tx.actor.name, reason=why.reason, basis=why.basis, left=left, came=came)


def council(desk: Desk, id: Id, revision: int, decided: Mapping[str, Any], why: Why) -> Commission:
    """The council approved the commission: {number, day, scan} of its minutes. It must have a chair."""
    return _decide(desk, id, revision, CommissionStatus.council, decided, why)


def order(desk: Desk, id: Id, revision: int, decided: Mapping[str, Any], why: Why) -> Commission:
    """The rector's order set the commission up: {number, day, scan}. It must be whole; from now on who sits changes
    only with a basis."""
    return _decide(desk, id, revision, CommissionStatus.ordered, decided, why)


def _decide(
    desk: Desk, id: Id, revision: int, to: CommissionStatus, decided: Mapping[str, Any], why: Why
) -> Commission:  # fmt: skip
    ordered = to is CommissionStatus.ordered

    def work(tx: Tx) -> Commission:
        commission = _live(tx, id, revision)
        if (broken := rules.step_wrong(commission, to)) is not None:
            raise broken
        try:
            paper = Decided.model_validate(dict(decided))
        except ValidationError as e:
            raise Problems.of(e) from None
        wrong = rules.day_wrong(commission, to, paper.day, tx.today)
        wrong += rules.seats_wrong(commission.seats)
        if ordered:
            wrong += [p for p in rules.lacking(commission.seats, settings.rules()) if p not in wrong]
            wrong += [] if commission.hears else [Problem("hears", "commissions.hears_nothing")]
        wrong += staff_problems(tx, commission.seats, settings.rules())
        if wrong:
            raise Problems(wrong)
        commission.status = to
        if ordered:
            commission.order = paper
        else:
            commission.council = paper
        deadlines.taken(tx, commission, "nominated", "council", *(["order"] if ordered else []))
        return tx.save(commission)

    action = "attestation.order" if ordered else "attestation.council"
    return desk.transact(action, work, why, APPOINT, [id, revision, plain(dict(decided))])


def close(desk: Desk, id: Id, revision: int, why: Why) -> Commission:
    """The commission has done its work: all protocols are signed, the sheets closed. What it was stays as it is."""

    def work(tx: Tx) -> Commission:
        commission = _live(tx, id, revision)
        if (broken := rules.step_wrong(commission, CommissionStatus.closed)) is not None:
            raise broken
        left = unfinished(tx.session, commission)
        if left:
            what, n = next(iter(left.items()))
            raise RuleBroken(f"commissions.left_{what}", n=n)
        commission.status, commission.closed_on = CommissionStatus.closed, tx.today
        return tx.save(commission)

    return desk.transact("attestation.close", work, why, APPOINT, [id, revision])


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Commission:
    """Take a commission out, with a reason; not one that graduates are bound to or that has sat."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Commission:
        commission = _live(tx, id, revision)
        if tx.session.one("candidacies", {"commission.id": id, "status": {"$ne": "withdrawn"}}, {"_id": 1}):
            raise RuleBroken("commissions.has_graduates")
        if tx.session.one("sittings", {"commission.id": id, "status": {"$ne": "cancelled"}}, {"_id": 1}):
            raise RuleBroken("commissions.has_sittings")
        commission.status = CommissionStatus.cancelled
        deadlines.taken(tx, commission, *deadlines.STEPS)
        return tx.save(commission)

    return desk.transact("attestation.cancel", work, why, APPOINT, [id, revision])


# what the acts share ------------------------------------------------------------------------------------------------


def _live(tx: Tx, id: Id, revision: int) -> Commission:
    commission = tx.get(Commission, id, revision)
    if commission.status is CommissionStatus.cancelled:
        raise RuleBroken("commissions.cancelled")
    if commission.status is CommissionStatus.closed:
        raise RuleBroken("commissions.closed")
    return commission


def _free(commission: Commission) -> None:
    if commission.status not in FREE:
        raise RuleBroken("commissions.is_ordered")


def _derived(tx: Tx, commission: Commission) -> None:
    unit = commission.department.id if commission.department else None
    commission.faculty = faculty_of(tx.session, [p.id for p in commission.programmes], unit)
    twice = [h.discipline for n, h in enumerate(commission.hears)
             if h.discipline.id in {x.discipline.id for x in commission.hears[:n]}]  # fmt: skip
    if twice:
        raise Problems([Problem("hears", "commissions.heard_twice", {"name": twice[0].label})])


def _valid(row: Mapping[str, Any]) -> Commission:
    try:
        return Commission.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def _need_basis(why: Why, wrong: list[Problem]) -> None:
    """Problems unless there is a reason and the kind, number and day of the paper it rests on."""
    wrong = [*wrong, *([] if why.reason.strip() else [Problem("reason", "errors.reason_missing")])]
    wrong += [
        Problem(f"basis.{k}", "errors.field.missing")
        for k in ("kind", "number", "day") if why.basis is None or not getattr(why.basis, k)
    ]  # fmt: skip
    if wrong:
        raise Problems(wrong)


__all__ = ["cancel", "change", "close", "compose", "copy", "council", "nominate", "order", "seat"]
