"""Acts on what the office describes: a new version with its day in force, retirement, an earlier version back.

Nothing stored is edited: each change is a further version. A field also renews the rule of its collection, before the
act: a rule that lets in one field more harms nobody, a field that the database refuses would.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from core import access, history, house
from core.db.codec import differences, plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken, StaleRevision
from core.kinds.checks import check
from core.kinds.reading import versions
from core.registry import described
from core.tx import Tx
from schemas.base import new_id
from schemas.kinds import BODIES, FieldKind, Kind, Sort

RIGHT = "kind.edit"


def save(desk: Desk, sort: Sort | str, code: str | None, seen: int, values: dict[str, Any], why: Why) -> Kind:
    """Describe something new (code None) or make the next version of an entry: {dotted path: value}.

    seen: the version that was on the screen. Raises Problems beside the fields, Duplicate (the code is taken),
    StaleRevision (someone made a version meanwhile), RuleBroken when nothing changed.
    """
    house.refresh(desk.store)
    was = versions(desk, sort, code)[0] if code else None
    made = draft(Sort(sort), was, values, desk.today())
    _allow(desk, made, was)
    found = desk.transact(RIGHT, lambda tx: make(tx, made, seen), why, given=[str(sort), code, seen, values])
    _settle(desk, found)
    return found


def draft(sort: Sort, was: Kind | None, values: dict[str, Any], today: date) -> Kind:
    """The version these values would make, whole in itself; Problems beside the fields."""
    row: Row = {"_id": new_id(), "sort": sort.value, "effective": today.isoformat(), "body": {"sort": sort.value}}
    if was:
        row |= {"code": was.code, "name": plain(was.name), "body": plain(was.body), "version": was.version + 1}
    for path, value in values.items():
        row = history.put(row, path.split("."), plain(value))
    if was and row["code"] != was.code:
        raise Problems([Problem("code", "kinds.code_stays", {"code": was.code})])
    try:
        return Kind.model_validate(row)
    except ValidationError as e:
        raise Problems([Problem(_field(p.field, sort), p.key, p.values, p.row) for p in Problems.of(e).problems]) from e


def _field(path: str, sort: Sort) -> str:
    # A problem of one of many possible bodies names the body's sort inside its path.
    return path.replace(f"body.{sort.value}.", "body.", 1).removesuffix(f".{sort.value}")


def make(tx: Tx, made: Kind, seen: int) -> Kind:
    """Store a version inside somebody's act: checked against what is in force and against the version seen."""
    rows = tx.session.rows("kinds", {"sort": made.sort.value, "code": made.code})
    last = max(rows, key=lambda r: int(r["version"])) if rows else None
    was = Kind.model_validate(last) if last else None
    if last and seen != last["version"]:
        if not seen:
            raise Problems([Problem("code", "kinds.code_taken", {"code": made.code})])
        raise StaleRevision("errors.stale", kind="kinds", id=last["_id"], revision=last["version"], by="", at=None)
    if was:
        if same(was, made):
            raise RuleBroken("references.nothing_changed")
        if made.effective < was.effective:
            raise Problems([Problem("effective", "kinds.before_last", {"day": was.effective})])
    made.version = was.version + 1 if was else 1
    check(tx, made, was)
    tx.number(house.COUNTER)
    return tx.add(made)


def same(a: Kind, b: Kind) -> bool:
    """Do two versions say the same?"""
    return all(plain(getattr(a, k)) == plain(getattr(b, k)) for k in ("name", "body", "retired"))


def retire(desk: Desk, sort: Sort | str, code: str, seen: int, why: Why, day: date | None = None) -> Kind:
    """From a day on an entry is no longer offered; what was made by it stays readable. RuleBroken when it is so."""
    was = versions(desk, sort, code)[0]
    if was.retired:
        raise RuleBroken("kinds.is_retired", name=was.name)
    made = _again(was, was, max(day or desk.today(), was.effective), retired=True)
    found = desk.transact(RIGHT, lambda tx: make(tx, made, seen), why, given=["retire", str(sort), code, seen])
    house.refresh(desk.store)
    return found


def restore(desk: Desk, sort: Sort | str, code: str, version: int, seen: int, why: Why) -> Kind:
    """Bring an earlier version back as the newest, from today; a retired entry is offered again."""
    house.refresh(desk.store)
    every = versions(desk, sort, code)
    found = next((k for k in every if k.version == version), None)
    if found is None:
        raise RuleBroken("kinds.no_version", version=version)
    made = _again(every[0], found, max(desk.today(), every[0].effective), retired=False)
    _allow(desk, made, every[0])
    kept = desk.transact(RIGHT, lambda tx: make(tx, made, seen), why, given=["restore", str(sort), code, version, seen])
    _settle(desk, kept)
    return kept


def _again(last: Kind, of: Kind, day: date, retired: bool) -> Kind:
    return Kind(
        sort=of.sort, code=of.code, version=last.version + 1, name=of.name, effective=day, retired=retired,
        body=of.body.model_copy(deep=True),
    )  # fmt: skip


def _allow(desk: Desk, made: Kind, was: Kind | None) -> None:
    """Let the database take values of a field that is about to be described."""
    if not isinstance(made.body, FieldKind):
        return
    access.require(desk.actor, RIGHT)
    model = described(made.body.of)
    if model is None:
        raise Problems([Problem("body.of", "kinds.target_later", {"of": made.body.of})])
    check(desk.store, made, was)
    desk.store.reshape(model, plain(made))


def _settle(desk: Desk, made: Kind) -> None:
    """After the act: the rule as all stored fields ask, even if two were described in the same instant."""
    if isinstance(made.body, FieldKind) and (model := described(made.body.of)):
        desk.store.reshape(model)
    house.refresh(desk.store)


def changed_by(first: Kind, second: Kind) -> bool:
    """Would going from one version to the other change anything?"""
    return bool(differences(plain(first.body), plain(second.body))) or first.name != second.name


__all__ = ["BODIES", "changed_by", "draft", "make", "restore", "retire", "same", "save"]
