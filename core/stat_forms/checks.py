"""Whether a form may stand as it is described: its conditions name cuts that are there, with values that fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import contingent
from core.errors import Problem
from core.stat_forms.filling import CAUSE
from core.stat_forms.rules import listed, ordered
from schemas.condition import BARE, SIZED, Condition
from schemas.kinds import Kind, StatForm
from schemas.kinds.stat_forms import FormCount

NUMBERS = ("int", "decimal", "date")


def check_kind(reader: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """What is wrong with a form, beside its fields (see core.kinds.checks)."""
    body = kind.as_body(StatForm)
    found = [Problem(f"body.{side}", "errors.field.missing") for side in ("rows", "columns") if not getattr(body, side)]
    found += _conditions(body.of, "body.of")
    for side in ("rows", "columns"):
        for n, line in enumerate(getattr(body, side)):
            found += _conditions(line.of, f"body.{side}.{n}.of")
    twice = {r.counts for r in body.rows} - {FormCount.there}, {c.counts for c in body.columns} - {FormCount.there}
    if all(twice):  # a cell of both would not know whom it counts
        found.append(Problem("body.rows", "stat_forms.counts_twice"))
    return found


def _conditions(conditions: Iterable[Condition], at: str) -> list[Problem]:
    known, found = contingent.cuts(), []
    for n, c in enumerate(conditions):
        cut = known.get(c.field)
        if cut is None and c.field != CAUSE:
            found.append(Problem(f"{at}.{n}.field", "sources.no_field", {"field": c.field}))
            continue
        number = cut is not None and cut.spec.kind in NUMBERS
        if c.op in SIZED and not number:
            found.append(Problem(f"{at}.{n}.op", "sources.not_sized", {"field": c.field}))
        elif c.op not in BARE and not listed(c):
            found.append(Problem(f"{at}.{n}.value", "errors.field.missing"))
        elif c.op not in BARE:
            wrong = [v for v in listed(c) if number and ordered(v) is None or not number and not _there(cut, v)]
            said = {"value": wrong[0], "field": c.field} if wrong else {}
            found += [Problem(f"{at}.{n}.value", "sources.bad_value", said)] if wrong else []
    return found


def _there(cut: Any, value: str) -> bool:
    """Is it a word of a closed list, where there is one? What the records name (a programme, a group) is not asked."""
    if cut is None or cut.spec.kind not in ("choice", "choices", "bool"):
        return True
    if cut.spec.kind == "bool":
        return value in ("yes", "no")
    return value in {str(getattr(c, "value", c)) for c in cut.spec.choices}


__all__ = ["check_kind"]
