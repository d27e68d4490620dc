"""A file whose rows go into the timetable of a term, of classes or of exams: columns, dry run, long work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from core import files, jobs
from core.db.codec import digest, plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, RuleBroken
from core.i18n import fold, t
from core.imports.reading import Table, read
from core.jobs.run import Run, kept
from schemas.base import LANGS, Document, Id, Lang, Ref
from schemas.reference import Person, Room
from schemas.term import Term

D = TypeVar("D", bound=Document)
W = TypeVar("W")
NEW, CHANGED, SAME, BAD = "new", "changed", "same", "bad"


@dataclass(frozen=True)
class Shape(Generic[D]):
    """What such a file is: the word of its messages and of its long work, what a row becomes, its columns with an
    example, those that no file may lack."""

    word: str
    model: type[D]
    sample: Mapping[str, str]
    needed: Sequence[str]

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns, in their order."""
        return tuple(self.sample)

    def headings(self) -> dict[str, str]:
        """What a column may be called: folded heading → column, from the words of all three languages."""
        found = {name: name for name in self.columns}
        for lang in LANGS:
            for name in self.columns:
                found[fold(self.heading(name, lang))] = name
                found[fold(self.model.model_fields[name].metadata[-1].label(lang))] = name
        return found

    def heading(self, column: str, lang: Lang) -> str:
        """A column as the template calls it."""
        return t(f"{self.word}.column.{column}", lang)


@dataclass
class Plan(Generic[D]):
    """What a file would do to a term. rows: (number in the file, verdict, the lesson or exam as it would stand, the id
    of the one it changes). problems: beside row and column; warnings: what may stand, but is told."""

    shape: Shape[D]
    table: Table
    term: Term
    rows: list[tuple[int, str, D | None, Id | None]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, shape: Shape[D], term: Term, table: Table) -> Plan[D]:
        """With the columns found; where one that is needed is missing, that is all there is to tell."""
        plan, known = cls(shape, table, term), shape.headings()
        for at, heading in enumerate(table.headings):
            name = known.get(fold(heading))
            if name and name not in plan.places:
                plan.places[name] = at
        missing = [name for name in shape.needed if name not in plan.places]
        said = [{"column": shape.heading(m, desk.lang)} for m in missing]
        plan.problems = [Problem("", "timetable.no_column", v) for v in said] or list(table.problems)
        if missing:
            plan.places = {}
        return plan

    def cells(self) -> list[tuple[int, dict[str, str]]]:
        """Every row: its number and what stands in each column; none where a column is missing."""
        if not self.places:
            return []
        every = ({name: row[at] for name, at in self.places.items()} for row in self.table.rows)
        return list(zip(self.table.numbers, every, strict=True))

    def seed(self, number: int) -> Id:
        """The id of what a row would become, the same at each dry run."""
        return digest(f"{self.table.hash}:{number}")[:24]

    def head(self, column: str) -> str:
        """What the file itself calls a column."""
        return self.table.headings[self.places[column]] if column in self.places else column

    def bad(self, number: int, problems: Iterable[Problem]) -> None:
        """A row that can't go in, and why."""
        self.rows.append((number, BAD, None, None))
        self.problems += [Problem(self.head(p.field), p.key, p.values, number) for p in problems]

    def count(self, verdict: str) -> int:
        """How many rows have this verdict."""
        return sum(v == verdict for _, v, _, _ in self.rows)

    @property
    def works(self) -> list[tuple[int, str, D, Id | None]]:
        """The rows that change something."""
        return [(n, v, x, of) for n, v, x, of in self.rows if x is not None and v in (NEW, CHANGED)]

    def mark(self) -> str:
        """What was shown, in short: the same file over the same timetable gives the same."""
        names = self.shape.columns
        return digest(
            [[n, v, plain({k: getattr(x, k) for k in names}) if x else None, of] for n, v, x, of in self.rows]
        )


# what cells speak of ------------------------------------------------------------------------------------------------


def by_name(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Members of staff by what a file calls them: a staff number, or a name as it is written on papers."""
    found: dict[str, list[Person]] = {}
    for person in people:
        n = person.name
        short = f"{n.last} {n.first[:1]}." + (f"{n.middle[:1]}." if n.middle else "")
        for written in {person.number, fold(person.label().kk), fold(f"{n.last} {n.first}"), fold(short)}:
            found.setdefault(written, []).append(person)
    return found


def person(written: str, known: Mapping[str, Sequence[Person]], column: str) -> Ref | Problem:
    """Whom a cell names; what is wrong where it is nobody, or several."""
    fits = known.get(written) or known.get(fold(written)) or []
    if len(fits) == 1:
        return fits[0].ref()
    return Problem(column, "timetable.many_teachers" if fits else "timetable.no_teacher", {"name": written})


def room(code: str, known: Mapping[str, Room]) -> Ref | Problem:
    """The room a cell names, by its folded code."""
    found = known.get(fold(code))
    return found.ref() if found else Problem("room", "timetable.no_room", {"code": code})


# the long work ------------------------------------------------------------------------------------------------------


def begin(desk: Desk, wanted: Plan[D], data: bytes, why: Why) -> Id:
    """Begin to bring a table in, as the dry run showed it; the id of the long work. A reason is asked.

    Raises RuleBroken: there are problems, nothing would change, the term is closed.
    """
    if wanted.problems:
        raise RuleBroken("imports.has_problems", n=len(wanted.problems))
    if not wanted.works:
        raise RuleBroken("imports.nothing_new")
    if not why.reason.strip():
        raise RuleBroken("errors.reason_missing")
    check_open(wanted.term)
    word, name = wanted.shape.word, wanted.table.name
    file = kept(desk, name, data, word, "", Why(why.reason, why.basis, f"{why.command}:given"))
    params = {"file": file, "name": name, "term": wanted.term.id, "seen": wanted.mark()}
    return jobs.begin(desk, f"{word}.import", params, why, total=len(wanted.works))


def check_open(term: Term) -> None:
    """RuleBroken where the term was closed."""
    if term.closed:
        raise RuleBroken("calendar.term_closed", term=term.label(), day=term.closed)


def gone_on(run: Run, plan: Callable[[Desk, Term, Table], Plan[D]]) -> Plan[D]:
    """The dry run anew, by which the long work goes on: after a crash, of the rows that are not there yet. RuleBroken
    where the timetable has changed since it was shown."""
    desk = run.desk
    _, data = files.read(desk.store, run.params["file"])
    found = plan(desk, desk.store.load(Term, run.params["term"]), read(run.params["name"], data))
    if found.problems or (not run.at and found.mark() != run.params["seen"]):
        raise RuleBroken(f"{found.shape.word}.meanwhile")
    run.checkpoint(begun=True)
    return found


def in_parts(run: Run, term: Term, works: Sequence[W], size: int, put: Callable[[Sequence[W]], Any]) -> Row:
    """Put so many at a time into the timetable, each part one act, until all are in or somebody stops the work."""
    done = 0
    first = run.total - len(works)  # those that an earlier try has brought in
    for at in range(0, len(works), size):
        if run.stopped():
            break
        part = works[at : at + size]
        put(part)
        done += len(part)
        run.progress(first + done)
    return {"done": first + done, "total": run.total, "term": term.id}
