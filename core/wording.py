"""Stored paths and values of a record as the words of the office; for timelines and comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.fields import FieldSpec, describe, word_for
from core.i18n import date_short, known, moment, number, t
from schemas.base import Lang, is_token
from schemas.student import Profile, StudyProfile

HIDDEN = "•••"


def changed_paths(changes: Iterable[Mapping[str, Any]]) -> list[tuple[str, Any, Any, str, Any]]:
    """Changes of several saves as one per path: (path, first old, last new, by whom, when)."""
    found: dict[str, tuple[Any, Any, str, Any]] = {}
    for c in changes:
        was = found[c["field"]][0] if c["field"] in found else c["was"]
        found[c["field"]] = (was, c["now"], c["by"], c["at"])
    return [(path, *rest) for path, rest in found.items()]


def spec_of(path: str) -> FieldSpec | None:
    """The field of a student's card that a stored path leads to; None for what is no field (results, totals)."""
    inner = path
    model: type[Any] = Profile
    if path.startswith("studies."):
        model, inner = StudyProfile, path.split(".", 2)[-1]
    return next((s for s in describe(model) if inner == s.path or inner.startswith(s.path + ".")), None)


def path_label(path: str, lang: Lang) -> str:
    """What people call the place of a change."""
    spec = spec_of(path)
    if spec is not None:
        return spec.label(lang)
    for part in reversed(path.split(".")):
        if known(f"students.path.{part}"):
            return t(f"students.path.{part}", lang)
    return t("students.path.other", lang)


def value_word(path: str, value: Any, lang: Lang) -> str:
    """A stored value at a path as people read it; personal values stay hidden."""
    if value is None or value == "" or value == []:
        return "—"
    if is_token(value):
        return HIDDEN
    spec = spec_of(path)
    inner = path.split(".", 2)[-1] if path.startswith("studies.") else path
    if spec is not None and inner == spec.path:
        if spec.kind == "date":
            return date_short(date.fromisoformat(str(value)[:10]))
        if spec.kind in ("choice", "ref", "refs", "texts"):
            return word_for(spec, value, lang)
    if isinstance(value, bool):
        return t("common.yes" if value else "common.no", lang)
    if isinstance(value, datetime):
        return moment(value, lang, short=True)
    if isinstance(value, Decimal):
        return number(value, lang, 2 if value != value.to_integral_value() else 0)
    if isinstance(value, list):
        return t("common.rows", lang, n=len(value))
    if isinstance(value, dict):
        label = value.get("label") or value.get("name")
        return str(label.get(lang) or label.get("kk")) if isinstance(label, dict) and "kk" in label else "…"
    return str(value)
