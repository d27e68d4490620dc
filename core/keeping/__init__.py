"""The whole office in one file: by hand (`office.py backup`, `restore`, `drill`), by a long work, every night.

`copies` is what lies in the folder and how long it stays, `seals` signs a manifest and says which may be believed,
`work` are the long works and those of the night, `drilling` restores a copy beside the live base and compares,
`watching` says what is missing and begins the drill whose day has come, `erasures` is the list that travels beside the
copies: what was erased since one was made is erased again when it is restored.
"""

from core.keeping.commands import backup, drill, restore
from core.keeping.copies import Copy, Keep, folder, keep_of, listed, same_disk, stays_as
from core.keeping.drilling import drill_work
from core.keeping.drills import begin as begin_drill
from core.keeping.erasures import keeper as erasures_keeper
from core.keeping.watching import drill_every, missing, nightly_drill, nightly_watch
from core.keeping.work import backup_work, begin_backup, nightly_backup, nightly_sweep, nightly_verify

__all__ = [
    "Copy", "Keep", "backup", "backup_work", "begin_backup", "begin_drill", "drill", "drill_every", "drill_work",
    "erasures_keeper", "folder", "keep_of", "listed", "stays_as", "missing", "nightly_backup", "nightly_drill",
    "nightly_sweep", "nightly_verify", "nightly_watch", "restore", "same_disk",
]  # fmt: skip
