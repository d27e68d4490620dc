"""Records as another system reads them: a source's described fields, whole records of it a page at a time by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core import access, looks
from core.api.opening import Caller
from core.db.store import Row
from core.desk import both
from core.errors import Forbidden, NotFound, Problem, Problems
from core.fields import FieldSpec
from core.sources import SOURCES, Source, askable
from schemas.base import Id
from schemas.condition import Asked

MOST = 200  # records of one page; of a student with all results, tens of lines each
IIN = "iin"


def readable(caller: Caller) -> list[Source]:
    """The sources this caller may read: named in its key and open to its account. Rows that no collection holds are
    made for a period's question and are not read here."""
    named = [SOURCES[code] for code in caller.key.sources if code in SOURCES]
    may = caller.desk.may
    return [s for s in named if s.made is None and may(s.right) and (not s.also or may(s.also))]


def fields_of(caller: Caller, source: Source) -> Mapping[str, FieldSpec]:
    """The fields of a source that this caller sees, of those that its documents hold."""
    found = {path: s for path, s in askable(source, caller.desk.actor.role).items() if not s.derived}
    return {path: spec for path, spec in found.items() if caller.key.iin or path.split(".")[-1] != IIN}


def source_for(caller: Caller, code: str) -> Source:
    """A source by its code. NotFound for one that is not there, Forbidden for one that is not this caller's."""
    if code not in Asked._value2member_map_ or SOURCES.get(Asked(code)) is None or SOURCES[Asked(code)].made:
        raise NotFound("api.no_source", source=code[:40])
    source = SOURCES[Asked(code)]
    if source not in readable(caller):
        raise Forbidden("api.not_yours", source=code)
    return source


def records(
    caller: Caller, code: str, shown: Sequence[str] = (), after: Id = "", limit: int = 100, ids: Sequence[Id] = ()
) -> tuple[list[Row], Id]:
    """A page of a source: rows {«id», «revision», path: value} and the id after which the next page begins («» where
    there is none). limit counts whole records: the lines of one come together. ids: only these records.

    Raises NotFound, Forbidden, Problems (`fields`, `limit`, `id`). What was read is written down as every look is.
    """
    source = source_for(caller, code)
    fields = fields_of(caller, source)
    paths = list(shown) or list(fields)
    wrong = [Problem("fields", "api.no_field", {"field": p[:80]}) for p in paths if p not in fields][:1]
    wrong += [] if 1 <= limit <= MOST else [Problem("limit", "api.limit", {"most": MOST})]
    wrong += [Problem("id", "api.limit", {"most": MOST})] if len(ids) > MOST else []
    if wrong:
        raise Problems(wrong)
    found, last = _page(caller, source, after, limit, ids)
    rows = _rows(caller, source, found, paths) if found else []
    looks.note(
        caller.desk, "api_keys", source.model.collection, "", f"{caller.key.name}: {len(found)}", "download",
        to=caller.key.name, more={"source": code, "fields": paths if shown else [], "after": after},
    )  # fmt: skip
    return rows, last


def _page(caller: Caller, source: Source, after: Id, limit: int, ids: Sequence[Id]) -> tuple[list[Id], Id]:
    wanted: Row = {"_id": {"$in": list(ids)}} if ids else {}
    wanted = both(wanted, {"_id": {"$gt": after}} if after else {})
    rows = caller.desk.rows(source.model, source.right, wanted, {"_id": 1}, [("_id", 1)], limit + 1)
    found = [r["_id"] for r in rows[:limit]]
    return found, found[-1] if len(rows) > limit else ""


def _rows(caller: Caller, source: Source, ids: Sequence[Id], paths: Sequence[str]) -> list[Row]:
    desk = caller.desk
    scope = access.scope_filter(desk.actor, source.right, source.model)
    stages: list[Row] = [{"$match": {"_id": {"$in": list(ids)}}}]
    stages += [{"$unwind": {"path": f"${path}", "includeArrayIndex": f"_at{n}"}} for n, path in enumerate(source.lists)]
    if source.lists:  # a line of a record may be another's
        stages.append({"$match": scope})
    order = {"_id": 1, **{f"_at{n}": 1 for n, _ in enumerate(source.lists)}}
    picked = {"revision": 1, **{f"f{n}": f"${path}" for n, path in enumerate(paths)}}
    found = desk.store.aggregate(source.model.collection, [*stages, {"$sort": order}, {"$project": picked}])
    return [_row(r, paths) for r in found]


def _row(row: Row, paths: Sequence[str]) -> Row:
    values: dict[str, Any] = {path: row.get(f"f{n}") for n, path in enumerate(paths)}
    return {"id": row["_id"], "revision": row.get("revision"), **values}
