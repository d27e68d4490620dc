"""The same report of the next year: every year, term and day it names goes one further, nothing else changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec
from core.reports import time
from core.sources import askable, source_of
from core.sources.rules import DAYS
from schemas.condition import Condition
from schemas.report import ReportBody

YEARS = range(1990, 2201)  # a number among these is a year, others are not


def moved(desk: Desk, body: ReportBody, years: int = 1) -> ReportBody:
    """A report so many years later. What says «current» moves by itself and stays as it is."""
    terms = next_terms(time.terms(desk), years)
    fields = askable(source_of(body.source))
    return body.model_copy(update={
        "term": terms.get(body.term, body.term), "year": body.year + years if body.year else None,
        "first": later(body.first, years), "last": later(body.last, years), "as_of": later(body.as_of, years),
        "of": _of(body.of, fields, terms, years),
        "figures": [
            f.model_copy(update={"of": _of(f.of, fields, terms, years), "counts": _of(f.counts, fields, terms, years)})
            for f in body.figures
        ],
    })  # fmt: skip


def later(day: date | None, years: int) -> date | None:
    """The same day of a later year; of 29 February the last of the month."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def next_terms(rows: Iterable[Row], years: int) -> dict[str, str]:
    """Every term's code and id → those of its like so many years later; where that is not entered yet, the code as the
    office writes them, with the later year in it."""
    every = list(rows)
    of = {(r["kind"], r["year"]): r for r in every}
    found: dict[str, str] = {}
    for row in every:
        after = of.get((row["kind"], row["year"] + years))
        year = str(row["year"])
        found[row["code"]] = after["code"] if after else row["code"].replace(year, str(row["year"] + years), 1)
        if after:
            found[row["_id"]] = after["_id"]
    return found


def _of(
    conditions: Iterable[Condition], fields: Mapping[str, FieldSpec], terms: Mapping[str, str], years: int
) -> list[Condition]:  # fmt: skip
    return [_condition(c, fields.get(c.field), terms, years) for c in conditions]


def _condition(of: Condition, spec: FieldSpec | None, terms: Mapping[str, str], years: int) -> Condition:
    if spec is None or not of.value or of.value.startswith("@"):
        return of
    values = [_value(v.strip(), spec, terms, years) for v in of.value.split(",")]
    return of.model_copy(update={"value": ", ".join(values)})


def _value(value: str, spec: FieldSpec, terms: Mapping[str, str], years: int) -> str:
    if value in terms:
        return terms[value]
    if spec.kind in DAYS:
        try:
            moved: Any = later(date.fromisoformat(value), years)
            return str(moved.isoformat())
        except ValueError:
            return value
    if spec.kind == "int" and value.isdigit() and int(value) in YEARS:
        return str(int(value) + years)
    return value


__all__ = ["later", "moved", "next_terms"]
