"""Students are placed at bases with their supervisors: a whole group by one act, one of them changed with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import date_short
from core.practices import rules
from core.practices.acts import MOST, PLACE, kind_body, opened
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.kinds import PracticeKind
from schemas.practice import Contract, Moved, Place, Placement, Practice, PracticeBase, PracticeState

FIELDS = tuple(Place.model_fields)


def place(
    desk: Desk, id: Id, revision: int, chosen: Sequence[Id], values: Mapping[str, Any], why: Why
) -> Practice:  # fmt: skip
    """Place these students of a practice alike, by one act: {base or own_place, supervisor, days …}; of a field that
    is not given each keeps what he has. A student who had a place needs a reason; what stood before is kept.

    Raises Problems beside the fields: no valid contract, over its places, no application, a base out of use; by name.
    """
    given = {k: v for k, v in values.items() if k in FIELDS and v not in (None, "")}
    if not chosen or not given:
        raise Problems([Problem("people" if not chosen else "base", "errors.field.missing")])

    def work(tx: Tx) -> Practice:
        kept = opened(tx, id, revision)
        every = tx.find(Placement, {"practice.id": id, "status": PracticeState.open.value}, MOST)
        wanted = [p for p in every if p.id in set(chosen)]
        if len(wanted) < len(set(chosen)):
            raise RuleBroken("practices.meanwhile")
        body, bases = kind_body(kept.kind), _bases(tx, wanted, given)
        problems: list[Problem] = []
        for one in wanted:
            new = _placed(one, given)
            if one.placed and new != one.place and not why.reason.strip():
                raise Problems([Problem("reason", "practices.reason_to_move", {"who": one.student.label})])
            problems += _set(tx, kept, body, one, new, bases, why.reason)
        problems += _counted(tx, kept, wanted, bases)
        if problems:
            raise Problems(list({(p.field, p.key, str(p.values)): p for p in problems}.values()))
        for one in wanted:
            tx.save(one)
        kept.placed = sum(p.placed for p in every)
        kept.supervisors = sorted({p.place.supervisor.id for p in every if p.place.supervisor})
        return tx.save(kept)

    asked = [id, revision, sorted(chosen), plain(given)]
    return desk.transact("practice.place", work, why, PLACE, asked, LONG)


def _bases(tx: Tx, wanted: Sequence[Placement], given: Mapping[str, Any]) -> dict[Id, PracticeBase]:
    """Every base that is left or come to, by id."""
    new = given.get("base")
    ids = {p.place.base.id for p in wanted if p.place.base}
    ids |= {new.id if isinstance(new, Ref) else new["id"]} if new else set()
    return {b.id: b for b in tx.find(PracticeBase, {"_id": {"$in": sorted(ids)}}, MOST)}


def _placed(one: Placement, given: Mapping[str, Any]) -> Place:
    """The place as it comes out; a base takes the place of one's own, and the other way round."""
    kept = plain(one.place)
    if given.get("base") and not given.get("own_place"):
        kept |= {"own_place": "", "application": "", "applied_on": None}
    if given.get("own_place") and not given.get("base"):
        kept |= {"base": None}
    if set(given) & {"base", "own_place"} and kept.get("base") != plain(given.get("base")):
        kept["base_supervisor"] = ""
    try:
        return Place.model_validate({**kept, **given})
    except ValidationError as e:
        raise Problems.of(e) from None


def _set(
    tx: Tx, of: Practice, body: PracticeKind, one: Placement, new: Place, bases: Mapping[Id, PracticeBase], reason: str
) -> list[Problem]:  # fmt: skip
    if new == one.place:
        return []
    starts, ends = new.starts or of.starts, new.ends or of.ends
    base = bases.get(new.base.id) if new.base else None
    if new.base and base is None:
        return [Problem("base", "practices.base_closed", {"base": new.base.label})]
    programme = one.programme
    contract: Contract | None = None
    if base and not base.own:
        contract = rules.contract_for(base, starts, ends, programme.id if programme else None)
    found = rules.refused(body, new, base, contract, starts, ends, programme)
    if one.placed:
        one.moves = [*one.moves, Moved(at=tx.now, by=tx.who(), why=reason, was=told(one, of))]
    if (one.place.base, one.place.own_place, one.contract) != (
        new.base, new.own_place, Ref(id=contract.id, label=Text(kk=contract.number)) if contract else None
    ):  # fmt: skip
        one.referral, one.referred_on = "", None  # the paper he goes with names another place
    one.place = new
    one.contract = Ref(id=contract.id, label=Text(kk=contract.number)) if contract else None
    return found


def _counted(
    tx: Tx, of: Practice, wanted: Sequence[Placement], bases: Mapping[Id, PracticeBase]
) -> list[Problem]:  # fmt: skip
    """The places of every contract that is left or come to are counted anew and kept at its base, so two acts that
    place at one base meet there."""
    problems: list[Problem] = []
    ids = [c.id for b in bases.values() for c in b.contracts]
    where = {"contract.id": {"$in": ids}, "year": of.year, "status": {"$ne": PracticeState.cancelled.value}}
    rows = tx.session.rows("placements", where, {"contract.id": 1})
    now = {r["_id"]: r["contract"]["id"] for r in rows}
    now |= {p.id: p.contract.id if p.contract else "" for p in wanted}
    year = str(of.year)
    for base in bases.values():
        for contract in base.contracts:
            used = sum(c == contract.id for c in now.values())
            if used != contract.used.get(year, 0):
                grown = used > contract.used.get(year, 0)
                contract.used = {**contract.used, year: used}
                tx.save(base)
                if grown and (problem := rules.too_many(base, contract, of.year)):
                    problems.append(problem)
    return problems


def told(one: Placement, of: Practice) -> str:
    """A placement in one line, in the office's first language."""
    p = one.place
    where = p.base.label.kk if p.base else p.own_place
    days = f"{date_short(p.starts or of.starts)} – {date_short(p.ends or of.ends)}"
    people = ", ".join(x for x in (p.supervisor.label.kk if p.supervisor else "", p.base_supervisor) if x)
    return " · ".join(x for x in (where, people, days) if x)


__all__ = ["FIELDS", "place", "told"]
