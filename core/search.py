"""What makes a student found: order key and trigrams, and the condition a typed query becomes."""

from __future__ import annotations

import re
from typing import Any

from core.i18n import needles, order_key, trigrams

LONGEST = 120  # characters of a typed search: more is no word, and a pattern of it would cost the database time


def full_name(state: dict[str, Any]) -> str:
    """Last, first, patronymic of a stored person."""
    name = state.get("name") or {}
    return " ".join(p for p in (name.get("last"), name.get("first"), name.get("middle")) if p)


def search_of(state: dict[str, Any]) -> dict[str, Any]:
    """The derived fields of a stored student: `key` sorts as Kazakh does, `grams` finds any part forgivingly."""
    name = full_name(state)
    words = [name, (state.get("name") or {}).get("latin") or "", state.get("number") or ""]
    return {"key": order_key(name), "grams": sorted({g for w in words for g in trigrams(w)})}


def query(text: str, by_iin: bool = True) -> dict[str, Any]:
    """A typed search as a condition: IIN by its beginning, else every word as any part of the name or number."""
    text = text.strip()[:LONGEST]
    if re.fullmatch(r"\d{6,12}", text):
        by_number = {"number": {"$gte": text, "$lt": text + ":"}}
        # The index holds the IIN where there is one; without the word of its type the database would read everybody.
        by_its: dict[str, Any] = {"iin": {"$gte": text, "$lt": text + ":", "$type": "string"}}
        return {"$or": [by_its, by_number]} if by_iin else by_number
    grams = sorted(needles(text), key=_commonness)
    return {"search.grams": {"$all": grams}} if grams else {}


def like(text: str) -> dict[str, str]:
    """Typed text as «holds this, in either case»: never a pattern of the user's own, and no longer than a line."""
    return {"$regex": re.escape(text.strip()[:LONGEST]), "$options": "i"}


# Folded letters, the commonest in Kazakh and Russian names first: the rarest piece leads the index.
_COMMON = "аеинрлкустодмбугжшвзпьйхыцчяюфщъэё"


def _commonness(gram: str) -> int:
    return sum(len(_COMMON) - _COMMON.find(c) if c in _COMMON else 0 for c in gram) - 100 * len(gram.strip())
