"""What of an order's paper a role may see: a paper that holds what is hidden from it is closed to it as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import RuleBroken
from core.templates import variables
from schemas.base import LANGS, Text
from schemas.words import Role


def closed(role: Role, names: Iterable[str]) -> None:
    """RuleBroken, by name, when one of the variables a paper holds is hidden from this role."""
    known = variables()
    found = [v for n in sorted(set(names)) if (v := known.get(n)) and v.spec and role in v.spec.hidden]
    if found:
        labels = Text(**{x: ", ".join(v.label.get(x) for v in found)[:400] for x in LANGS})
        raise RuleBroken("papers.file_closed", names=labels)
