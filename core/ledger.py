"""The credit ledger: what of a curriculum a student has passed, is studying, has yet to pass. Values in, values out.

Each line of the curriculum is counted once, whatever the number of attempts; of an elective block only as many lines
as are to be chosen. So earned + in progress + missing is what is required, per component, per cycle and in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from core import grading
from schemas.base import Id
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.words import Component, Cycle

Row = Mapping[str, Any]
State = Literal["passed", "running", "failed", "none", "beyond"]
NONE = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """Where a student stands with one line.

    state: passed; running (registered, no result yet); failed (an academic debt); none (never taken); beyond (of an
    elective block that others fill). result: the attempt that stands, if there is one. earned, running: credits that
    count for this line, never more than the line has.
    """

    line: CurriculumLine
    state: State
    earned: Decimal = NONE
    running: Decimal = NONE
    result: Row | None = None


@dataclass(frozen=True)
class Part:
    """A row of the ledger: a component of a cycle, a whole cycle (component None), or all (cycle None).

    missing = required − earned − running. open: what is still to be passed, those being studied too; of an elective
    block every alternative while one is lacking. short: passed with fewer credits than the line has.
    """

    cycle: Cycle | None
    component: Component | None
    required: Decimal
    earned: Decimal
    running: Decimal
    open: tuple[Standing, ...] = ()
    short: tuple[Standing, ...] = ()

    @property
    def missing(self) -> Decimal:
        return self.required - self.earned - self.running


@dataclass(frozen=True)
class Ledger:
    """parts: components of each cycle; cycles: their sums; total: all. apart: results that stand and count for no line:
    disciplines outside of the curriculum, and more of an elective block than was to be chosen."""

    parts: tuple[Part, ...]
    cycles: tuple[Part, ...]
    total: Part
    apart: tuple[Row, ...] = field(default=())


def ledger(study: Row, curriculum: Curriculum) -> Ledger:
    """The ledger of a study (as stored: `record`, `enrolled`) against a curriculum."""
    found = standings(study, curriculum)
    heads = _heads(curriculum.lines)
    parts: list[Part] = []
    for cycle in Cycle:
        for component in Component:
            mine = [s for s in found if (heads[s.line.id].cycle, heads[s.line.id].component) == (cycle, component)]
            if mine:
                parts.append(_part(cycle, component, mine, heads))
    cycles = tuple(_sum(c, own) for c in Cycle if (own := [p for p in parts if p.cycle is c]))
    counted = {s.result["id"] for s in found if s.result is not None and s.state == "passed"}
    planned = {x.discipline.id for x in curriculum.lines}
    best = _results(study["record"])
    apart = [
        r for discipline, r in best.items()
        if r["id"] not in counted and (discipline not in planned or r["state"] == "passed")
    ]  # fmt: skip
    return Ledger(tuple(parts), cycles, _sum(None, parts), tuple(apart))


def standings(study: Row, curriculum: Curriculum) -> list[Standing]:
    """Where the student stands with each line, in the order of the curriculum."""
    best, running = _results(study["record"]), _running(study)
    heads = _heads(curriculum.lines)
    taken: set[Id] = set()
    found: list[Standing] = []
    for line in curriculum.lines:
        discipline = line.discipline.id
        # The same discipline twice in a curriculum is a breach; still its one result counts for one line only.
        again = discipline in taken
        taken.add(discipline)
        result = None if again else best.get(discipline)
        found.append(_standing(line, heads[line.id].credits, result, not again and discipline in running))
    return _chosen(found, heads)


def difference(study: Row, curriculum: Curriculum, before_semester: int) -> list[CurriculumLine]:
    """Lines of earlier semesters that the student never took: the academic difference (a failed one is a debt).

    Of an elective block every alternative not yet taken, `choose` saying how many of them are still lacking.
    """
    found = [s for s in standings(study, curriculum) if s.line.semester < before_semester]
    lacking = {key: lines[0].choose for key, lines in blocks(s.line for s in found).items()}
    for s in found:
        if (key := block_of(s.line)) and s.state in ("passed", "running", "failed"):
            lacking[key] -= 1
    out: list[CurriculumLine] = []
    for s in found:
        key = block_of(s.line)
        if s.state == "none" and key is None:
            out.append(s.line)
        elif s.state == "none" and key is not None and lacking[key] > 0:
            out.append(s.line.model_copy(update={"choose": lacking[key]}))
    return out


def blocks(lines: Iterable[CurriculumLine]) -> dict[tuple[int, str], list[CurriculumLine]]:
    """Elective blocks: (semester, block) → its alternatives."""
    out: dict[tuple[int, str], list[CurriculumLine]] = {}
    for line in lines:
        if key := block_of(line):
            out.setdefault(key, []).append(line)
    return out


def block_of(line: CurriculumLine) -> tuple[int, str] | None:
    """The elective block a line is an alternative of; None for a line that everybody takes."""
    return (line.semester, line.block) if line.block else None


def _heads(lines: Sequence[CurriculumLine]) -> dict[Id, CurriculumLine]:
    """The line by which each line is counted: itself, or the first of its block (all of a block are equal once a
    curriculum is approved; in a draft the first one says cycle, component, credits and how many are chosen)."""
    first = {key: found[0] for key, found in blocks(lines).items()}
    return {x.id: first[key] if (key := block_of(x)) else x for x in lines}


def required(lines: Sequence[CurriculumLine]) -> dict[Id, Decimal]:
    """Credits that each line asks for; of a block its first `choose` lines carry what the whole block asks."""
    heads, out = _heads(lines), {}
    left = {key: found[0].choose for key, found in blocks(lines).items()}
    for line in lines:
        key = block_of(line)
        out[line.id] = heads[line.id].credits if key is None or left[key] > 0 else NONE
        if key is not None:
            left[key] -= 1
    return out


def _results(record: Sequence[Row]) -> dict[Id, Row]:
    """Discipline → the attempt that stands; one for each, even where the rulebook lets every attempt count."""
    own = grading.of_disciplines(record)
    stand = grading.standing([{**r, "replaces": True} for r in own])
    return {r["discipline"]["id"]: r for r in own if r["id"] in stand}


def _running(study: Row) -> set[Id]:
    """Disciplines the student is registered for in a term in which they have no result yet."""
    done = {(r["discipline"]["id"], r["term"]) for r in grading.of_disciplines(study["record"])}
    known = [(e["discipline"]["id"], e["term"]) for e in study.get("enrolled") or []]
    return {discipline for discipline, term in known if (discipline, term) not in done}


def _standing(line: CurriculumLine, credits: Decimal, result: Row | None, running: bool) -> Standing:
    if result is not None and result["state"] == "passed":
        return Standing(line, "passed", earned=min(credits, max(NONE, result["earned"])), result=result)
    if running:
        return Standing(line, "running", running=credits, result=result)
    if result is not None and result["state"] in ("failed", "open"):
        return Standing(line, "failed", result=result)
    return Standing(line, "none", result=result)


def _chosen(found: list[Standing], heads: Mapping[Id, CurriculumLine]) -> list[Standing]:
    """Of each elective block as many lines count as are to be chosen: passed ones first, then those being studied."""
    left = {key: lines[0].choose for key, lines in blocks(s.line for s in found).items()}
    order = {"passed": 0, "running": 1, "failed": 2, "none": 3}
    out = {s.line.id: s for s in found}
    for s in sorted(found, key=lambda s: (order[s.state], -s.earned)):  # stable: of equals the earlier line
        key = block_of(s.line)
        if key is None:
            continue
        if left[key] <= 0:
            out[s.line.id] = Standing(s.line, "beyond", result=s.result)
        elif s.state in ("passed", "running"):
            left[key] -= 1
    return [out[s.line.id] for s in found]


def _part(cycle: Cycle, component: Component, mine: list[Standing], heads: Mapping[Id, CurriculumLine]) -> Part:
    asked = required([s.line for s in mine])
    return Part(
        cycle, component, sum(asked.values(), NONE),
        sum((s.earned for s in mine), NONE), sum((s.running for s in mine), NONE),
        tuple(s for s in mine if s.state in ("running", "failed", "none")),
        tuple(s for s in mine if s.state == "passed" and s.earned < heads[s.line.id].credits),
    )  # fmt: skip


def _sum(cycle: Cycle | None, parts: Sequence[Part]) -> Part:
    return Part(
        cycle, None, sum((p.required for p in parts), NONE), sum((p.earned for p in parts), NONE),
        sum((p.running for p in parts), NONE),
        tuple(s for p in parts for s in p.open), tuple(s for p in parts for s in p.short),
    )  # fmt: skip
