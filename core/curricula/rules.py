"""What a curriculum adds up to, and where it breaks the template of its intake. Values in, values out.

Every breach is bound to what it speaks of: a line, a semester, a part of the template, or the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.ledger import blocks, required
from schemas.base import Id, Text
from schemas.curriculum import CurriculumLine
from schemas.kinds import Part, Structure
from schemas.words import Component, Cycle

NONE = Decimal(0)


@dataclass(frozen=True)
class Taught:
    """What the catalogue says of a discipline: its name, what must be passed before it, is it in use."""

    name: Text
    prerequisites: tuple[Id, ...] = ()
    active: bool = True


@dataclass(frozen=True)
class Breach:
    """One thing that is wrong: message key and values; of which line, semester or part of the template.

    warning: said, but no reason to refuse.
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    line: Id | None = None
    semester: int | None = None
    part: int | None = None
    warning: bool = False


@dataclass(frozen=True)
class Totals:
    """Credits of a curriculum; an elective block counts only the lines that are to be chosen."""

    total: Decimal
    semesters: dict[int, Decimal]
    parts: dict[tuple[Cycle, Component], Decimal]

    def of(self, part: Part) -> Decimal:
        """Credits of a part of a template: a cycle or two together, or one component of it."""
        cycles = {part.cycle, part.beside}
        return sum(
            (v for (cycle, component), v in self.parts.items()
             if cycle in cycles and part.component in (None, component)), NONE,
        )  # fmt: skip


def totals(lines: Sequence[CurriculumLine]) -> Totals:
    """The sums of a curriculum: in all, by semester, by cycle and component."""
    asked = required(lines)
    semesters: dict[int, Decimal] = {}
    parts: dict[tuple[Cycle, Component], Decimal] = {}
    for line in lines:
        credits = asked[line.id]
        semesters[line.semester] = semesters.get(line.semester, NONE) + credits
        if credits:
            key = (line.cycle, line.component)
            parts[key] = parts.get(key, NONE) + credits
    return Totals(sum(asked.values(), NONE), dict(sorted(semesters.items())), parts)


def breaches(
    lines: Sequence[CurriculumLine], semesters: int, structure: Structure | None, catalogue: Mapping[Id, Taught],
) -> list[Breach]:  # fmt: skip
    """Everything that is wrong with a curriculum: lines first, in their order, then semesters, parts, the whole.

    semesters: how many it has. structure: the template in force for its intake; None where there is none, which is
    a breach too. catalogue: of the disciplines it names.
    """
    found = [*_of_lines(lines, semesters, structure, catalogue), *_of_blocks(lines)]
    order = {x.id: i for i, x in enumerate(lines)}
    found.sort(key=lambda b: (order.get(b.line or "", -1), b.warning))
    return [*found, *_of_sums(lines, semesters, structure)]


def refusing(found: Iterable[Breach]) -> list[Breach]:
    """Those for which a curriculum is not approved."""
    return [b for b in found if not b.warning]


def _of_lines(
    lines: Sequence[CurriculumLine], semesters: int, structure: Structure | None, catalogue: Mapping[Id, Taught]
) -> Iterable[Breach]:
    first: dict[Id, CurriculumLine] = {}
    for line in lines:
        first.setdefault(line.discipline.id, line)
    for line in lines:
        other = first[line.discipline.id]
        if line.semester > semesters:
            yield Breach("curricula.beyond_semesters", {"semesters": semesters}, line.id)
        if other is not line:
            yield Breach("curricula.twice", {"semester": other.semester}, line.id)
        taught = catalogue.get(line.discipline.id)
        if taught is None or not taught.active:
            yield Breach("curricula.retired", {}, line.id)
        if structure and structure.discipline_least and line.credits < structure.discipline_least:
            yield Breach("curricula.small", {"least": structure.discipline_least}, line.id, warning=True)
        for wanted in taught.prerequisites if taught else ():
            yield from _prerequisite(line, first.get(wanted), catalogue.get(wanted))


