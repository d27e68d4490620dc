"""What a curriculum adds up to and where it breaks its template: each breach bound to its line, semester or part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.curricula.rules import Taught, breaches, circle, compared, refusing, totals
from schemas.base import Ref, Text
from schemas.curriculum import CurriculumLine
from schemas.kinds import Part, Structure
from schemas.words import Component, Cycle

NAME = Text(kk="Пән")


def line(n: int, semester: int = 1, credits: int = 5, block: str = "", choose: int = 1, **more: Any) -> CurriculumLine:
    return CurriculumLine.model_validate({
        "id": f"l{n}", "semester": semester, "discipline": Ref(id=f"d{more.pop('of', n)}", label=NAME), "code": f"D{n}",
        "cycle": "base", "component": "university", "credits": credits, "block": block, "choose": choose, **more,
    })  # fmt: skip


def template(**values: Any) -> Structure:
    return Structure.model_validate({"total": 30, "semester_least": 10, "semester_most": 20, **values})


def known(lines: list[CurriculumLine], **needs: tuple[str, ...]) -> dict[str, Taught]:
    return {x.discipline.id: Taught(NAME, needs.get(x.discipline.id, ())) for x in lines}


def keys(lines: list[CurriculumLine], structure: Structure | None, semesters: int = 2, **needs: Any) -> list[Any]:
    found = breaches(lines, semesters, structure, known(lines, **needs))
    return [(b.key.removeprefix("curricula."), b.line or b.semester or b.part) for b in found]


GOOD = [line(1), line(2), line(3, 2), line(4, 2, 10), line(5)]


def test_a_curriculum_that_fits_breaks_nothing() -> None:
    assert keys(GOOD, template()) == []


def test_wrong_total_and_semester_loads() -> None:
    assert keys([*GOOD[:-1], line(5, credits=4)], template()) == [("total_below", None)]
    assert keys([*GOOD, line(6, credits=1)], template()) == [("total_above", None)]
    assert keys(GOOD, template(semester_least=15, semester_most=15)) == []
    assert keys([*GOOD[:-1], line(5, 2)], template()) == []
    assert keys([*GOOD[:-1], line(5, 2, 6), line(6, 1, 0)], template(total=31)) == [("semester_load", 2)]


def test_parts_of_the_template_by_cycle_and_component() -> None:
    parts = [{"cycle": "general", "least": 5, "most": 5}, {"cycle": "base", "beside": "profile", "least": 30}]
    assert keys(GOOD, template(parts=parts)) == [("part_below", 0)]
    found = breaches(GOOD, 2, template(parts=parts), known(GOOD))
    assert [(b.part, b.values["by"]) for b in found] == [(0, 5)]
    both = [line(1, cycle="general", component="mandatory"), line(2, cycle="general"), *GOOD[2:]]
    only = [{"cycle": "general", "component": "mandatory", "least": 5, "most": 5}, parts[0]]
    assert [(b.key, b.part) for b in breaches(both, 2, template(parts=only), known(both))] == [
        ("curricula.part_above", 1)
    ]


def test_a_block_is_counted_once_and_its_alternatives_are_equal() -> None:
    block = [line(5, block="A"), line(6, block="A")]
    assert keys([*GOOD[:-1], *block], template()) == []
    assert keys([*GOOD[:-1], line(5, block="A"), line(6, block="A", credits=6)], template()) == [
        ("block_unequal", "l6")
    ]
    assert keys([*GOOD[:-1], line(5, block="A")], template()) == [("block_no_choice", "l5")]
    two = [line(5, block="A", choose=2, credits=5), line(6, block="A", choose=2), line(7, block="A", choose=2)]
    assert keys([*GOOD[:2], GOOD[2], GOOD[3].model_copy(update={"credits": Decimal(5)}), *two], template()) == []


def test_prerequisites_come_before() -> None:
    assert keys(GOOD, template(), d3=("d1",)) == []
    assert keys(GOOD, template(), d1=("d3",)) == [("prerequisite_later", "l1")]
    assert keys(GOOD, template(), d1=("d2",)) == [("prerequisite_later", "l1")]  # beside it is not before it
    assert keys(GOOD, template(), d1=("d99",)) == [("prerequisite_never", "l1")]
    elective = [*GOOD[:-1], line(5, block="A"), line(6, block="A")]
    found = breaches(elective, 2, template(), known(elective, d3=("d5",)))
    assert [(b.key, b.line, b.warning) for b in found] == [("curricula.prerequisite_elective", "l3", True)]
    assert refusing(found) == []


def test_twice_retired_small_and_too_late() -> None:
    assert keys([*GOOD[:-1], line(5, of=1)], template()) == [("twice", "l5")]
    assert [b.key for b in breaches(GOOD, 2, template(), {**known(GOOD), "d2": Taught(NAME, active=False)})] == [
        "curricula.retired"
    ]
    small = breaches([*GOOD[:-1], line(5, credits=2), line(6, credits=3)], 2, template(discipline_least=5), known(GOOD))
    assert [(b.line, b.warning) for b in small if b.key == "curricula.small"] == [("l5", True), ("l6", True)]
    assert keys([*GOOD[:-1], line(5, 3)], template(), 2) == [("beyond_semesters", "l5")]


def test_without_a_template_in_force() -> None:
    assert keys(GOOD, None) == [("no_structure", None)]


LINES = st.lists(
    st.tuples(
        st.integers(1, 8), st.integers(0, 9), st.sampled_from(["", "", "A", "B"]), st.integers(1, 3),
        st.sampled_from(list(Cycle)), st.sampled_from(list(Component)),
    ), max_size=16,
)  # fmt: skip


def made(rows: Any) -> list[CurriculumLine]:
    return [line(n, s, c, b, k, cycle=cycle, component=part) for n, (s, c, b, k, cycle, part) in enumerate(rows)]


@given(LINES)
def test_the_sums_agree_whichever_way_one_adds(rows: Any) -> None:
    sums = totals(made(rows))
    assert sums.total == sum(sums.semesters.values()) == sum(sums.parts.values())
    whole = [Part(cycle=c, least=Decimal(0)) for c in Cycle]
    assert sum((sums.of(p) for p in whole), Decimal(0)) == sums.total


@given(LINES)
def test_a_fulfilled_template_is_refused_only_for_lines(rows: Any) -> None:
    """A template made of what the lines add up to finds nothing wrong with any sum."""
    lines, sums = made(rows), totals(made(rows))
    parts = [
        {"cycle": c, "component": k, "least": sums.parts.get((c, k), 0), "most": sums.parts.get((c, k), 0)}
        for c in Cycle for k in Component
    ]  # fmt: skip
    structure = template(total=sums.total, semester_least=0, semester_most=500, parts=parts)
    found = breaches(lines, 8, structure, known(lines))
    assert {b.key for b in found} <= {"curricula.block_unequal", "curricula.block_no_choice"}
    more = {**parts[0], "least": parts[0]["least"] + 1, "most": None}
    for changed in ({"parts": [more]}, {"total": sums.total + 1}):
        values = {"total": sums.total, "semester_least": 0, "semester_most": 500, **changed}
        assert refusing(breaches(lines, 8, template(**values), known(lines))) != refusing(found)


@given(LINES, LINES)
def test_a_comparison_tells_every_line_once(a: Any, b: Any) -> None:
    was, now = made(a), made(b)
    assert compared(was, was) == []
    found = compared(was, now)
    assert sum(c.was is None for c in found) - sum(c.now is None for c in found) == len(now) - len(was)
    assert all(c.fields for c in found if c.was and c.now)


@given(st.dictionaries(st.integers(0, 7).map(str), st.lists(st.integers(0, 7).map(str), max_size=3), max_size=8))
def test_a_circle_is_told_where_there_is_one(wanted: Any) -> None:
    for start in wanted:
        way = circle(start, wanted)
        reached: set[str] = set()
        todo = list(wanted[start])
        while todo:
            if (at := todo.pop()) not in reached:
                reached.add(at)
                todo += wanted.get(at, [])
        assert bool(way) == (start in reached)
        if way:
            assert way[0] == way[-1] == start
            assert all(b in wanted[a] for a, b in zip(way, way[1:], strict=False))
