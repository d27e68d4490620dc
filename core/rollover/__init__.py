"""The new academic year in one press: a preview whose sum is the contingent, a job that moves each student once."""

from core.rollover.acts import begin, decide, go_on
from core.rollover.advisers import Group, advise, groups
from core.rollover.counting import Preview, of_year, preview, years
from core.rollover.reading import Case, proposed, still, undecided
from core.rollover.turns import DECIDABLE, Standing, first_day, opens, turn_of

__all__ = [
    "DECIDABLE", "Case", "Group", "Preview", "Standing", "advise", "begin", "decide", "first_day", "go_on", "groups",
    "of_year", "opens", "preview", "proposed", "still", "turn_of", "undecided", "years",
]  # fmt: skip
