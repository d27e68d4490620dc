"""A form while it is changed: everything as typed, read as a form at any moment; kept by `core.kinds.save` alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems
from core.stat_forms.checks import check_kind
from schemas.base import LANGS, Id, Text, new_id
from schemas.kinds import Kind, Sort, StatForm

Side = Literal["rows", "columns"]
SIDES: tuple[Side, ...] = ("rows", "columns")
OWN = ("day", "sheet", "sample")
NOBODY = "new"


@dataclass
class Draft:
    """code: of the entry («» of one that is not there yet); seen: the version it was begun from. values: name and what
    is said of the whole; of: whom it is about; rows, columns: lines with an id of their own and their conditions."""

    code: str = ""
    seen: int = 0
    values: Row = field(default_factory=dict)
    of: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    columns: list[Row] = field(default_factory=list)
    first: str = ""

    @property
    def changed(self) -> bool:
        """Does it differ from what it was begun from?"""
        return self.print() != self.first

    def print(self) -> str:
        """All of it in one text, to compare."""
        return repr((self.values, self.of, self.rows, self.columns))

    def lines(self, side: Side) -> list[Row]:
        """The lines of a side."""
        return self.rows if side == "rows" else self.columns


def begun(kind: Kind | None) -> Draft:
    """The draft of an entry's newest version; of a new one: a row and a column that count everybody."""
    body = kind.as_body(StatForm) if kind else StatForm()
    made = Draft(kind.code, kind.version) if kind else Draft()
    made.values = {"name": plain(kind.name) if kind else dict.fromkeys(LANGS, ""), **{k: getattr(body, k) for k in OWN},
                   "note": plain(body.note) if body.note else dict.fromkeys(LANGS, "")}  # fmt: skip
    made.of = [_condition(c) for c in plain(body.of)]
    made.rows, made.columns = ([_line(x) for x in plain(getattr(body, side))] for side in SIDES)
    if kind is None:
        added(made, "rows")
        added(made, "columns")
    made.first = made.print()
    return made


def _line(row: Row) -> Row:
    parts = [c.strip() for c in row["parts"].split(",") if c.strip()]
    return {**row, "id": new_id(), "parts": parts, "of": [_condition(c) for c in row["of"]]}


def _condition(row: Row) -> Row:
    values = [v.strip() for v in row["value"].split(",") if v.strip()]
    return {"id": new_id(), "field": row["field"], "op": row["op"], "values": values}


def added(draft: Draft, side: Side) -> Row:
    """A further line, with the next free code."""
    taken = {x["code"] for x in draft.lines(side)}
    n = len(taken) + 1
    while (code := f"{n:02d}" if side == "rows" else f"{n}") in taken:
        n += 1
    row: Row = {"id": new_id(), "code": code, "name": dict.fromkeys(LANGS, ""), "section": "", "counts": "there",
                "place": "", "parts": [], "of": []}  # fmt: skip
    draft.lines(side).append(row)
    return row


def moved(draft: Draft, side: Side, id: Id, by: int) -> None:
    """A line one place up or down; by 0: taken off."""
    lines = draft.lines(side)
    at = next((n for n, x in enumerate(lines) if x["id"] == id), None)
    if at is None:
        return
    row = lines.pop(at)
    if by:
        lines.insert(max(0, at + by), row)


def asked(conditions: list[Row]) -> None:
    """A further condition."""
    conditions.append({"id": new_id(), "field": "", "op": "among", "values": []})


def unasked(conditions: list[Row], id: Id) -> None:
    """A condition taken off."""
    conditions[:] = [c for c in conditions if c["id"] != id]


def values(draft: Draft) -> dict[str, Any]:
    """The draft as `core.kinds.save` takes it: {dotted path: value}."""
    found: dict[str, Any] = {"name": draft.values["name"], **{f"body.{k}": draft.values[k] for k in OWN}}
    found["body.note"] = draft.values["note"] if str(draft.values["note"]["kk"]).strip() else None
    found["body.of"] = [_asked(c) for c in draft.of]
    for side in SIDES:
        found[f"body.{side}"] = [
            {**{k: v for k, v in x.items() if k != "id"}, "parts": ", ".join(x["parts"]),
             "of": [_asked(c) for c in x["of"]]}
            for x in draft.lines(side)
        ]  # fmt: skip
    return found


def _asked(row: Row) -> Row:
    return {"field": row["field"] or "-", "op": row["op"], "value": ", ".join(row["values"])}


@dataclass(frozen=True)
class Reading:
    """kind: the form where it is whole enough to be filled. problems: all that is wrong, each beside its field as it
    stands in the entry («body.rows.0.of.0.value»)."""

    kind: Kind | None
    problems: tuple[Problem, ...]


def read(desk: Desk, draft: Draft) -> Reading:
    """The draft as a form: what is unfinished is named."""
    found: list[Problem] = []
    if not str(draft.values["name"]["kk"]).strip():
        found.append(Problem("name", "errors.field.missing"))
    own = {k.removeprefix("body."): v for k, v in values(draft).items() if k != "name"}
    try:
        body = StatForm.model_validate(own)
    except ValidationError as e:
        return Reading(None, (*found, *Problems.of(e, "body.").problems))
    name = Text(kk=str(draft.values["name"]["kk"]).strip() or "—")
    made = Kind(sort=Sort.stat_form, code=draft.code or NOBODY, name=name, effective=desk.today(), body=body)
    wrong = check_kind(desk.store, made, None)
    return Reading(None if wrong else made, (*found, *wrong))


__all__ = ["SIDES", "Draft", "Reading", "Side", "added", "asked", "begun", "moved", "read", "unasked", "values"]
