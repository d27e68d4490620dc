"""What may go into a pack, in words, and whether the list of a kind may stand."""

from __future__ import annotations

from typing import Any

from core import house
from core.errors import NotFound, Problem
from schemas.base import Lang, Text
from schemas.kinds import Kind, PackItem, PackKind, PackPart, Sort

Saved = list[tuple[str, Text]]  # code and name


def stat_forms() -> Saved:
    """The statistical forms in force."""
    return [(k.code, k.name) for k in house.entries(Sort.stat_form)]


def every(reports: Saved) -> list[PackItem]:
    """All that a list may be made of: each part, each saved report, each form."""
    plain = [PackItem(part=p) for p in PackPart if p not in (PackPart.report, PackPart.stat_form)]
    named = [PackItem(part=PackPart.stat_form, code=c) for c, _ in stat_forms()]
    return [*plain, *named, *(PackItem(part=PackPart.report, code=c) for c, _ in reports)]


def word(item: PackItem, reports: Saved, lang: Lang) -> str:
    """A line of a list in words."""
    names = dict(stat_forms() if item.part is PackPart.stat_form else reports)
    said = item.part.label(lang)
    if not item.code:
        return said
    return f"{said}: {names[item.code].get(lang) if item.code in names else item.code}"


def check_kind(reader: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """What is wrong with a pack, beside its fields (see core.kinds.checks): a form that is not there. A report is kept
    by people and may come later: where it is missing when a pack is made, the pack says so."""
    found = []
    for n, item in enumerate(kind.as_body(PackKind).items):
        if item.part is PackPart.stat_form:
            try:
                house.entry(Sort.stat_form, item.code)
            except NotFound:
                found.append(Problem(f"body.items.{n}.code", "kinds.none_such", {"sort": Sort.stat_form,
                                                                               "code": item.code}))  # fmt: skip
    return found


__all__ = ["Saved", "check_kind", "every", "stat_forms", "word"]
