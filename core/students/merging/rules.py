"""What a merge would be and what stands in its way: rules over two stored records, no clock and no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core import history
from core.db.codec import plain
from core.fields import FieldSpec, form_fields
from core.students.second_study import GOING
from schemas.base import Id, Text
from schemas.student import Profile

Row = dict[str, Any]
NEVER = frozenset({"number"})  # each record keeps its own for good


@dataclass(frozen=True)
class Conflict:
    """Something to be looked at before two records are joined; `blocks`: it must be settled first."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    blocks: bool = False


def takeable() -> list[FieldSpec]:
    """The fields of the card that may be taken from the other record."""
    return [s for s in form_fields(Profile) if s.path not in NEVER]


def differing(keep: Row, other: Row) -> list[FieldSpec]:
    """The fields in which two cards differ; of personal values (tokens, or revealed) what is given."""
    return [s for s in takeable() if (_at(keep, s.path) or None) != (_at(other, s.path) or None)]


def suggested(keep: Row, other: Row) -> list[str]:
    """The fields worth taking: empty on the kept card, filled on the other."""
    return [s.path for s in differing(keep, other) if _at(keep, s.path) in (None, "") and _at(other, s.path)]


def _at(row: Row, path: str) -> Any:
    return history.pick(row, path.split("."))


def conflicts(keep: Row, other: Row, today: date) -> Iterator[Conflict]:
    """What the two records themselves say against it."""
    if keep["_id"] == other["_id"]:
        yield Conflict("records.same_record", blocks=True)
        return
    if keep.get("iin") and other.get("iin"):  # the register holds an IIN once, so these are two different ones
        yield Conflict("records.two_iins", {"first": _masked(keep["iin"]), "second": _masked(other["iin"])}, True)
    if (other.get("latest") or "") > today.isoformat():
        yield Conflict("records.future_events", {"number": other["number"], "day": other["latest"]}, True)
    if keep.get("born") and other.get("born") and keep["born"] != other["born"]:
        yield Conflict("records.two_birthdays", {"first": _day(keep["born"]), "second": _day(other["born"])})
    if keep.get("sex") and other.get("sex") and keep["sex"] != other["sex"]:
        yield Conflict("records.two_sexes")
    going = {(s["programme"] or {}).get("id") for s in keep["studies"] if s["status"] in GOING}
    for study in other["studies"]:
        programme = study.get("programme")
        if study["status"] in GOING and programme and programme["id"] in going:
            yield Conflict("records.two_going", {"programme": Text.model_validate(programme["label"])})
    mine = {_key(r) for s in keep["studies"] for r in s["record"]}
    twice = {r["code"] for s in other["studies"] for r in s["record"] if _key(r) in mine}
    if twice:
        yield Conflict("records.results_twice", {"codes": ", ".join(sorted(twice)[:10]), "n": len(twice)})


def _key(result: Row) -> tuple[str, str, str]:
    return result["code"], result["term"], result["letter"]


def _masked(iin: str) -> str:
    return "•••• " + iin[-4:]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def brought(keep: Row, other: Row, today: date, fresh: Any) -> tuple[list[Row], list[Row], dict[Id, Id]]:
    """(the other's studies, his papers, old study id → new) as they will stand in the kept record.

    A study keeps its id unless the kept record has such a one; `fresh()` then makes another.
    """
    taken = {s["id"] for s in keep["studies"]}
    ids = {s["id"]: fresh() if s["id"] in taken else s["id"] for s in other["studies"]}
    studies = [
        {**s, "id": ids[s["id"]], "since": plain(today),
         "came": [{"student": other["_id"], "study": s["id"]}, *(s.get("came") or [])]}
        for s in other["studies"]
    ]  # fmt: skip
    papers = [{**p, "study": ids.get(p["study"], p["study"])} for p in other["papers"]]
    return studies, papers, ids


def resting(events: list[Any], merged_in: Id) -> list[Any]:
    """What was written to the brought studies after a merge: while there is any, there is no way back."""
    at = next(n for n, e in enumerate(events) if e.id == merged_in)
    ids = {s["id"] for s in events[at].studies}
    gone = history.voided_ids([(e.id, getattr(e, "voids", None)) for e in events])
    return [e for e in events[at + 1 :] if e.id not in gone and ids & set(_studies_of(e))]


def _studies_of(event: Any) -> Iterator[Id]:
    named = getattr(event, "study", None)
    if isinstance(named, str):
        yield named
    if event.type == "profile_edited":
        yield from (c.field.split(".")[1] for c in event.changes if c.field.startswith("studies."))


__all__ = ["Conflict", "brought", "conflicts", "differing", "resting", "suggested", "takeable"]
