"""Declarations of interest (clause 31): made by each of himself; asked by commissions and by grade sheets."""

from core.declarations.acts import declare
from core.declarations.asking import remind
from core.declarations.interests import Tie, ties
from core.declarations.reading import READ, Undeclared, get, listed, mine, missing, standing

__all__ = [
    "READ", "Tie", "Undeclared", "declare", "get", "listed", "mine", "missing", "remind", "standing", "ties",
]  # fmt: skip
