"""Two versions of a document side by side (clauses 51, 57): which lines went, which came, which are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from core import access
from core.desk import Desk
from core.norm_documents.texts import text_of
from schemas.base import Id
from schemas.norm_document import NormVersion

AROUND = 1  # unchanged lines shown beside a change


@dataclass(frozen=True)
class Line:
    """A line of the comparison: both sides where nothing changed, one side where it went or came; skipped: how many
    unchanged lines are left out here."""

    mark: Literal["same", "gone", "new", "skipped"]
    text: str
    n: int = 0


def compared(desk: Desk, earlier: Id, later: Id) -> list[Line]:
    """How two versions differ. Raises NotFound, Forbidden; RuleBroken where a kept file was changed."""
    access.require(desk.actor, "norm.read")
    old, new = (desk.get(NormVersion, id, "norm.read") for id in (earlier, later))
    return short(differences(_lines(text_of(desk.store, old)), _lines(text_of(desk.store, new))))


def _lines(text: str) -> list[str]:
    """Paragraphs: a line that goes on in the next one is joined to it, for files break lines where pages do."""
    joined = re.sub(r"(?<![.;:!?])\n(?=\s*[a-zа-яәғқңөұүһі])", " ", text.replace("\r", ""))
    return [x for raw in joined.split("\n") if (x := " ".join(raw.split()))]


def differences(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Every line of both, in order: what went stands before what came in its place."""
    found: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Line("same", x) for x in old[a:b]]
        else:
            found += [Line("gone", x) for x in old[a:b]] + [Line("new", x) for x in new[c:d]]
    return found


def short(lines: Sequence[Line], around: int = AROUND) -> list[Line]:
    """The same with unchanged stretches left out, but for some lines beside each change."""
    near = {n + k for n, x in enumerate(lines) if x.mark != "same" for k in range(-around, around + 1)}
    found: list[Line] = []
    for n, line in enumerate(lines):
        if n in near:
            found.append(line)
        elif found and found[-1].mark == "skipped":
            found[-1] = Line("skipped", "", found[-1].n + 1)
        else:
            found.append(Line("skipped", "", 1))
    return found


__all__ = ["Line", "compared", "differences", "short"]
