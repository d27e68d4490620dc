"""A whole base in one file and back: every collection as it was at one moment, with hashes that tell of damage.

The file is a zip of BSON, one entry a collection, a list of the kept files with the hash of each, a manifest and its
signature. It opens on any machine and any server, which a copy of the server's own files does not. Closed by a phrase
it is sealed chunk by chunk (`sealed`), so nothing is ever whole in memory.
"""

from core.db.backup.parts import FORMAT, LEFT_OUT, Allow, Progress, Sign, Steps
from core.db.backup.reading import examined, is_closed
from core.db.backup.restoring import in_use, pour, read_back, restore
from core.db.backup.scratch import Scratch
from core.db.backup.tally import Tally, differing
from core.db.backup.writing import backup

__all__ = [
    "FORMAT", "LEFT_OUT", "Allow", "Progress", "Scratch", "Sign", "Steps", "Tally", "backup", "differing", "examined",
    "in_use", "is_closed", "pour", "read_back", "restore",
]  # fmt: skip
