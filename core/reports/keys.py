"""By what rows are put together: the expression the database works out, the order of the keys, their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.db.store import Row
from core.fields import FieldSpec, word_for
from core.i18n import date_short, month_name, order_key, t
from core.reports.time import year_words
from core.sources.rules import DAYS, MANY_KINDS, day_of, stored_path
from schemas.base import Lang, Text
from schemas.report import Grain

NONE = ""
NEVER = ("texts", "rows", "file", *MANY_KINDS)  # of these a row may hold several, or words in three languages


def grains(spec: FieldSpec) -> tuple[Grain, ...]:
    """What of a field rows can be put together by; none: by nothing of it."""
    if spec.kind in NEVER:
        return ()
    if spec.kind not in DAYS:
        return (Grain.same,)
    of_day = (Grain.year, Grain.study_year, Grain.quarter, Grain.month)
    return (*of_day, Grain.age, Grain.same) if "born" in spec.path else (*of_day, Grain.same)


def expression(spec: FieldSpec, by: Grain, today: date, zone: str) -> Any:
    """What the database puts rows together by; «» where there is nothing."""
    at = f"${stored_path(spec)}"
    if spec.kind not in DAYS:
        return {"$ifNull": [at, NONE]}
    day = day_of(at, spec, zone)
    made: dict[Grain, Any] = {
        Grain.same: day, Grain.year: _part(day, 0, 4), Grain.month: _part(day, 0, 7),
        Grain.quarter: {"$concat": [_part(day, 0, 4), "-", {"$toString": {
            "$ceil": {"$divide": [{"$toInt": _part(day, 5, 2)}, 3]}}}]},
        Grain.study_year: {"$toString": {"$subtract": [
            {"$toInt": _part(day, 0, 4)}, {"$cond": [{"$gte": [_part(day, 5, 2), "09"]}, 0, 1]}]}},
        Grain.age: {"$subtract": [
            {"$subtract": [today.year, {"$toInt": _part(day, 0, 4)}]},
            {"$cond": [{"$gt": [_part(day, 5, 5), f"{today:%m-%d}"]}, 1, 0]}]},
    }  # fmt: skip
    # A stored day that is none (what an import left as it was written) is like none, never an error of the whole.
    there = {"$regexMatch": {"input": {"$toString": {"$ifNull": [day, NONE]}}, "regex": r"^\d{4}-\d{2}-\d{2}$"}}
    return {"$cond": [there, made[by], NONE]}


def _part(day: Any, at: int, letters: int) -> Any:
    return {"$substrCP": [day, at, letters]}


def place(key: Any, spec: FieldSpec, by: Grain, label: str) -> tuple[Any, ...]:
    """Where a key stands among its like: choices in their own order, numbers by size, words as Kazakh has them; what
    has none last."""
    if key in (NONE, None):
        return (2,)
    if by is not Grain.same or spec.kind in DAYS:
        return (0, int(key) if by is Grain.age else str(key))
    if spec.kind == "choice":
        known = [str(getattr(c, "value", c)) for c in spec.choices]
        return (0, known.index(str(key))) if str(key) in known else (1, str(key))
    if spec.kind in ("int", "decimal"):
        return (0, key)
    return (0, order_key(label))


def word(key: Any, spec: FieldSpec, by: Grain, name: Row | None, terms: Mapping[str, str], lang: Lang) -> str:
    """A key in words. name: of a reference; terms: by code, where the field names a term by it."""
    if key in (NONE, None):
        return t("reports.not_said", lang)
    if by in (Grain.year, Grain.age):
        return str(key)
    if by is Grain.study_year:
        return year_words(int(key))
    if by is Grain.quarter:
        year, _, n = str(key).partition("-")
        return f"{year}, {('I', 'II', 'III', 'IV')[int(n) - 1]}"
    if by is Grain.month:
        return f"{month_name(int(str(key)[5:7]), lang)} {str(key)[:4]}"
    if spec.kind == "ref":
        return Text.model_validate(name).get(lang) if name else str(key)
    if str(key) in terms and spec.kind in ("text", "code"):
        return terms[str(key)]
    if spec.kind in DAYS:
        return date_short(date.fromisoformat(str(key)))
    return word_for(spec, key, lang)


def label(spec: FieldSpec, by: Grain, lang: Lang) -> str:
    """What a cut is called: «Order day: year»."""
    said = spec.label(lang)
    return said if by is Grain.same else f"{said}: {by.label(lang)}"


__all__ = ["NEVER", "NONE", "expression", "grains", "label", "place", "word"]
