"""The list of an order as a table of texts: what stands in it in words, and what is typed into it as values.

A column is named by what it holds: a value the kind asks («set/group», «fact/reason»), «written», «note», and of a
document asked of every student its number and day («need/0/number», «need/0/day»).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.db.codec import plain
from core.db.store import Store
from core.errors import Problem, Problems
from core.fields import FieldSpec, word_for
from core.i18n import date_short, fold, parse_date
from core.imports import values as reading
from core.orders.asks import asks, checked
from core.references import words
from schemas.base import LANGS, Id, Lang
from schemas.kinds import OrderKind
from schemas.order import BasisPaper, Order, OrderLine

WRITTEN, NOTE = "written", "note"
LONGEST = {WRITTEN: 240, NOTE: 300}
Place = tuple[Id, str]  # study, column
Typed = Mapping[Id, Mapping[str, str]]


def asked(kind: OrderKind) -> dict[str, FieldSpec]:
    """What is asked of every line, by column."""
    return {a.key: a.spec for a in asks(kind) if not a.whole}


def papers(kind: OrderKind) -> dict[str, tuple[int, str]]:
    """The columns of documents asked of every student: which document, and whether its number or day."""
    return {f"need/{n}/{part}": (n, part) for n, need in enumerate(kind.bases) if need.each
            for part in ("number", "day")}  # fmt: skip


def columns(kind: OrderKind) -> list[str]:
    """Everything that is typed into the list."""
    return [*asked(kind), *papers(kind), WRITTEN, NOTE]


def paper_of(order: Order, line: OrderLine, need: int) -> BasisPaper | None:
    """The document of a kind that stands for one student."""
    return next((b for b in order.bases if b.need == need and b.student == line.student.id), None)


def shown(kind: OrderKind, order: Order, line: OrderLine, lang: Lang) -> dict[str, str]:
    """A line as stored, in words."""
    found = {key: word_for(spec, line.values.get(key), lang) for key, spec in asked(kind).items()}
    for column, (need, part) in papers(kind).items():
        paper = paper_of(order, line, need)
        found[column] = "" if paper is None else paper.number if part == "number" else date_short(paper.day)
    return {**found, WRITTEN: line.written, NOTE: line.note}


@dataclass
class Read:
    """What the typed cells make of an order: the order as it would be, what to change, what is no value."""

    order: Order
    changes: dict[str, Any]
    problems: dict[Place, Problem] = field(default_factory=dict)


def read(store: Store, order: Order, kind: OrderKind, typed: Typed) -> Read:
    """Lay typed cells over an order: good ones become values, of the others it is said what is wrong."""
    made = Read(order.model_copy(deep=True), {})
    specs, docs = asked(kind), papers(kind)
    readers = {c: _reader(specs[c], store) for c in {c for cells in typed.values() for c in cells} if c in specs}
    lines: dict[Id, dict[str, Any]] = {}
    for line in made.order.lines:
        said = typed.get(line.study) or {}
        for column, text in said.items():
            _cell(made, kind, line, column, " ".join(text.split()), readers)
        if any(c in specs or c in (WRITTEN, NOTE) for c in said):
            lines[line.study] = {"values": line.values, "written": line.written, "note": line.note}
    if lines:
        made.changes["lines"] = lines
    if any(c in docs for cells in typed.values() for c in cells):
        _papers(made, kind, typed)
        made.changes["bases"] = [plain(b) for b in made.order.bases]
    return made


def _cell(
    made: Read, kind: OrderKind, line: OrderLine, column: str, text: str, readers: Mapping[str, reading.Column]
) -> None:
    place = (line.study, column)
    if column in LONGEST:
        if len(text) > LONGEST[column]:
            made.problems[place] = Problem(column, "errors.field.string_too_long", {"max_length": LONGEST[column]})
        elif column == WRITTEN:
            line.written = text or line.student.label.kk
        else:
            line.note = text
        return
    if column not in readers:
        return
    line.values = {k: v for k, v in line.values.items() if k != column}
    if text:
        try:
            line.values |= checked(kind, {column: readers[column].value(text)}, whole=False)
        except reading.Bad as e:
            made.problems[place] = Problem(column, e.key, e.values_)
        except Problems as e:
            made.problems[place] = e.problems[0]


def _reader(spec: FieldSpec, store: Store) -> reading.Column:
    """How a column reads its cells; a word of an open list is named by its code or its name in any language."""
    if spec.kind != "code":
        return reading.column(spec, store)
    known = {fold(said): code for code, name in words(spec).items() for said in (code, *map(name.get, LANGS))}

    def turn(text: str) -> Any:
        if known and fold(text) not in known:
            raise reading.Bad("imports.not_in_list", value=text[:60])
        return known.get(fold(text), text)

    return reading.Column(spec, turn)


def _papers(made: Read, kind: OrderKind, typed: Typed) -> None:
    """The documents of students after what is typed; one with a number and no day is told to be without."""
    docs = papers(kind)
    for line in made.order.lines:
        said = typed.get(line.study) or {}
        for need in sorted({docs[c][0] for c in said if c in docs}):
            was = paper_of(made.order, line, need)
            number = " ".join(said.get(f"need/{need}/number", was.number if was else "").split())
            day: Any = was.day if was else None
            if (text := said.get(f"need/{need}/day")) is not None:
                day = _day(made, (line.study, f"need/{need}/day"), text.strip())
            rest = [b for b in made.order.bases if b is not was]
            if day is None and number:
                made.problems.setdefault((line.study, f"need/{need}/day"),
                                         Problem("day", "errors.field.missing"))  # fmt: skip
            elif day is not None and len(number) > 60:
                made.problems[line.study, f"need/{need}/number"] = Problem(
                    "number", "errors.field.string_too_long", {"max_length": 60})  # fmt: skip
            elif day is not None:
                rest.append(BasisPaper(need=need, number=number, day=day, student=line.student.id,
                                       scan=was.scan if was else None))  # fmt: skip
            made.order.bases = rest


def _day(made: Read, place: Place, text: str) -> Any:
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError as e:
        made.problems[place] = Problem("day", str(e))
        return None


def rows_of(kind: OrderKind, order: Order, studies: Iterable[Id], lang: Lang) -> dict[Id, dict[str, str]]:
    """Lines as stored, in words, by study."""
    wanted = set(studies)
    return {x.study: shown(kind, order, x, lang) for x in order.lines if x.study in wanted}


__all__ = ["NOTE", "WRITTEN", "Read", "Typed", "asked", "columns", "paper_of", "papers", "read", "rows_of", "shown"]
