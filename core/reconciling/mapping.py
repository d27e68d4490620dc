"""Which column of a platform's file says which field of ours, by the described fields of card and study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import house
from core.errors import NotFound, Problem
from core.fields import FieldSpec, describe
from schemas.kinds import CodeTable, Kind, PlatformColumn, PlatformKind, Sort
from schemas.student import Profile, StudyProfile

STUDY = "studies."
TOLD = ("text", "area", "int", "decimal", "date", "bool", "choice", "code", "ref")  # kinds a cell can be compared with


def fields() -> Mapping[str, FieldSpec]:
    """What may be compared, by path: the card, and the study under `studies.`; no personal values."""
    card = {s.path: s for s in describe(Profile)}
    study = {STUDY + s.path: s for s in describe(StudyProfile)}
    return {p: s for p, s in (card | study).items() if s.kind in TOLD and not s.show.personal and not s.retired}


def codes_of(column: PlatformColumn) -> list[tuple[str, str]]:
    """(their word, ours) of a column: of its code table, then of those written beside it."""
    pairs = [pair.partition("=") for pair in column.words.split(",")]
    found = [(theirs.strip(), ours.strip()) for theirs, _, ours in pairs if theirs.strip() and ours.strip()]
    if column.table:
        table = house.entry(Sort.code_table, column.table).as_body(CodeTable)
        found = [(r.theirs, r.ours) for r in table.rows] + found
    return found


def words_of(column: PlatformColumn) -> dict[str, str]:
    """Their words for ours, folded: {«м»: «male»}."""
    return {theirs.casefold(): ours for theirs, ours in codes_of(column)}


def check_kind(reader: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """What is wrong with a mapping, beside its fields (see core.kinds.checks)."""
    body, known = kind.as_body(PlatformKind), fields()
    found = [
        Problem(f"body.columns.{n}.field", "sources.no_field", {"field": c.field})
        for n, c in enumerate(body.columns) if c.field not in known
    ]  # fmt: skip
    if body.key not in known or body.key.startswith(STUDY):
        found.append(Problem("body.key", "sources.no_field", {"field": body.key}))
    for n, column in enumerate(body.columns):
        spec = known.get(column.field)
        if column.table:
            try:
                house.entry(Sort.code_table, column.table)
            except NotFound:
                found.append(Problem(f"body.columns.{n}.table", "kinds.none_such",
                                     {"sort": Sort.code_table, "code": column.table}))  # fmt: skip
                continue
        if spec is not None and spec.kind == "choice":
            values = {str(getattr(c, "value", c)) for c in spec.choices}
            wrong = [ours for ours in words_of(column).values() if ours not in values]
            if wrong:
                found.append(Problem(f"body.columns.{n}.words", "sources.bad_value",
                                     {"value": wrong[0], "field": column.field}))  # fmt: skip
    return found


__all__ = ["STUDY", "check_kind", "codes_of", "fields", "words_of"]
