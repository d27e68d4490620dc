"""A compared row in words: who, and in what it differs."""

from __future__ import annotations

from core.reconciling.mapping import fields
from schemas.base import Lang
from schemas.reconciliation import Compared


def who(row: Compared, lang: Lang) -> list[str]:
    """Number and name; of one who is there alone his key."""
    return [row.number or row.key, row.student.label.get(lang) if row.student else "—"]


def differing(row: Compared, lang: Lang) -> str:
    """«Field: ours → theirs» of each field that differs; of one on one side alone the words of that."""
    known = fields()
    said = [
        f"{known[d.field].label(lang) if d.field in known else d.field}: {d.ours or '—'} → {d.theirs or '—'}"
        for d in row.differs
    ]  # fmt: skip
    return "; ".join(said) or row.state.label(lang)


__all__ = ["differing", "who"]
