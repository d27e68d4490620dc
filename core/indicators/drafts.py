"""A definition while it is written: everything as typed, read as a definition at any moment.

Nothing here is stored: a draft becomes a version by `core.kinds.save`, as every kind does.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from core import house
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems
from core.indicators.definition import check, live_problems
from core.indicators.periods import periods
from core.sources import askable, source_of
from schemas.base import LANGS, Id, Text, new_id
from schemas.condition import BARE, Op
from schemas.kinds import IndicatorKind, Kind, Sort

CONDITIONS = ("of", "counts", "over_of")
LISTS = (*CONDITIONS, "aims")
WHOLE = ("per", "digits", "late_days")
NUMBERS = (*WHOLE, "value", "near")
TOKENS = ("@today", "@first", "@last")
AGAINST = ("value", "field", *TOKENS)  # what a condition compares its field with
EMPTY: Row = {"field": "", "op": "is", "against": "value", "value": "", "other": "", "days": ""}
FIRST = 5  # fields of the rows that a new definition shows by itself
NOBODY = "new"


@dataclass
class Draft:
    """code: of the entry («» of one that is not there yet); seen: the version it was begun from. values: as typed; of,
    counts, over_of: conditions, aims: targets, as rows with an id of their own."""

    code: str = ""
    seen: int = 0
    values: Row = field(default_factory=dict)
    of: list[Row] = field(default_factory=list)
    counts: list[Row] = field(default_factory=list)
    over_of: list[Row] = field(default_factory=list)
    aims: list[Row] = field(default_factory=list)
    first: str = ""

    @property
    def changed(self) -> bool:
        """Does it differ from what it was begun from?"""
        return self.print() != self.first

    def rows(self, of: str) -> list[Row]:
        """The rows of one of its lists."""
        found: list[Row] = getattr(self, of)
        return found

    def typed(self, path: str, value: Any, of: str = "", row: Id = "") -> None:
        """See `typed`."""
        typed(self, path, value, of, row)

    def added(self, of: str, today: date) -> None:
        """See `added`."""
        added(self, of, today)

    def removed(self, of: str, row: Id) -> None:
        """See `removed`."""
        removed(self, of, row)

    def print(self) -> str:
        """All of it in one text, to compare."""
        return repr((self.values, *(getattr(self, of) for of in LISTS)))


def begun(kind: Kind | None) -> Draft:
    """The draft of an entry's newest version; of a new one: nothing chosen, the usual of a share."""
    if kind is None:
        made = Draft()
        fields = IndicatorKind.model_fields
        values: Row = {k: plain(f.get_default(call_default_factory=True)) for k, f in fields.items() if k != "source"}
        made.values = {"name": dict.fromkeys(LANGS, ""), "source": "", **values}
    else:
        made = Draft(kind.code, kind.version)
        made.values = {"name": plain(kind.name), **plain(kind.body)}
    for of in LISTS:
        rows = made.values.pop(of)
        setattr(made, of, [{"id": new_id(), **(_aim(r) if of == "aims" else condition(r))} for r in rows])
    made.values.pop("sort", None)
    made.values |= {**{k: str(made.values[k]) for k in WHOLE}, "over": made.values["over"] or "",
                    "shown": [p.strip() for p in made.values["shown"].split(",") if p.strip()]}  # fmt: skip
    made.first = made.print()
    return made


def condition(row: Row) -> Row:
    """A stored condition as a row of the screen."""
    value = str(row["value"])
    against = "field" if row["other"] else value if value in TOKENS else "value"
    typed = {k: row[k] for k in ("field", "op", "other")}
    return typed | {"against": against, "value": "" if value in TOKENS else value, "days": str(row["days"] or "")}


def _aim(row: Row) -> Row:
    days = {k: date.fromisoformat(row[k]) if row[k] else None for k in ("since", "until")}
    return days | {k: said(Decimal(str(row[k]))) for k in ("value", "near")}


def copied(draft: Draft) -> Draft:
    """A new entry that begins as this one, without its name."""
    made = Draft(values={**copy.deepcopy(draft.values), "name": dict.fromkeys(LANGS, "")})
    for of in LISTS:
        setattr(made, of, [{**r, "id": new_id()} for r in getattr(draft, of)])
    return made


def typed(draft: Draft, path: str, value: Any, of: str = "", row: Id = "") -> None:
    """A value as typed: of the whole, or of a row of a list (of)."""
    target = next((r for r in getattr(draft, of) if r["id"] == row), None) if of else draft.values
    if target is None or target.get(path) == value:
        return
    target[path] = value
    if of in CONDITIONS and path == "field":
        chosen_field(target)
    if not of and path == "source":
        _sourced(draft)


def chosen_field(row: Row) -> None:
    """Another field was chosen for a condition: a word of the one before would be none of this one's."""
    row |= {"value": "", "other": "", "against": "value", "op": "is"}


