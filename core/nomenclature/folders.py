"""The folders of a year: the year is opened with last year's folders, they are described, the year is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core import history
from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.nomenclature.rules import over_on
from core.tx import Tx
from schemas.base import Id
from schemas.nomenclature import FileYear, Folder, FolderState, YearState

EDIT = "nomenclature.edit"
MOST = 500
COPIED = ("index", "name", "permanent", "keep", "holds", "article", "unit", "person", "place", "note")


def open_year(desk: Desk, year: int, why: Why) -> FileYear:
    """Open the nomenclature of a year with the folders of the newest year before it. Raises RuleBroken: it is open; a
    year further than the next one."""

    def work(tx: Tx) -> FileYear:
        if tx.session.one("file_years", {"year": year}, {"_id": 1}):
            raise RuleBroken("nomenclature.opened_already", year=year)
        if not 1950 <= year <= tx.today.year + 1:
            raise RuleBroken("nomenclature.too_far", year=year)
        before = max((y.year for y in tx.find(FileYear, {"year": {"$lt": year}}, 200)), default=None)
        for old in tx.find(Folder, {"year": before}, MOST) if before else []:
            row = {k: getattr(old, k) for k in COPIED}
            tx.add(Folder(_id=tx.new_id(), year=year, **row))
        return tx.add(FileYear(_id=tx.new_id(), year=year, opened_on=tx.today))

    return desk.transact("nomenclature.open_year", work, why, EDIT, [year], LONG)


def save(desk: Desk, year: int, id: Id | None, revision: int, values: Mapping[str, Any], why: Why) -> Folder:
    """Enter a folder into the nomenclature of a year, or mend one that is in use: {index, name, permanent, keep, …}.

    Raises Problems beside the fields (the index is taken; it stands in numbers of letters; no retention), RuleBroken
    (the year or the folder is closed, nothing was opened), StaleRevision.
    """

    def work(tx: Tx) -> Folder:
        head = tx.session.one("file_years", {"year": year}, {"status": 1})
        if head is None or head["status"] != YearState.open.value:
            raise RuleBroken("nomenclature.year_closed" if head else "nomenclature.not_opened", year=year)
        was = tx.get(Folder, id, revision) if id else None
        if was and was.status is not FolderState.open:
            raise RuleBroken("nomenclature.folder_closed", index=was.index)
        row: Any = plain(was) if was else {"_id": tx.new_id(), "year": year}
        for path, value in values.items():
            row = history.put(row, path.split("."), plain(value))
        try:
            made = Folder.model_validate({k: v for k, v in row.items() if v is not None and v != ""})
        except ValidationError as e:
            raise Problems.of(e) from None
        if tx.session.one("folders", {"year": year, "index": made.index, "_id": {"$ne": made.id}}, {"_id": 1}):
            raise Problems([Problem("index", "nomenclature.index_taken", {"index": made.index})])
        if was and was.index != made.index and tx.session.one("letters", {"folder.id": was.id}, {"_id": 1}):
            raise Problems([Problem("index", "nomenclature.index_used", {"index": was.index})])
        return tx.save(made) if was else tx.add(made)

    return desk.transact("nomenclature.save", work, why, EDIT, [year, id, revision, plain(dict(values))])


def close_year(desk: Desk, year: int, why: Why) -> FileYear:
    """Close the folders of a year that is over: no paper is filed any more, their retention begins. Raises RuleBroken:
    not opened, closed already, the year goes on."""

    def work(tx: Tx) -> FileYear:
        found = tx.find(FileYear, {"year": year}, 1)
        if not found:
            raise RuleBroken("nomenclature.not_opened", year=year)
        head = found[0]
        if head.status is YearState.closed:
            raise RuleBroken("nomenclature.year_closed", year=year)
        if tx.today.year <= year:
            raise RuleBroken("nomenclature.year_goes_on", year=year)
        for folder in tx.find(Folder, {"year": year, "status": FolderState.open.value}, MOST):
            folder.status, folder.closed_on = FolderState.closed, tx.today
            folder.destroy_from = over_on(year, folder.keep)
            tx.save(folder)
        head.status, head.closed_on = YearState.closed, tx.today
        return tx.save(head)

    return desk.transact("nomenclature.close_year", work, why, EDIT, [year], LONG)


__all__ = ["EDIT", "MOST", "close_year", "open_year", "save"]
