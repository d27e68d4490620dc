"""Which column of a platform's file says which field of ours, by the described fields of card and study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import Problem
from core.fields import FieldSpec, describe
from schemas.kinds import Kind, PlatformColumn, PlatformKind
from schemas.student import Profile, StudyProfile

STUDY = "studies."
TOLD = ("text", "area", "int", "decimal", "date", "bool", "choice", "code", "ref")  # kinds a cell can be compared with


def fields() -> Mapping[str, FieldSpec]:
    """What may be compared, by path: the card, and the study under `studies.`; no personal values."""
    card = {s.path: s for s in describe(Profile)}
    study = {STUDY + s.path: s for s in describe(StudyProfile)}
    return {p: s for p, s in (card | study).items() if s.kind in TOLD and not s.show.personal and not s.retired}


def words_of(column: PlatformColumn) -> dict[str, str]:
    """Their words for ours, folded: {«м»: «male»}."""
    pairs = (pair.partition("=") for pair in column.words.split(","))
    return {theirs.strip().casefold(): ours.strip() for theirs, _, ours in pairs if theirs.strip() and ours.strip()}


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
        if spec is not None and spec.kind == "choice":
            values = {str(getattr(c, "value", c)) for c in spec.choices}
            wrong = [ours for ours in words_of(column).values() if ours not in values]
            if wrong:
                found.append(Problem(f"body.columns.{n}.words", "sources.bad_value",
                                     {"value": wrong[0], "field": column.field}))  # fmt: skip
    return found


__all__ = ["STUDY", "check_kind", "fields", "words_of"]
