"""Looking at the nomenclature: its years, the folders of one, what may be handed over or destroyed, the acts."""

from __future__ import annotations

from core import access
from core.db.store import Row
from core.desk import Desk
from core.i18n import t
from core.nomenclature.folders import MOST
from core.nomenclature.rules import why_not
from schemas.base import Id, Lang
from schemas.nomenclature import FileAct, FileActKind, FileYear, Folder, FolderState

READ = "nomenclature.read"


def years(desk: Desk) -> list[FileYear]:
    """The years that were opened, the newest first."""
    rows = desk.rows(FileYear, READ, {}, {"head": 0}, [("year", -1)], 200)
    return [FileYear.model_validate(r) for r in rows]


def year_of(desk: Desk, year: int) -> FileYear | None:
    """One year; None where it was not opened."""
    return next((y for y in years(desk) if y.year == year), None)


def listed(desk: Desk, year: int) -> list[Folder]:
    """The folders of a year by their index."""
    rows = desk.rows(Folder, READ, {"year": year}, {"head": 0}, [("index", 1)], MOST)
    return [Folder.model_validate(r) for r in rows]


def folder(desk: Desk, id: Id) -> Folder:
    """One folder. NotFound, Forbidden."""
    return desk.get(Folder, id, READ)


def papers(desk: Desk, year: int) -> dict[Id, int]:
    """How many letters are filed in each folder of a year."""
    access.require(desk.actor, READ)
    ids = [f.id for f in listed(desk, year)]
    rows = desk.store.aggregate(
        "letters",
        [{"$match": {"filed.id": {"$in": ids}}}, {"$group": {"_id": "$filed.id", "n": {"$sum": 1}}}],
    )  # fmt: skip
    return {str(r["_id"]): int(r["n"]) for r in rows}


def free_for(desk: Desk, kind: FileActKind) -> list[Folder]:
    """Folders that such an act may take today, the oldest first."""
    closed = [FolderState.closed.value] + ([FolderState.archived.value] if kind is FileActKind.destruction else [])
    rows = desk.rows(Folder, READ, {"status": {"$in": closed}}, {"head": 0}, [("year", 1), ("index", 1)], 2000)
    found = [Folder.model_validate(r) for r in rows]
    return found if kind is FileActKind.handover else [f for f in found if not why_not(f, desk.today())]


def yet(desk: Desk) -> list[Folder]:
    """Closed folders whose retention goes on or never ends: what no act of destruction may take today."""
    rows = desk.rows(Folder, READ, {"status": {"$in": ["closed", "archived"]}}, {"head": 0}, [("year", 1)], 2000)
    return [f for f in map(Folder.model_validate, rows) if why_not(f, desk.today())]


def acts(desk: Desk, page: int = 0, size: int = 50) -> list[Row]:
    """A page of the acts, the newest first."""
    return desk.rows(FileAct, READ, {}, {"head": 0}, [("day", -1), ("_id", -1)], size, page * size)


def act(desk: Desk, id: Id) -> FileAct:
    """One act. NotFound, Forbidden."""
    return desk.get(FileAct, id, READ)


def kept_said(keep: int | None, lang: Lang) -> str:
    """A retention in words."""
    return t("nomenclature.keep_years", lang, n=keep) if keep else t("nomenclature.permanent", lang)


__all__ = ["READ", "act", "acts", "folder", "free_for", "kept_said", "listed", "papers", "year_of", "years", "yet"]
