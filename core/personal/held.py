"""What the office holds about one person: where, why, how long (clause 47; the law on personal data).

Where a record names a person is read out of the schemas themselves, so a new kind of record is found by itself; why it
is kept and how long is in table.toml, and a test asks that every kind of record is classed there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from core.db.store import Row, Store
from core.fields.written import bare
from core.history import pick
from core.i18n import t
from core.merged import Reader
from core.registry import MODELS
from schemas.base import Document, Id, Lang, Ref, Show

Whose = Literal["students", "people"]
NAMED: dict[Whose, frozenset[str]] = {
    "students": frozenset({"student", "students"}),
    "people": frozenset({"person", "people", "teacher", "teachers", "examiners"}),
}
MOST = 5000  # records of one kind about one person
DEEP = 4


@dataclass(frozen=True)
class Class:
    """Why a class of records is kept: code, clause of the regulation, why, for how many years where the office says
    nothing else (0: while needed)."""

    code: str
    clause: str
    why: str
    years: int


@cache
def classes() -> dict[str, Class]:
    """The classes of records by their code."""
    found = _table()["class"]
    return {code: Class(code, row["clause"], row["why"], row["years"]) for code, row in found.items()}


def class_of(collection: str) -> Class | None:
    """Why records of a kind are kept; None for a kind that holds nothing of a person."""
    code = _table()["records"][collection]
    return classes()[code] if code != "none" else None


def kept_for(store: Reader) -> dict[str, int | None]:
    """How long this office keeps each class: years; None: for ever; 0: while it is needed.

    The newest nomenclature of files says so where a folder of it names the class (of several the longest), else the
    institution's setting, else the table.
    """
    office = store.one("office", {}, {"keep_records": 1, "keep_service": 1}) or {}
    found: dict[str, int | None] = {}
    for c in classes().values():
        own = office.get("keep_service" if c.code == "service" else "keep_records")
        found[c.code] = (own or c.years) if c.years else 0
    years = [int(r["year"]) for r in store.rows("file_years", {}, {"year": 1})]
    said: dict[str, list[int | None]] = {}
    for folder in store.rows("folders", {"year": max(years), "holds.0": {"$exists": True}}) if years else []:
        for code in folder["holds"]:
            said.setdefault(code, []).append(folder.get("keep"))
    return found | {code: None if None in n else max(y for y in n if y) for code, n in said.items()}


def kept_words(years: int | None, lang: Lang) -> str:
    """Such a time in words."""
    if years is None:
        return t("personal.for_ever", lang)
    return t("personal.years", lang, n=years) if years else t("personal.while_needed", lang)


@cache
def _table() -> Row:
    return tomllib.loads((Path(__file__).parent / "table.toml").read_text("utf-8"))


@cache
def places(whose: Whose) -> dict[type[Document], tuple[str, ...]]:
    """Where records of each kind name a student or a member of staff: the dotted paths of the ids."""
    found = {model: tuple(dict.fromkeys(_paths(model, whose))) for model in MODELS if model.collection != whose}
    return {model: paths for model, paths in found.items() if paths}


def _paths(model: type[BaseModel], whose: Whose, prefix: str = "", deep: int = 0) -> list[str]:
    found = []
    for name, info in model.model_fields.items():
        kind = bare(info.annotation)
        while get_origin(kind) in (list, tuple, dict):
            kind = bare(get_args(kind)[-1])
        to = next((m.to for m in info.metadata if isinstance(m, Show)), None)
        path = f"{prefix}{name}"
        if name in NAMED[whose] or to == whose:
            if isinstance(kind, type) and issubclass(kind, Ref):
                found.append(f"{path}.id")
            elif kind is str and name in NAMED[whose]:
                found.append(path)
            continue
        if isinstance(kind, type) and issubclass(kind, BaseModel) and not issubclass(kind, Ref) and deep < DEEP:
            found += _paths(kind, whose, f"{path}.", deep + 1)
    return found


def records(store: Store, whose: Whose, ids: Sequence[Id]) -> dict[type[Document], list[Row]]:
    """All that is stored about a person beside his card: of lists of many people his own lines alone."""
    found = {}
    for model, paths in places(whose).items():
        rows = store.rows(model.collection, {"$or": [{p: {"$in": list(ids)}} for p in paths]}, limit=MOST)
        if rows:
            found[model] = [_own(row, paths, ids) for row in rows]
    return found


def _own(row: Row, paths: Sequence[str], ids: Sequence[Id]) -> Row:
    """What of a record is theirs: all of one that names them itself (a declaration whose lines name others)."""
    if any(pick(row, path.split(".")) in ids for path in paths):
        return row
    for path in paths:
        row = _lines(row, path.split("."), ids)
    return row


def _lines(node: Any, path: Sequence[str], ids: Sequence[Id]) -> Any:
    """A record whose lists along a path keep only what names one of these people."""
    if not path or not isinstance(node, Mapping) or path[0] not in node:
        return node
    inner = node[path[0]]
    if isinstance(inner, list):
        inner = [_lines(each, path[1:], ids) for each in inner if _names(each, path[1:], ids)]
    else:
        inner = _lines(inner, path[1:], ids)
    return {**node, path[0]: inner}


def _names(node: Any, path: Sequence[str], ids: Sequence[Id]) -> bool:
    if isinstance(node, list):
        return any(_names(each, path, ids) for each in node)
    if not path:
        return node in ids
    return isinstance(node, Mapping) and _names(node.get(path[0]), path[1:], ids)


__all__ = ["Class", "Whose", "class_of", "classes", "kept_for", "kept_words", "places", "records"]
