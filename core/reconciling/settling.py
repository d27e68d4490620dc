"""Rows that differ are mended by one choice each: the platform's value is taken into the card, or ours stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core import house
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.fields import FieldSpec
from core.reconciling.mapping import STUDY, fields, words_of
from core.reconciling.rules import day_of, folded, spoken
from core.students.acts import edit_step, editable
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.kinds import PlatformKind, Sort
from schemas.reconciliation import Agreement, Compared, Reconciliation, Settled, Settling

RIGHT = "reconciling.bring"
MOST = 200  # rows of one act: a page of them


def settle(desk: Desk, id: Id, revision: int, places: Sequence[int], choice: Settling, why: Why) -> Reconciliation:
    """One choice for some rows of a comparison, in one act. theirs: the fields that are edited by hand are written
    into the card with the reason; what only an order changes stays and is named in `left`.

    Raises Problems beside `rows` (none chosen, too many, a row that needs no choice or has one, nothing in it that can
    be taken) and `reason`; a cell that can't be read is named with its student.
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
    if not places or len(places) > MOST:
        raise Problems([Problem("rows", "reconciling.choose", {"most": MOST})])

    def work(tx: Tx) -> Reconciliation:
        kept = tx.get(Reconciliation, id, revision)
        done = {s.place for s in kept.settled}
        by = Ref(id=tx.actor.id, label=Text(kk=tx.actor.name))
        for place in sorted({*places}):
            row = kept.rows[place] if place < len(kept.rows) else None
            if row is None or place in done or row.state is Agreement.matches:
                raise Problems([Problem("rows", "reconciling.settled_already")])
            left = _take(tx, kept, row) if choice is Settling.theirs else []
            kept.settled.append(Settled(place=place, choice=choice, by=by, at=tx.now, left=left))
        return tx.save(kept)

    given = [id, revision, sorted({*places}), choice.value]
    return desk.transact("reconciling.settle", work, why, RIGHT, given, LONG)


def _take(tx: Tx, of: Reconciliation, row: Compared) -> list[str]:
    """Write their values into the card; the fields that can't be taken by hand."""
    if row.student is None or row.state is not Agreement.differs:
        raise Problems([Problem("rows", "reconciling.nothing_to_take", {"number": row.number or row.key})])
    known, codes = fields(), _codes(of)
    changes: dict[str, Any] = {}
    left = []
    for d in row.differs:
        path = f"{STUDY}{row.study}.{d.field.removeprefix(STUDY)}" if d.field.startswith(STUDY) else d.field
        spec = known.get(d.field)
        if spec is None or not editable(path) or (d.field.startswith(STUDY) and not row.study):
            left.append(d.field)
            continue
        changes[path] = read_as(tx, spec, codes.get(d.field, {}).get(folded(d.theirs), d.theirs.strip()), row)
    if not changes:
        raise Problems([Problem("rows", "reconciling.by_order", {"number": row.number})])
    try:
        edit_step(tx, row.student.id, None, changes)
    except RuleBroken as e:  # mended by hand since the comparison: nothing is left to be written
        if e.key != "students.nothing_changed":
            raise
    return left


def _codes(of: Reconciliation) -> Mapping[str, Mapping[str, str]]:
    body = house.entry(Sort.platform, of.platform).as_body(PlatformKind)
    return {c.field: words_of(c) for c in body.columns}


def read_as(tx: Tx, spec: FieldSpec, text: str, row: Compared) -> Any:
    """Their cell as our value. Raises Problems `reconciling.unreadable` with the student's number."""
    wrong = Problems([Problem("rows", "reconciling.unreadable", {"number": row.number, "value": text[:80]})])
    if not text:
        if spec.required:
            raise wrong
        return None
    if spec.kind == "choice":
        fitting = [c for c in spec.choices if folded(text) in {folded(w) for w in spoken(spec, getattr(c, "value", c))}]
        if not fitting:
            raise wrong
        return fitting[0]
    if spec.kind == "ref":
        collection = spec.show.to or ""
        where = {"$or": [{f"name.{lang}": text} for lang in ("kk", "ru", "en")]}
        found = tx.session.rows(collection, where, {"name": 1}, 2) if collection.isidentifier() else []
        if len(found) != 1:
            raise wrong
        return Ref(id=found[0]["_id"], label=Text.model_validate(found[0]["name"]))
    try:
        return spec.check(day_of(text) if spec.kind == "date" else text)
    except Problems:
        raise wrong from None


__all__ = ["MOST", "settle"]