def _sourced(draft: Draft) -> None:
    """What a source brings by itself where nothing was chosen: its term, the fields of its table."""
    if not draft.values["source"]:
        return
    source = source_of(draft.values["source"])
    if not draft.values["when"] and source.term:
        draft.values["when"] = "@term"
    if not draft.values["shown"]:
        draft.values["shown"] = [p for p, s in askable(source).items() if s.show.table][:FIRST]


def added(draft: Draft, of: str, today: date) -> None:
    """A new condition, or a target from today."""
    fresh = {"since": today, "until": None, "value": "", "near": ""} if of == "aims" else EMPTY
    getattr(draft, of).append({"id": new_id(), **fresh})


def removed(draft: Draft, of: str, row: Id) -> None:
    """A row taken off."""
    setattr(draft, of, [r for r in getattr(draft, of) if r["id"] != row])


def values(draft: Draft) -> dict[str, Any]:
    """The draft as `core.kinds.save` takes it: {dotted path: value}."""
    own = _clean(draft.values, "name") | {"over": draft.values["over"] or None}
    own["shown"] = ", ".join(draft.values["shown"])
    found = {"name": draft.values["name"], **{f"body.{k}": v for k, v in own.items()}}
    found |= {f"body.{of}": [asked(row) for row in getattr(draft, of)] for of in CONDITIONS}
    found["body.aims"] = [_given(_clean(row, "id")) for row in draft.aims]
    return _given(found, "body.source")


def _given(row: Row, *only: str) -> Row:
    """Without what is empty: it is then said to be missing."""
    return {k: v for k, v in row.items() if v not in (None, "") or only and k not in only}


def asked(row: Row) -> Row:
    """A row of the screen as a condition: what its comparison doesn't use stays behind."""
    bare = Op(row["op"]) in BARE
    against = "value" if bare else row["against"]
    return _given({
        "field": row["field"], "op": row["op"], "other": row["other"] if against == "field" else "",
        "value": against if against in TOKENS else row["value"] if against == "value" and not bare else "",
        "days": 0 if against == "value" or not row["days"] else _clean({"days": row["days"]})["days"],
    }, "field")  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """kind: the definition where it is whole enough to be asked. problems: everything that is wrong, each beside its
    field as it stands in the entry («body.of.0.value»)."""

    kind: Kind | None
    problems: tuple[Problem, ...]


def read(desk: Desk, draft: Draft) -> Reading:
    """The draft as a definition: what is unfinished is named."""
    found: list[Problem] = []
    if not str(draft.values["name"]["kk"]).strip():
        found.append(Problem("name", "errors.field.missing"))
    given = values(draft)
    own = {k.removeprefix("body."): v for k, v in given.items() if k != "name"}
    try:
        body = IndicatorKind.model_validate(plain(own))
    except ValidationError as e:
        return Reading(None, (*found, *Problems.of(e, "body.").problems))
    name = Text(kk=str(draft.values["name"]["kk"]).strip() or "—")
    made = Kind(sort=Sort.indicator, code=draft.code or NOBODY, name=name, effective=desk.today(), body=body)
    wrong = [_picked(draft, p) for p in check(desk.store, made, None)]
    if not wrong and (newest := periods(desk.store, body.every, desk.today(), 1)):
        wrong = live_problems(desk, body, newest[-1])
    return Reading(None if wrong else made, (*found, *wrong))


def _picked(draft: Draft, problem: Problem) -> Problem:
    """A field that is still to be chosen is missing there, not in the value that is not asked for."""
    _, of, n, path = (problem.field.split(".") + [""] * 3)[:4]
    if of in CONDITIONS and path == "value" and getattr(draft, of)[int(n)]["against"] == "field":
        return Problem(f"body.{of}.{n}.other", problem.key, problem.values)
    return problem


def number(raw: Any) -> Decimal | None:
    """What was typed as a number; None while it is none."""
    try:
        found = Decimal("".join(str(raw).split()).replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def said(value: Decimal) -> str:
    """A number as it is typed."""
    return f"{value.normalize():f}".replace(".", ",")


def _clean(row: Row, *without: str) -> Row:
    """Numbers with a comma as numbers; what is none stays as typed, to be refused by its own name."""
    found = {k: v for k, v in row.items() if k not in without}
    return found | {
        k: str(n) for k in (*NUMBERS, "days") if k in row and k in found and (n := number(row[k])) is not None
    }


def processes() -> dict[str, Text]:
    """The processes of the office."""
    return {k.code: k.name for k in house.entries(Sort.process)}


__all__ = [
    "AGAINST", "CONDITIONS", "EMPTY", "LISTS", "TOKENS", "Draft", "Reading", "added", "asked", "begun", "chosen_field",
    "condition", "copied", "processes", "read", "removed", "typed", "values",
]  # fmt: skip
