"""What writing, reading and restoring of a backup share: names of its parts, how far it is, how disks refuse."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.database import Database
from pymongo.errors import OperationFailure
from pymongo.write_concern import WriteConcern

from core.db import files
from core.db.store import Store, office_errors
from core.errors import RuleBroken

Row = dict[str, Any]
RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
FORMAT = 2  # 1: no signature, no list of files, pieces of files in the order they were laid down
MANIFEST, SIGNATURE, FILE_LIST = "manifest.json", "manifest.sig", "files.tsv"
# Who is signed in, wrong tries, long works that go on: of the day, not of the office. A restored office is signed in to
# anew, and does not go on with what another one was doing.
LEFT_OUT = frozenset({"sessions", "tries", "runs"})
EVERY = 500  # documents between two words on how far it is
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
GONE = (239, 246)  # the server no longer keeps, or does not yet have, the moment that is being read
NO_RIGHT = 13
Progress = Callable[[int, int], None]
Sign = Callable[[str], Row]  # the SHA-256 of a manifest → {key, signature}, in hex
# May this manifest be taken? Its fields, its SHA-256, its signature where it bears one; raises what stands against it.
Allow = Callable[[Row, str, Row | None], None]


def order(name: str, format: int = FORMAT) -> list[tuple[str, int]]:
    """In which order the documents of a collection stand in a backup: the pieces of each file one after another."""
    return [("files_id", 1), ("n", 1)] if name == files.CHUNKS and format > 1 else [("_id", 1)]


class Steps:
    """How far a long walk is: counts documents, tells every so often, breaks off where it is asked to.

    stop() is asked as often; RuleBroken `backup.stopped` leaves everything as it was.
    """

    def __init__(self, total: int, progress: Progress | None = None, stop: Callable[[], bool] | None = None) -> None:
        self.total, self.done = max(total, 1), 0
        self._progress, self._stop = progress, stop

    def step(self, n: int = 1) -> None:
        """So many documents more."""
        self.done += n
        if self.done % EVERY < n:
            self.tell()

    def tell(self) -> None:
        """Say how far it is and ask whether to go on."""
        if self._progress:
            self._progress(min(self.done, self.total), self.total)
        if self._stop and self._stop():
            raise RuleBroken("backup.stopped")


def raw(store: Store) -> Database[RawBSONDocument]:
    """The base with documents as they lie there, undecoded."""
    concern = WriteConcern("majority", j=True)
    found: Any = store.client.get_database(store.name, codec_options=RAW, write_concern=concern)
    return found  # type: ignore[no-any-return]


@contextmanager
def told(file: Path, base: str = "") -> Iterator[None]:
    """Turn what the disk and the server refuse into words of the office: no room, no such file, no right."""
    try:
        with office_errors():
            yield
    except OperationFailure as e:
        if e.code in GONE:
            raise RuleBroken("backup.moment_gone") from e
        if e.code == NO_RIGHT:
            raise RuleBroken("backup.no_right", base=base, file="docs/database_users.md") from e
        raise
    except FileNotFoundError as e:
        raise RuleBroken("backup.no_file", file=str(e.filename or file)) from e
    except PermissionError as e:
        raise RuleBroken("backup.denied", folder=str(file.parent)) from e
    except OSError as e:
        if e.errno in FULL:
            raise RuleBroken("backup.no_room", folder=str(file.parent)) from e
        raise RuleBroken("backup.disk", folder=str(file.parent), said=e.strerror or str(e)) from e
