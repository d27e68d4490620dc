"""Steps of the acts on who sits: staff and namesakes looked up."""

from __future__ import annotations

from collections.abc import Sequence

from core.attestation.commissions import rules
from core.errors import Problem
from core.tx import Tx
from schemas.attestation import CommissionSeat
from schemas.base import Id
from schemas.kinds import AttestationRules
from schemas.kinds.sheets import Signer
from schemas.reference import Person
from schemas.student import Name

MOST = 5000  # names of staff a chair's is compared with


def known_people(tx: Tx, seats: Sequence[CommissionSeat]) -> dict[Id, Person]:
    """The members of staff who sit, by id."""
    ids = sorted({s.person.id for s in seats if s.person})
    return {p.id: p for p in tx.find(Person, {"_id": {"$in": ids}})} if ids else {}


def staff_problems(tx: Tx, seats: Sequence[CommissionSeat], of: AttestationRules) -> list[Problem]:
    """Who may not sit because of his work here today; names are read only where a chair comes from outside."""
    outside = of.outside and any(s.part is Signer.chair and not s.person for s in seats)
    names = tx.session.rows("people", {"active": True}, {"name": 1}, MOST) if outside else []
    active = [(r["_id"], Name.model_validate(r["name"]).full()) for r in names]
    return rules.staff_wrong(seats, known_people(tx, seats), active, tx.today, of)


__all__ = ["known_people", "staff_problems"]
