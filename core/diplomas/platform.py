"""Number and QR of the national platform (domain.md 6.2): brought in from its file, never made here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.desk import Desk, Why
from core.diplomas.steps import happened
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.diploma import Diploma, DiplomaStatus, DiplomaStep, PlatformNumber


def bring(desk: Desk, given: Mapping[Id, Mapping[str, Any]], why: Why) -> Diploma:
    """Numbers and QR payloads for diplomas being prepared: {diploma id: {series, number, payload, day}}.

    A draft that was dropped gives its number back. Raises Problems by row (`<id>.number`: given to another diploma or
    twice in the file), RuleBroken `diplomas.not_prepared` for one that is registered already.
    """

    def work(tx: Tx) -> Diploma:
        return brought(tx, given)

    return desk.transact("diploma.platform", work, why, "diploma.prepare", [dict(given)])


def brought(tx: Tx, given: Mapping[Id, Mapping[str, Any]]) -> Diploma:
    """The same inside somebody's act."""
    numbers = {id: PlatformNumber.model_validate(dict(row)) for id, row in given.items()}
    where = {"platform.number": {"$in": sorted({n.number for n in numbers.values()})},
             "$nor": [{"status": DiplomaStatus.annulled.value, "number": ""}]}  # fmt: skip
    taken = {(r["platform"]["series"], r["platform"]["number"]): r["_id"]
             for r in tx.session.rows("diplomas", where, {"platform": 1})}  # fmt: skip
    problems, seen = [], set()
    for id, number in numbers.items():
        key = (number.series, number.number)
        if key in seen or taken.get(key, id) != id:
            problems.append(Problem(f"{id}.number", "diplomas.number_taken", {"number": " ".join(key).strip()}))
        seen.add(key)
    if problems:
        raise Problems(problems)
    last = None
    for id, number in numbers.items():
        diploma = tx.get(Diploma, id)
        if diploma.status is not DiplomaStatus.prepared:
            raise RuleBroken("diplomas.not_prepared", diploma=diploma.label(), status=diploma.status)
        diploma.platform = number
        last = tx.save(happened(tx, diploma, DiplomaStep.platform, f"{number.series} {number.number}".strip()))
    if last is None:
        raise RuleBroken("references.nothing_changed")
    return last
