"""Every role and every language on a page, without every pair of them: a page's words and a role's rights are two
questions, and their product trebles the time of the suite."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.base import LANGS, Lang
from schemas.words import Role


def met(roles: Iterable[Role]) -> list[tuple[Role, Lang]]:
    """The first role in all languages, each other in one of them, in turn."""
    found: list[tuple[Role, Lang]] = []
    for n, role in enumerate(roles):
        found += [(role, lang) for lang in LANGS] if n == 0 else [(role, LANGS[n % len(LANGS)])]
    return found
