"""A report while it is built: everything as chosen and typed, read as a definition at any moment; nothing is stored.

A cut is kept as «field|grain», a measure by its code among the ready ones; a share of one's own conditions has a code
«own:<id>» and its conditions in a list of that name.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems
from core.fields import FieldSpec
from core.indicators.drafts import EMPTY, asked, chosen_field, condition
from core.reports import keys, ready, time
from core.reports.definition import problems
from core.sources import askable, source_of
from schemas.base import Id, Lang, Ref, Text, new_id
from schemas.report import Figure, Grain, Reckoned, Report, ReportBody, ReportShape, Stretch

OWN = "own:"
PLAIN = ("source", "time", "when", "term", "shape", "columns", "sort", "chart")
DAYS_ = ("first", "last", "as_of")
NUMBERS = ("year", "limit", "hide_under")
FIRST = 6  # columns a new list begins with


@dataclass
class Draft:
    """id, seen: the report it was begun from and its revision; again_of: that whose next year it is. values: as
    chosen; lists: conditions by name; own: measures that are not among the ready ones, by code."""

    id: Id = ""
    seen: int = 0
    values: Row = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    own: dict[str, Figure] = field(default_factory=dict)
    first: str = ""
    again_of: Ref | None = None

    @property
    def code(self) -> str:
        """What its widgets are told apart by."""
        return f"report:{self.id}"

    @property
    def changed(self) -> bool:
        """Does it differ from what it was begun from?"""
        return self.print() != self.first

    def print(self) -> str:
        """All of it in one text, to compare."""
        return repr((self.values, self.lists, sorted(self.own)))

    def rows(self, of: str) -> list[Row]:
        """The conditions of a list."""
        return self.lists.setdefault(of, [])

    def typed(self, path: str, value: Any, of: str = "", row: Id = "") -> None:
        """A value as chosen or typed."""
        target = next((r for r in self.rows(of) if r["id"] == row), None) if of else self.values
        if target is None or target.get(path) == value:
            return
        target[path] = value
        if of and path == "field":
            chosen_field(target)
        if not of and path == "source":
            self._sourced()

    def _sourced(self) -> None:
        """Another source: its fields are others, so all that named fields begins anew with what is usual of it."""
        code = self.values["source"]
        if not code:
            return
        source = source_of(code)
        fields = dict(askable(source))
        self.lists = {"of": [{"id": new_id(), **condition(plain(c))} for c in ready.USUAL.get(source.code, ())]}
        self.own = {}
        self.values |= {
            "rows": [], "across": "", "sort": "", "figures": [Reckoned.number.value], "as_of": None,
            "when": ready.usual_when(source, fields), "time": Stretch.all.value,
            "columns": [p for p, s in fields.items() if s.show.table][:FIRST],
        }  # fmt: skip

    def added(self, of: str, today: date) -> None:
        """A new condition."""
        self.rows(of).append({"id": new_id(), **EMPTY})

    def removed(self, of: str, row: Id) -> None:
        """A condition taken off."""
        self.lists[of] = [r for r in self.rows(of) if r["id"] != row]

    def share(self) -> None:
        """A share of one's own conditions, of which there are none yet."""
        code = f"{OWN}{new_id()}"
        # Not whole yet: a share of nothing is no measure, and is said to be unfinished.
        self.own[code] = Figure.model_construct(what=Reckoned.share, field="", name=None, of=[], counts=[])
        self.values["figures"] = [*self.values["figures"], code]
        self.added(code, date.min)


def begun(report: Report | None, lang: Lang = "kk") -> Draft:
    """The draft of a report; of a new one: nothing chosen."""
    if report is None:
        made = Draft(values={
            "name": "", "answered": "", "source": "", "time": Stretch.all.value, "when": "", "term": "", "year": "",
            "first": None, "last": None, "as_of": None, "shape": ReportShape.table.value, "columns": [], "rows": [],
            "across": "", "figures": [Reckoned.number.value], "sort": "", "limit": "", "chart": "bars",
            "hide_under": "",
        })  # fmt: skip
    else:
        made = of_body(report.body)
        made.id, made.seen = report.id, report.revision
        made.values |= {"name": report.name.get(lang), "answered": report.answered}
    made.first = made.print()
    return made


def of_body(body: ReportBody) -> Draft:
    """The draft of a definition."""
    stored = plain(body)
    values: Row = {k: stored[k] for k in PLAIN} | {k: getattr(body, k) for k in DAYS_}
    values |= {k: str(getattr(body, k) or "") for k in NUMBERS}
    values |= {"rows": [cut_code(c.field, c.by) for c in body.rows], "name": "", "answered": ""}
    values["across"] = cut_code(body.across.field, body.across.by) if body.across else ""
    made = Draft(values=values, lists={"of": [{"id": new_id(), **condition(r)} for r in stored["of"]]})
    offered = ready.figures(body.source, dict(askable(source_of(body.source))))
    known = {repr(plain(f)): code for code, f in offered.items()}
    codes = []
    for figure in body.figures:
        code = known.get(repr(plain(figure)))
        if code is None or code in codes:
            code = f"{OWN}{new_id()}"
            made.own[code] = figure
            if figure.what in (Reckoned.share, Reckoned.number):
                made.lists[code] = [{"id": new_id(), **condition(plain(c))} for c in figure.counts]
        codes.append(code)
    made.values["figures"] = codes
    return made


