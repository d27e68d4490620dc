"""How a breach is made: its values are words in three languages wherever they are words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.registration.rules.shapes import Breach
from schemas.base import Ref, Text, Word
from schemas.study_plan import PlanLine


def joined(texts: Sequence[Text]) -> Text:
    """Names one after another, in three languages."""
    return Text(
        kk=", ".join(t.kk for t in texts)[:400], ru=", ".join(t.get("ru") for t in texts)[:400],
        en=", ".join(t.get("en") for t in texts)[:400],
    )  # fmt: skip


def spoken(word: Word) -> Text:
    return Text(kk=word.label("kk"), ru=word.label("ru"), en=word.label("en"))


def against(line: PlanLine, check: str, key: str, **values: Any) -> Breach:
    said = {"discipline": line.discipline.label, **{k.rstrip("_"): v for k, v in values.items()}}
    return Breach(check, key, line.term.id, line.discipline, line.id, said)


def against_term(check: str, key: str, term: Ref, line: PlanLine | None, **values: Any) -> Breach:
    said = {"term": term.label, **values}
    return Breach(check, key, term.id, line.discipline if line else None, line.id if line else "", said)
