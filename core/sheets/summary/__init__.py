"""The summary sheet (domain.md 3): students of a group × disciplines of a term, carried from their record.

Nobody types it. Its columns are made when it is opened and stand in its own form; a closed one stays as it was closed,
whatever is corrected later, and a new one may be opened where the record says something else by now.
"""

from core.sheets.summary.acts import carried, check, listed, once, open_group, renew
from core.sheets.summary.reading import RIGHT, Group, agreeing, differing, group_of, groups, of_groups, standing
from core.sheets.summary.rules import ALL, Difference, Pair, columns, differences, filled, grades, shown

__all__ = [
    "ALL", "RIGHT", "Difference", "Group", "Pair", "agreeing", "carried", "check", "columns", "differences",
    "differing", "filled", "grades", "group_of", "groups", "listed", "of_groups", "once", "open_group", "renew",
    "shown", "standing",
]  # fmt: skip
