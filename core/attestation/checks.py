"""What the rules of final attestation name must be there: orders, the fact of the diploma, the kind of sheet."""

from __future__ import annotations

from typing import Any

from core import house
from core.errors import Problem
from schemas.kinds import AttestationRules, ChoiceList, Kind, OrderKind, SheetKind, Sort
from schemas.kinds.sheets import Over


def check_rules(reader: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """Problems beside the fields of a version of the rules (asked by `core.kinds.checks`)."""
    body = kind.as_body(AttestationRules)
    found = [
        Problem(f"body.{name}", "kinds.none_such", {"sort": sort, "code": code})
        for name, sort, code in (
            ("admission_order", Sort.order, body.admission_order), ("award_order", Sort.order, body.award_order),
            ("failed_order", Sort.order, body.failed_order), ("sheet", Sort.sheet, body.sheet),
            ("failed_paper", Sort.certificate, body.failed_paper),
        )
        if code and code not in {k.code for k in house.entries(sort)}
    ]  # fmt: skip
    if found:
        return found
    for order, fact, said in (("award_order", "award_fact", (body.plain, body.honours)),
                              ("failed_order", "failed_fact", (body.failed_reason,))):  # fmt: skip
        found += _fact(getattr(body, order), fact, getattr(body, fact), said)
    if body.sheet:
        sheet = house.entry(Sort.sheet, body.sheet).as_body(SheetKind)
        if sheet.over is not Over.commission or sheet.counted:
            found.append(Problem("body.sheet", "attestation.sheet_not_of_commission"))
    return found


def _fact(order: str, field: str, code: str, said: tuple[str, ...]) -> list[Problem]:
    """A fact the rules fill in must be asked by the kind of order, and what they put there must be in its list."""
    if not (order and code):
        return []
    facts = [f for f in house.entry(Sort.order, order).as_body(OrderKind).facts if f.code == code]
    if not facts:
        return [Problem(f"body.{field}", "attestation.no_such_fact", {"code": code})]
    listed = {i.code for i in house.entry(Sort.choices, facts[0].choices).as_body(ChoiceList).items} \
        if facts[0].choices else set(said)  # fmt: skip
    return [Problem(f"body.{field}", "attestation.not_in_list", {"code": c}) for c in said if c and c not in listed]
