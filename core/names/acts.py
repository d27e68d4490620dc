"""Mending names: accept what is proposed (or another spelling) for one or many, or keep a name as it is, with a reason.

Each record is mended by its own act, the one its form uses, so rights, checks and the trail are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core import history, references, students
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import NotFound, OfficeError, Problem, Problems, RuleBroken
from core.names import scan
from core.registry import model_of
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.names import Finding, KeptName

MOST = 200  # records in one go


@dataclass
class Done:
    """How many records were mended, and those that were not: (record, why not)."""

    mended: int = 0
    refused: list[tuple[str, OfficeError]] = field(default_factory=list)


def accept(desk: Desk, wanted: Mapping[Id, str], why: Why) -> Done:
    """Put values into records: {finding's id: the value that is to stand there}. One act for each record.

    What was changed meanwhile, is out of the user's reach or is refused by a check of its own is told by name, and
    the others go on. Raises Problems (no reason, nothing chosen, an empty value).
    """
    _asked(wanted, why)
    if any(not value.strip() for value in wanted.values()):
        raise Problems([Problem("value", "names.empty_value")])
    done = Done()
    for rows in _by_record(_findings(desk, wanted)).values():
        one, said = rows[0], replace(why, command=f"{why.command}:{rows[0]['of']}")
        try:
            _mend(desk, one["kind"], one["of"], rows, {r["path"]: wanted[r["_id"]].strip() for r in rows}, said)
            done.mended += 1
        except OfficeError as e:
            done.refused.append((one["name"], e))
        _look_again(desk, one)
    return done


def _asked(wanted: Any, why: Why) -> None:
    if not wanted:
        raise Problems([Problem("chosen", "names.nothing_chosen")])
    if len(wanted) > MOST:
        raise Problems([Problem("chosen", "names.too_many", {"n": len(wanted), "most": MOST})])
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])


def _findings(desk: Desk, ids: Any) -> list[Row]:
    rows = desk.rows(Finding, "names.read", {"_id": {"$in": list(ids)}}, None, [("_id", 1)], MOST)
    if len(rows) < len(set(ids)):
        raise RuleBroken("names.gone")
    return rows


def _by_record(rows: list[Row]) -> dict[tuple[str, Id], list[Row]]:
    found: dict[tuple[str, Id], list[Row]] = {}
    for row in rows:
        found.setdefault((row["kind"], row["of"]), []).append(row)
    return found


def _look_again(desk: Desk, row: Row) -> None:
    scan.look_at(desk.store, {row["kind"]: {row["of"]}})


def _mend(desk: Desk, kind: str, of: Id, rows: list[Row], values: dict[str, str], why: Why) -> None:
    if kind == "kinds":
        _mend_kind(desk, of, rows, values, why)
        return
    stored = desk.store.one(kind, {"_id": of})
    if stored is None:
        raise NotFound("errors.not_found", kind=kind, id=of)
    _unchanged(stored, rows)
    if kind == "students":
        students.edit(desk, of, stored["revision"], dict(values), why)
    else:
        references.save(desk, model_of(kind), of, stored["revision"], dict(values), why)


def _mend_kind(desk: Desk, of: Id, rows: list[Row], values: dict[str, str], why: Why) -> None:
    from core import kinds

    sort, code = of.split("/")
    newest = kinds.versions(desk, sort, code)[0]
    _unchanged(newest.model_dump(mode="json"), rows)
    kinds.save(desk, sort, code, newest.version, dict(values), why)


def _unchanged(stored: Row, rows: list[Row]) -> None:
    """RuleBroken when a value is no longer what the finding speaks of."""
    for row in rows:
        if (history.pick(stored, row["path"].split(".")) or "") != row["was"]:
            raise RuleBroken("names.changed", name=row["name"])


def keep(desk: Desk, ids: list[Id], why: Why) -> KeptName:
    """Keep these values as they are: not listed again until the value changes. The last of them is the act's subject.

    Asked of the right that editing the record needs. Raises Problems (no reason, nothing chosen, nothing to keep).
    """
    _asked(ids, why)
    rows = _findings(desk, ids)
    if bare := [r for r in rows if not r["was"]]:
        raise Problems([Problem("chosen", "names.nothing_to_keep", {"name": bare[0]["name"]})])
    if len({_right(r["kind"]) for r in rows}) > 1:
        raise Problems([Problem("chosen", "names.one_kind")])

    def work(tx: Tx) -> KeptName:
        for row in rows:
            if row["kind"] == "students":
                tx.student(row["of"])
            made = tx.add(
                KeptName(
                    _id=tx.new_id(), kind=row["kind"], record=Ref(id=row["of"], label=Text(kk=row["name"])),
                    path=row["path"], value=row["was"], reason=why.reason.strip(),
                ),
                scoped=False,
            )  # fmt: skip
        return made

    kept = desk.transact("names.keep", work, why, right=_right(rows[0]["kind"]), given=sorted(ids))
    for one in _by_record(rows).values():
        _look_again(desk, one[0])
    return kept


def _right(kind: str) -> str:
    if kind == "students":
        return "student.edit"
    return "kind.edit" if kind == "kinds" else references.right_to_edit(model_of(kind))


__all__ = ["MOST", "Done", "accept", "keep"]