def _prerequisite(line: CurriculumLine, before: CurriculumLine | None, taught: Taught | None) -> Iterable[Breach]:
    name = before.discipline.label if before else taught.name if taught else Text(kk="—")
    if before is None:
        yield Breach("curricula.prerequisite_never", {"name": name}, line.id)
    elif before.semester >= line.semester:
        yield Breach("curricula.prerequisite_later", {"name": name, "semester": before.semester}, line.id)
    elif before.block:
        yield Breach("curricula.prerequisite_elective", {"name": name}, line.id, warning=True)


def _of_blocks(lines: Sequence[CurriculumLine]) -> Iterable[Breach]:
    for (_, block), found in blocks(lines).items():
        head = found[0]
        if head.choose >= len(found):
            values = {"block": block, "choose": head.choose, "n": len(found)}
            yield Breach("curricula.block_no_choice", values, head.id)
        for line in found[1:]:
            same = (line.credits, line.choose, line.cycle, line.component)
            if same != (head.credits, head.choose, head.cycle, head.component):
                yield Breach("curricula.block_unequal", {"block": block, "name": head.discipline.label}, line.id)


def _of_sums(lines: Sequence[CurriculumLine], semesters: int, structure: Structure | None) -> Iterable[Breach]:
    if structure is None:
        yield Breach("curricula.no_structure")
        return
    sums = totals(lines)
    for semester in range(1, semesters + 1):
        credits = sums.semesters.get(semester, NONE)
        if not structure.semester_least <= credits <= structure.semester_most:
            values = {"credits": credits, "least": structure.semester_least, "most": structure.semester_most}
            yield Breach("curricula.semester_load", {"semester": semester, **values}, semester=semester)
    for place, part in enumerate(structure.parts):
        credits = sums.of(part)
        if credits < part.least:
            values = {"credits": credits, "least": part.least, "by": part.least - credits}
            yield Breach("curricula.part_below", values, part=place)
        if part.most is not None and credits > part.most:
            values = {"credits": credits, "most": part.most, "by": credits - part.most}
            yield Breach("curricula.part_above", values, part=place)
    if sums.total != structure.total:
        difference = sums.total - structure.total
        values = {"credits": sums.total, "total": structure.total, "by": abs(difference)}
        yield Breach("curricula.total_above" if difference > 0 else "curricula.total_below", values)


@dataclass(frozen=True)
class Changed:
    """What differs of one discipline between two curricula: was and now (None: not there), fields that differ."""

    was: CurriculumLine | None
    now: CurriculumLine | None
    fields: tuple[str, ...] = ()


COMPARED = (
    "semester", "cycle", "component", "credits", "lesson", "control", "block", "choose", "lecture_hours",
    "class_hours", "accompanist_hours", "department", "counts_in_gpa",
)  # fmt: skip


def compared(was: Sequence[CurriculumLine], now: Sequence[CurriculumLine]) -> list[Changed]:
    """Line by line, what differs: added, taken out, moved to another semester, changed. Lines meet by discipline (one
    that stands twice by its turn), so a copy is compared with what it was copied from."""
    left: dict[Id, list[CurriculumLine]] = {}
    for line in was:
        left.setdefault(line.discipline.id, []).append(line)
    found: list[Changed] = []
    for line in now:
        same = left.get(line.discipline.id)
        old = same.pop(0) if same else None
        if old is None:
            found.append(Changed(None, line))
        elif differing := tuple(f for f in COMPARED if _value(old, f) != _value(line, f)):
            found.append(Changed(old, line, differing))
    gone = [Changed(x, None) for lines in left.values() for x in lines]
    return sorted([*found, *gone], key=lambda c: ((c.now or c.was).semester, (c.now or c.was).code))  # type: ignore[union-attr]


def _value(line: CurriculumLine, name: str) -> Any:
    value = getattr(line, name)
    return value.id if name == "department" and value else value


def circle(start: Id, wanted: Mapping[Id, Sequence[Id]]) -> list[Id]:
    """A circle of prerequisites through a discipline: its members in turn, the first of them again at the end; empty
    where there is none. wanted: discipline → its prerequisites."""
    back: dict[Id, Id] = {}
    todo = [start]
    while todo:
        at = todo.pop(0)  # breadth first: the shortest circle is told
        for before in wanted.get(at, ()):
            if before == start:
                way = [start, at]
                while way[-1] != start:
                    way.append(back[way[-1]])
                return way[::-1]
            if before not in back:
                back[before] = at
                todo.append(before)
    return []
