"""Folders of the nomenclature as letters need them: which are open, the number that one gives."""

from __future__ import annotations

from core.desk import Desk
from core.errors import Problem, Problems
from core.tx import Tx
from schemas.base import Id
from schemas.letter import LetterDirection
from schemas.nomenclature import Folder, FolderState


def open_folders(desk: Desk) -> list[Folder]:
    """The folders of this year in which letters are registered and filed today, by their index."""
    where = {"year": desk.today().year, "status": FolderState.open.value}
    rows = desk.store.rows("folders", where, None, [("index", 1)], 500)
    return [Folder.model_validate(r) for r in rows]


def chosen(tx: Tx, id: Id | None, field: str) -> Folder:
    """An open folder of this year; Problems beside the field for none, for a closed one, for one of another year."""
    row = tx.session.one("folders", {"_id": id}) if id else None
    if row is None:
        raise Problems([Problem(field, "requests.folder_missing")])
    found = Folder.model_validate(row)
    if found.status is not FolderState.open or found.year != tx.today.year:
        raise Problems([Problem(field, "requests.folder_closed", {"index": found.index, "year": found.year})])
    return found


def number(tx: Tx, direction: LetterDirection, folder: Folder) -> tuple[int, str]:
    """The next place in the count of this year and direction, and the number as it is written: 05-12/7. Taken in the
    act's own transaction: none is left out, none comes twice."""
    n = tx.number(f"letter:{tx.today.year}:{direction.value}")
    return n, f"{folder.index}/{n}"


__all__ = ["chosen", "number", "open_folders"]
