"""Records joined to another of the same person: which are away, where they lead, what was joined to a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from core.errors import RuleBroken
from schemas.base import Id, Model, Ref
from schemas.student import Name

Row = dict[str, Any]
D = TypeVar("D", bound=Model)


class Reader(Protocol):
    """A store or an open transaction."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None:
        """One stored row, or None."""

    def rows(self, collection: str, where: Row, fields: Row | None = None) -> list[Row]:
        """Stored rows."""


def away(reader: Reader) -> list[Id]:
    """Records that were joined to another: they stand in no list. There are a few of them in the whole register."""
    return [r["_id"] for r in reader.rows("students", {"merged.id": {"$exists": True}}, {"_id": 1})]


def kept(reader: Reader, id: Id) -> Id:
    """Where a record leads today: itself, or the one it was joined to (which may have been joined further)."""
    row = reader.one("students", {"_id": id}, {"merged": 1})
    into = (row or {}).get("merged")
    return kept(reader, into["id"]) if into else id


def ids_of(reader: Reader, id: Id) -> list[Id]:
    """A record and all that were joined to it: closed papers keep the name they were given to."""
    found, new = [id], [id]
    while new:
        new = [r["_id"] for r in reader.rows("students", {"merged.id": {"$in": new}}, {"_id": 1})]
        found += new
    return found


def today(reader: Reader, ids: Iterable[Id]) -> dict[Id, Id]:
    """Of these records those that were joined to another: old id → the one it stands in today; asked once for all."""
    found: dict[Id, Id] = {}
    wanted = set(ids)
    while wanted:
        where = {"_id": {"$in": list(wanted)}, "merged.id": {"$exists": True}}
        found |= {r["_id"]: r["merged"]["id"] for r in reader.rows("students", where, {"merged.id": 1})}
        wanted = {found[i] for i in wanted if i in found} - found.keys()
    for old in list(found):
        while found[old] in found:
            found[old] = found[found[old]]
    return found


def standing(reader: Reader, found: Iterable[D]) -> list[D]:
    """Documents of students (candidacies, protocols) with each student under the record he stands in today: to be read
    and drafted from, not to be saved. A study keeps its id when it goes over."""
    every: list[Any] = list(found)
    if not (now := today(reader, {x.student.id for x in every})):
        return every
    rows = reader.rows("students", {"_id": {"$in": sorted(set(now.values()))}}, {"name": 1})
    refs = {r["_id"]: Ref(id=r["_id"], label=Name.model_validate(r["name"]).text()) for r in rows}
    return [x.model_copy(update={"student": refs[now[x.student.id]]}) if x.student.id in now else x for x in every]


def came_from(study: Mapping[str, Any], student: Id, id: Id) -> bool:
    """Is this the study `id` of the record `student`, brought here by a merge?"""
    return any(c["student"] == student and c["study"] == id for c in study.get("came") or [])


def whose(reader: Reader, student: Id, study: Id) -> tuple[Id, Id]:
    """The record and study in which what a closed paper names stands today. Raises RuleBroken when there is none."""
    now = kept(reader, student)
    if now == student:
        return student, study
    row = reader.one("students", {"_id": now}, {"studies": 1}) or {"studies": []}
    for each in row["studies"]:
        if came_from(each, student, study):
            return now, each["id"]
    raise RuleBroken("students.no_such_study")
