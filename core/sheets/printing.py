"""Many sheets to paper at once: chosen by filters, told how many before, one file or one per sheet in a ZIP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TypeVar

from core import jobs, looks
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.jobs.run import Run
from core.pdf.batch import render_many
from core.pdf.bundle import joined, zipped
from core.pdf.sheet import SheetPaper, SheetPapers
from core.sheets.paper import Around, paper
from schemas.base import Id, Lang
from schemas.grade_sheet import GradeSheet

T = TypeVar("T")
JOB = "sheets.print"
RIGHT = "grade_sheet.read"
MOST = 3000  # sheets of one run
PART = 25  # sheets read, and in one file set, at once


@dataclass(frozen=True)
class Chosen:
    """Which sheets: of a term, a kind, a department, in a state; None is all."""

    term: Id | None = None
    kind: str | None = None
    department: Id | None = None
    status: str | None = None

    @property
    def where(self) -> Row:
        asked = {"term.id": self.term, "kind": self.kind, "department.id": self.department, "status": self.status}
        return {field: value for field, value in asked.items() if value}


@dataclass(frozen=True)
class Way:
    """How: in which language, as one file or one per sheet, with a copy for the folder of each."""

    lang: Lang = "kk"
    one: bool = False
    copies: bool = False


def count(desk: Desk, chosen: Chosen) -> int:
    """How many sheets would be printed; more than MOST are counted as one more."""
    return desk.count(GradeSheet, RIGHT, chosen.where, MOST + 1)


def begin(desk: Desk, chosen: Chosen, way: Way, why: Why) -> Id:
    """Begin to print; the id of the long work. RuleBroken: nothing to print, too many for one run."""
    n = count(desk, chosen)
    if not n:
        raise RuleBroken("sheets.print_none")
    if n > MOST:
        raise RuleBroken("sheets.print_too_many", most=MOST)
    return jobs.begin(desk, JOB, {"chosen": asdict(chosen), "way": asdict(way)}, why, total=n)


def print_work(run: Run) -> Row:
    """The long work; nothing is kept of one that was stopped."""
    desk, way = run.desk, Way(**run.params["way"])
    where = Chosen(**run.params["chosen"]).where
    found = desk.rows(GradeSheet, RIGHT, where, {"number": 1}, [("number", 1)], MOST)
    run.progress(0, len(found))
    data = _one(run, found, way) if way.one else _packed(run, found, way)
    if data is None or run.stopped():
        return {}
    run.keep("sheets.pdf" if way.one else "sheets.zip", data)
    for row in found:
        looks.note(desk, "grade_sheets", "grade_sheets", row["_id"], row["number"], "print")
    return {"n": len(found)}


def _papers(desk: Desk, found: list[Row], way: Way) -> Iterator[list[tuple[str, SheetPaper]]]:
    """Name and values of each sheet (and of its copy), read a few at a time."""
    for part in _parts(found):
        rows = desk.rows(GradeSheet, RIGHT, {"_id": {"$in": [r["_id"] for r in part]}}, sort=[("number", 1)])
        sheets = [GradeSheet.model_validate(r) for r in rows]
        around = Around.of(desk.store, sheets)
        made: list[tuple[str, SheetPaper]] = []
        for sheet in sheets:
            whole = paper(sheet, around, way.lang)
            made.append((f"{sheet.number}.pdf", whole))
            if way.copies:
                made.append((f"{sheet.number}-copy.pdf", replace(whole, copy=True)))
        yield made


def _packed(run: Run, found: list[Row], way: Way) -> bytes | None:
    names: list[str] = []

    def papers() -> Iterator[SheetPaper]:
        for part in _papers(run.desk, found, way):
            for name, made in part:
                names.append(name)
                yield made

    each = 2 if way.copies else 1
    files = dict(render_many(papers(), progress=lambda n: run.progress(n // each), stop=run.stopped))
    if run.stopped():
        return None
    return zipped((name, files[n]) for n, name in enumerate(names))


def _one(run: Run, found: list[Row], way: Way) -> bytes | None:
    bundles = (SheetPapers(tuple(made for _, made in part)) for part in _papers(run.desk, found, way))
    told = lambda n: run.progress(min(n * PART, len(found)))  # noqa: E731
    files = dict(render_many(bundles, progress=told, stop=run.stopped, protected=False))
    if run.stopped():
        return None
    return joined(files[n] for n in sorted(files))


def _parts(rows: list[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while part := list(islice(left, PART)):
        yield part