def copied(draft: Draft) -> Draft:
    """A new report that begins as this one."""
    made = Draft(
        values=copy.deepcopy(draft.values) | {"name": ""}, lists=copy.deepcopy(draft.lists), own=dict(draft.own)
    )  # fmt: skip
    return made


def cut_code(path: str, by: Grain) -> str:
    """A cut as the screen keeps it."""
    return f"{path}|{by.value}"


def cut_of(code: str) -> Row:
    """A cut of the screen as it is stored."""
    path, _, by = code.partition("|")
    return {"field": path, "by": by or Grain.same.value}


def figure_of(draft: Draft, code: str, known: Mapping[str, Figure]) -> Any:
    """A measure by its code as it is stored."""
    if not code.startswith(OWN):
        return plain(known[code])
    figure = plain(draft.own[code])
    if code in draft.lists:
        figure["counts"] = [asked(r) for r in draft.rows(code)]
    return figure


@dataclass(frozen=True)
class Reading:
    """body: the definition where it is whole enough to be asked. problems: what is wrong, beside its field."""

    body: ReportBody | None
    problems: tuple[Problem, ...]


def read(desk: Desk, draft: Draft) -> Reading:
    """The draft as a definition: what is unfinished is named."""
    if not draft.values["source"]:
        return Reading(None, ())
    row: Row = {k: draft.values[k] for k in PLAIN} | {k: plain(draft.values[k]) for k in DAYS_}
    row |= {k: str(draft.values[k]).strip() or (None if k == "year" else 0) for k in NUMBERS}
    row["of"] = [asked(r) for r in draft.rows("of")]
    known = ready.figures(draft.values["source"], dict(askable(source_of(draft.values["source"]), desk.actor.role)))
    if row["shape"] == ReportShape.table.value:
        row["rows"] = [cut_of(c) for c in draft.values["rows"]]
        row["across"] = cut_of(draft.values["across"]) if draft.values["across"] else None
        codes = [c for c in draft.values["figures"] if c.startswith(OWN) or c in known]
        row["figures"] = [figure_of(draft, c, known) for c in codes]
        row["columns"], row["sort"] = [], row["sort"] if str(row["sort"]).isdigit() else ""
    else:
        row["sort"] = "" if str(row["sort"]).isdigit() else row["sort"]
    try:
        body = ReportBody.model_validate(row)
    except ValidationError as e:
        return Reading(None, tuple(_beside(draft, p) for p in Problems.of(e).problems))
    wrong = problems(desk, body, time.span_of(desk, body))
    return Reading(None if wrong else body, tuple(_beside(draft, p) for p in wrong))


def _beside(draft: Draft, problem: Problem) -> Problem:
    """Beside the widget: conditions of a measure of one's own stand in a list of its code."""
    parts = problem.field.split(".")
    if parts[0] == "figures" and len(parts) > 2:
        codes = draft.values["figures"]
        code = codes[int(parts[1])] if int(parts[1]) < len(codes) else ""
        if code.startswith(OWN) and parts[2] == "counts":
            return Problem(".".join(["body", code, *parts[3:]]), problem.key, problem.values)
        return Problem("body.figures", problem.key, problem.values)
    if parts[0] == "of" and parts[-1] == "value" and draft.rows("of")[int(parts[1])]["against"] == "field":
        parts[-1] = "other"
    return Problem(f"body.{'.'.join(parts)}", problem.key, problem.values)


def title(draft: Draft, fields: Mapping[str, FieldSpec], lang: Lang) -> str:
    """What a report is called where it was given no name: of what, by what."""
    said = source_of(draft.values["source"]).code.label(lang) if draft.values["source"] else ""
    codes = [*draft.values["rows"], *([draft.values["across"]] if draft.values["across"] else [])]
    by = [cut_of(c) for c in codes] if draft.values["shape"] == ReportShape.table.value else []
    words = [keys.label(fields[c["field"]], Grain(c["by"]), lang) for c in by if c["field"] in fields]
    return f"{said}: {', '.join(words)}" if words else said


def name_of(draft: Draft, was: Report | None, fields: Mapping[str, FieldSpec], lang: Lang) -> Text:
    """The name as it is stored: what was typed, in the language of the screen; the others stay."""
    said = str(draft.values["name"]).strip()
    if was is not None:
        held = plain(was.name) | ({lang: said} if said else {})
        return Text.model_validate(held | ({"kk": said} if not held["kk"] else {}))
    if said:
        return Text.model_validate({"kk": said, lang: said})
    return Text(kk=title(draft, fields, "kk"), ru=title(draft, fields, "ru"), en=title(draft, fields, "en"))


__all__ = ["OWN", "Draft", "Reading", "begun", "copied", "cut_code", "cut_of", "name_of", "of_body", "read", "title"]
