"""One value for all lines of a list: its fields, and what they are as texts of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.fields import FieldSpec, described, word_for
from core.orders import cells
from core.ui.page import lang
from schemas.base import LANGS
from schemas.kinds import OrderKind
from schemas.order import BasisPaper


def fields_of(kind: OrderKind, specs: Sequence[FieldSpec], docs: Mapping[str, tuple[int, str]]) -> list[FieldSpec]:
    """The fields that may be filled for all: what the kind asks of every line, and its documents."""
    found = [replace(s, required=False) for s in specs]
    for column, (need, part) in docs.items():
        found.append(of_paper(kind, need, part, column))
    return found


def of_paper(kind: OrderKind, need: int, part: str, path: str) -> FieldSpec:
    """A part of a document a kind asks for, called by the document's name."""
    spec, name = described(BasisPaper, part), kind.bases[need].name
    kk, ru, en = (f"{name.get(x)}: {spec.show.label(x).lower()}" for x in LANGS)
    how: Any = "file" if part == "scan" else spec.kind
    show = replace(spec.show, group="bases", kk=kk, ru=ru, en=en)
    return replace(spec, path=path, kind=how, required=False, show=show)


def texts_of(kind: OrderKind, values: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, as it would be typed into a cell."""
    docs = {c: described(BasisPaper, part) for c, (_, part) in cells.papers(kind).items()}
    specs = cells.asked(kind) | docs
    said = {c: word_for(specs[c], v, lang()) for c, v in values.items() if c in specs}
    return {c: text for c, text in said.items() if text}


__all__ = ["fields_of", "of_paper", "texts_of"]
