"""The contingent (domain.md 12): how many study on any day, by every cut, and what moved them there (capability 76).

lives: of every study the turns it took, each with its cause, read once for all pages; cuts: what it may be cut by;
veil: which figures by a sensitive field are not shown;
movement: opening + in by cause - out by cause = closing, a rule; reading: both inside the user's scope, with the
people behind each number; papers: the same as files.
"""

from core.contingent.cuts import Cut, cuts
from core.contingent.movement import Move, Movement, movement
from core.contingent.reading import COUNTED, counted, moved, moved_by, moves, named, people, scope_of, studying
from core.contingent.veil import veiled

__all__ = [
    "COUNTED", "Cut", "Move", "Movement", "counted", "cuts", "moved", "moved_by", "movement", "moves", "named",
    "people", "scope_of", "studying", "veiled",
]  # fmt: skip
