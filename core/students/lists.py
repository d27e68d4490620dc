"""Finding students: forgiving search, filters made from the fields, a page at a time from indexes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from core import access, search
from core.db.store import Row
from core.desk import Desk
from core.errors import Forbidden
from core.fields import FieldSpec, describe, filter_fields, hidden_paths, table_fields
from core.fields.own import layout_of
from core.i18n import order_key
from schemas.student import Profile, Student, StudyProfile
from schemas.words import Role

SORTS = {"name": "search.key", "number": "number", "gpa": "studies.totals.gpa", "born": "born"}


def filters(role: Role | None = None) -> list[tuple[str, FieldSpec]]:
    """What a list of students can be narrowed by: (path, description), of what this role sees."""
    return _both(filter_fields(Profile, role), filter_fields(StudyProfile, role))


def _both(card: Sequence[FieldSpec], study: Sequence[FieldSpec]) -> list[tuple[str, FieldSpec]]:
    return [(s.path, s) for s in card] + [(f"studies.{s.path}", s) for s in study]


def columns(role: Role | None = None) -> list[tuple[str, FieldSpec]]:
    """Every column a list of students can show: (path, description), the usual ones first."""
    usual = _both(table_fields(Profile, role), table_fields(StudyProfile, role))
    every = _both(describe(Profile, role), describe(StudyProfile, role))
    return usual + [c for c in every if c not in usual]


def usual(shipped: Sequence[str], role: Role | None = None) -> list[str]:
    """The columns a list begins with: the shipped ones, then what the office added or arranged to stand in lists,
    without what it took out of them."""
    found = dict(columns(role))
    rows = [(p.path if of == "students" else f"studies.{p.path}", p.table)
            for of in ("students", "studies") if (layout := layout_of(of)) for p in layout.rows]  # fmt: skip
    said = {path: table for path, table in rows if table is not None}
    own = [p for p, s in found.items() if s.own and s.show.table]
    added = [p for p, table in said.items() if table and p in found]
    kept = [p for p in shipped if said.get(p) is not False and (p in found or p.startswith("studies.totals."))]
    return [*kept, *(p for p in dict.fromkeys([*own, *added]) if p not in kept and said.get(p) is not False)]


def condition(text: str, chosen: dict[str, Any], role: Role | None = None) -> Row:
    """A typed search and chosen filters as one condition; a reference is met by its id, text by its beginning."""
    secret = hidden_paths(Profile, role) if role else ()
    parts: list[Row] = [search.query(text, by_iin="iin" not in secret)] if text.strip() else []
    specs = dict(filters(role))
    study: Row = {}
    for path, wanted in chosen.items():
        # A path that is not described was kept in a view, and since then retired or hidden from this role.
        if wanted in (None, "", []) or path not in specs:
            continue
        where = f"{path}.id" if specs[path].kind == "ref" else path
        if path.startswith("studies."):
            study[where.removeprefix("studies.")] = _wanted(specs[path], wanted)
        else:
            parts.append({where: _wanted(specs[path], wanted)})
    if study:  # of one and the same study: a person may have two
        parts.append({"studies": {"$elemMatch": study}})
    return {"$and": parts} if parts else {}


def _wanted(spec: FieldSpec, wanted: Any) -> Any:
    """What a chosen filter asks of a stored value."""
    if isinstance(wanted, list):
        values: list[Any] = [str(getattr(w, "value", w)) if spec.kind == "choice" else w for w in wanted]
        if spec.default is not None and spec.default in wanted:
            values.append(None)  # a card stored before the field was described says nothing, which means the same
        return {"$in": values}
    if spec.kind == "text" and isinstance(wanted, str):
        return {"$gte": wanted, "$lt": wanted + "\uffff"}
    return {"$eq": wanted}  # whatever it is, it is a value, never an operator


def listed(
    desk: Desk, text: str = "", filters: dict[str, Any] | None = None, sort: str = "name", descending: bool = False,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """One page of the list: stored rows without results and events."""
    fields = {"events": 0, "studies.record": 0, "search.grams": 0, "contacts": 0, "papers": 0}
    sort = "name" if SORTS[sort] in hidden_paths(Profile, desk.actor.role) else sort  # an order tells values too
    sort = "name" if sort == "gpa" and not desk.may("student.results") else sort
    turn = -1 if descending else 1  # of both, as the index has them; a number stands once
    order = [(SORTS[sort], turn)] if sort == "number" else [(SORTS[sort], turn), ("_id", turn)]
    where = condition(text, filters or {}, desk.actor.role)
    return desk.rows(Student, "student.read", where, fields, order, size, page * size)


def count(desk: Desk, text: str = "", filters: dict[str, Any] | None = None) -> int:
    """How many students the list holds."""
    return desk.count(Student, "student.read", condition(text, filters or {}, desk.actor.role))


def duplicates(desk: Desk, profile: dict[str, Any], but: str | None = None) -> list[Row]:
    """Possible duplicates of a person before saving: the same IIN, or the same name and birth date.

    Asked by who may register; of a person outside his scope only that there is one, and the number, is said.
    """
    access.require(desk.actor, "student.register")
    ways: list[Row] = []
    if profile.get("iin"):
        ways.append({"iin": profile["iin"]})
    name, born = search.full_name(profile), profile.get("born")
    if name:
        day = born.isoformat() if isinstance(born, date) else born
        # Where either birth date is missing the name alone asks «is it the same person?».
        ways.append({"search.key": order_key(name)} | ({"born": {"$in": [day, None]}} if day else {}))
    if not ways:
        return []
    fields = {"number": 1, "name": 1, "iin": 1, "born": 1, "studies": 1, "hidden": 1}
    found = desk.store.rows("students", {"$and": [{"$or": ways}, desk.visible(Student)]}, fields, limit=20)
    return [_told(desk, r) for r in found if r["_id"] != but]


def _told(desk: Desk, row: Row) -> Row:
    try:
        access.within(desk.actor, "student.read", Student, row)
    except Forbidden:
        return {
            "_id": row["_id"],
            "number": row["number"],
            "name": row["name"],
            "iin": None,
            "born": None,
            "studies": [],
        }
    studies = [{"status": s["status"], "programme": s.get("programme")} for s in row["studies"]]
    return desk.seen(Student, {**row, "studies": studies})
