"""Acts on curricula: drawn up, edited as one grid, copied to another intake, approved, changed only by a new version.

Nothing is deleted. A draft always carries the catalogue's names of its last change, an approved curriculum those of
the day of its approval; so a discipline renamed later keeps its old name there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import four_eyes
from core.curricula.checking import breaches_of
from core.curricula.rules import refusing, totals
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Basis, Id, Ref
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.reference import Department
from schemas.words import CurriculumState

Values = Mapping[str, Any]
EDIT, APPROVE = "curriculum.edit", "curriculum.approve"
HEAD = ("structure", "semesters")


def make(desk: Desk, values: Values, why: Why) -> Curriculum:
    """A new, empty curriculum: {programme, department, intake, structure, semesters} as a form gives them.

    Raises Problems beside the fields; RuleBroken `curricula.exists` where the intake has one (it gets a new version).
    """

    def work(tx: Tx) -> Curriculum:
        made = _whole({"_id": tx.new_id(), **values, "drafted_by": tx.actor.id})
        _alone(tx, made)
        return tx.add(made)

    return desk.transact("curriculum.make", work, why, EDIT, given=["make", values])


def copy(desk: Desk, id: Id, values: Values, why: Why) -> Curriculum:
    """A draft with the lines of another curriculum, for another intake, programme or department (`values`, as `make`
    takes them). Disciplines are called as today; one that is retired stands in it and is told as a breach."""

    def work(tx: Tx) -> Curriculum:
        source = tx.get(Curriculum, id)
        row = {"structure": source.structure, "semesters": source.semesters} | dict(values)
        made = _whole({"_id": tx.new_id(), **row, "drafted_by": tx.actor.id})
        _alone(tx, made)
        made.lines = [x.model_copy(update={"id": tx.new_id()}, deep=True) for x in source.lines]
        return tx.add(_settled(tx, made))

    return desk.transact("curriculum.copy", work, why, EDIT, given=["copy", id, values])


def new_version(desk: Desk, id: Id, why: Why) -> Curriculum:
    """The next version of an approved curriculum as a draft; until it is approved, the approved one stands.

    RuleBroken: it is not approved, or a draft of the next version is there already.
    """

    def work(tx: Tx) -> Curriculum:
        was = tx.get(Curriculum, id)
        if was.state is not CurriculumState.approved:
            raise RuleBroken("curricula.not_approved", state=was.state)
        last = max(_kin(tx, was), key=lambda c: c.version)
        if last.state is CurriculumState.draft:
            raise RuleBroken("curricula.draft_exists", version=last.version)
        fresh = {
            "id": tx.new_id(), "version": last.version + 1, "state": CurriculumState.draft, "protocol": "",
            "approved_on": None, "drafted_by": tx.actor.id, "revision": 0, "created": None, "updated": None,
        }  # fmt: skip
        made = was.model_copy(update=fresh, deep=True)
        made.head = Curriculum.model_fields["head"].get_default(call_default_factory=True)
        return tx.add(_settled(tx, made))

    return desk.transact("curriculum.version", work, why, EDIT, given=["version", id])


def describe(desk: Desk, id: Id, revision: int, values: Values, why: Why) -> Curriculum:
    """Change the head of a draft: its structure template and how many semesters it has."""
    if extra := set(values) - set(HEAD):
        raise KeyError(sorted(extra))

    def work(tx: Tx) -> Curriculum:
        was = _draft(tx, id, revision)
        made = _whole({**plain(was), **values, "drafted_by": tx.actor.id})
        if all(getattr(was, k) == getattr(made, k) for k in HEAD):
            raise RuleBroken("references.nothing_changed")
        return tx.save(made)

    return desk.transact("curriculum.edit", work, why, given=["describe", id, revision, values])


def edit(desk: Desk, id: Id, revision: int, lines: Sequence[Values], why: Why) -> Curriculum:
    """Keep the whole grid of a draft: lines added, changed and left out by one act.

    lines: all lines in their order, each {id ("" for a new one), semester, discipline (id), cycle, component, credits,
    lesson, control, block, choose, lecture_hours, class_hours, accompanist_hours, department (id or None),
    counts_in_gpa}; what is not given is the field's own default. Raises Problems with the line's place (from 0),
    StaleRevision, RuleBroken when it is no draft or nothing changed.
    """

    def work(tx: Tx) -> Curriculum:
        of = _draft(tx, id, revision)
        was = plain(of)["lines"]
        of.lines = _lines(tx, lines)
        _settled(tx, of)
        if plain(of)["lines"] == was:
            raise RuleBroken("references.nothing_changed")
        of.drafted_by = tx.actor.id
        return tx.save(of)

    return desk.transact("curriculum.edit", work, why, given=["edit", id, revision, [dict(x) for x in lines]])


def approve(desk: Desk, id: Id, revision: int, protocol: str, day: date | None, why: Why) -> Curriculum:
    """Approve a draft by the council's protocol; it takes the place of the version approved before.

    Raises Problems (number or day of the protocol missing, a day to come; every breach, with its line's place),
    RuleBroken where who drew it up would approve it.
    """
    protocol = protocol.strip()
    missing = [f for f, given in (("protocol", protocol), ("approved_on", day)) if not given]
    if missing or day is None:
        raise Problems([Problem(f, "errors.field.missing") for f in missing])
    if day > desk.today():
        raise Problems([Problem("approved_on", "curricula.day_to_come")])
    based = Why(why.reason, Basis(kind="хаттама", number=protocol, day=day), why.command, why.code)

    def work(tx: Tx) -> Curriculum:
        of = _draft(tx, id, revision)
        four_eyes.check(tx, APPROVE, of.drafted_by)
        return approved_step(tx, of, protocol, day)

    return desk.transact(APPROVE, work, based, given=["approve", id, revision, protocol, day])


def approved_step(tx: Tx, of: Curriculum, protocol: str, day: date) -> Curriculum:
    """Approve a curriculum inside somebody's act: a draft read in it, or a new one made in it.

    Names are those of the catalogue today; the version approved before is replaced. Raises Problems with every breach.
    """
    _settled(tx, of)
    if found := refusing(breaches_of(tx.session, of)):
        order = {x.id: i for i, x in enumerate(of.lines)}
        raise Problems([Problem("lines", b.key, b.values, order.get(b.line or "")) for b in found])
    for older in _kin(tx, of):
        if older.state is CurriculumState.approved and older.id != of.id:
            older.state = CurriculumState.replaced
            tx.save(older)
    of.state, of.protocol, of.approved_on = CurriculumState.approved, protocol, day
    return tx.add(of) if of.revision == 0 else tx.save(of)


# steps ------------------------------------------------------------------------------------------------------------


def _draft(tx: Tx, id: Id, revision: int) -> Curriculum:
    found = tx.get(Curriculum, id, revision)
    if found.state is not CurriculumState.draft:
        raise RuleBroken("curricula.not_draft", state=found.state)
    return found


def _kin(tx: Tx, of: Curriculum) -> list[Curriculum]:
    """All versions of one programme, department and intake."""
    unit = of.department.id if of.department else None
    return tx.find(Curriculum, {"programme.id": of.programme.id, "department.id": unit, "intake": of.intake})


def _alone(tx: Tx, of: Curriculum) -> None:
    if found := _kin(tx, of):
        raise RuleBroken("curricula.exists", name=max(found, key=lambda c: c.version).label())


def _whole(row: dict[str, Any]) -> Curriculum:
    try:
        return Curriculum.model_validate(plain(row))
    except ValidationError as e:
        raise Problems.of(e) from None


def _lines(tx: Tx, given: Sequence[Values]) -> list[CurriculumLine]:
    """Typed lines as lines of a curriculum; names and codes are the catalogue's."""
    disciplines = _named(tx, Discipline, {x.get("discipline") for x in given})
    units = _named(tx, Department, {x.get("department") for x in given})
    problems: list[Problem] = []
    made: list[CurriculumLine] = []
    for place, values in enumerate(given):
        taught, unit = disciplines.get(values.get("discipline") or ""), values.get("department")
        if taught is None or (unit and unit not in units):
            field = "discipline" if taught is None else "department"
            problems.append(Problem(field, "curricula.unknown_discipline", {"code": values.get("code", "")}, place))
            continue
        row = {**values, "id": values.get("id") or tx.new_id(), "code": taught.code, "discipline": plain(taught.ref()),
               "department": plain(units[unit].ref()) if unit else None}  # fmt: skip
        try:
            made.append(CurriculumLine.model_validate(row))
        except ValidationError as e:
            problems += [Problem(p.field, p.key, p.values, place) for p in Problems.of(e).problems]
    if problems:
        raise Problems(problems)
    return sorted(made, key=lambda x: x.semester)


def _named(tx: Tx, model: Any, ids: set[Any]) -> dict[Id, Any]:
    wanted = sorted(i for i in ids if i)
    return {d.id: d for d in tx.find(model, {"_id": {"$in": wanted}})} if wanted else {}


def _settled(tx: Tx, of: Curriculum) -> Curriculum:
    """The names of today and the sum."""
    today = _named(tx, Discipline, {x.discipline.id for x in of.lines})
    units = _named(tx, Department, {x.department.id for x in of.lines if x.department})
    for line in of.lines:
        if taught := today.get(line.discipline.id):
            line.discipline, line.code = taught.ref(), taught.code
        if line.department and (unit := units.get(line.department.id)):
            line.department = Ref(id=unit.id, label=unit.label())
    of.credits = totals(of.lines).total
    return of
