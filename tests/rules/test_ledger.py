"""The credit ledger: what is passed, studied and lacking always makes up what the curriculum asks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core import ledger
from core.curricula.rules import totals
from schemas.base import Ref, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.words import Component, Cycle

NAME = Text(kk="Пән")


def line(n: int, semester: int = 1, credits: int = 5, block: str = "", choose: int = 1, **more: Any) -> CurriculumLine:
    return CurriculumLine.model_validate({
        "id": f"l{n}", "semester": semester, "discipline": Ref(id=f"d{n}", label=NAME), "code": f"D{n}",
        "cycle": "base", "component": "university", "credits": credits, "block": block, "choose": choose, **more,
    })  # fmt: skip


def plan(*lines: CurriculumLine) -> Curriculum:
    return Curriculum(programme=Ref(id="p", label=NAME), intake=2024, lines=list(lines))


def result(n: int, state: str = "passed", credits: int = 5, term: str = "2024-1", **more: Any) -> dict[str, Any]:
    return {
        "id": f"r{n}-{term}-{state}", "discipline": {"id": f"d{n}", "label": {"kk": "Пән"}}, "code": f"D{n}",
        "term": term, "state": state,
        "earned": Decimal(credits if state == "passed" else 0), "credits": Decimal(credits),
        "replaces": True, **more,
    }  # fmt: skip


def study(*record: dict[str, Any], enrolled: tuple[tuple[int, str], ...] = ()) -> dict[str, Any]:
    return {
        "id": "s", "record": list(record),
        "enrolled": [{"discipline": {"id": f"d{n}"}, "term": term} for n, term in enrolled],
    }  # fmt: skip


LINES = st.lists(
    st.tuples(
        st.integers(1, 8), st.integers(1, 9), st.sampled_from(["", "", "A", "B"]), st.integers(1, 3),
        st.sampled_from(list(Cycle)), st.sampled_from(list(Component)),
    ), max_size=14,
)  # fmt: skip
RECORD = st.lists(
    st.tuples(st.integers(0, 17), st.sampled_from(["passed", "failed", "open", "neutral"]), st.integers(0, 9)),
    max_size=20,
)
ENROLLED = st.lists(st.tuples(st.integers(0, 17), st.sampled_from(["2024-1", "t3", "t5", "2025-1"])), max_size=8)


@given(LINES, RECORD, ENROLLED)
def test_earned_running_and_missing_make_up_the_required(rows: Any, record: Any, enrolled: Any) -> None:
    of = plan(*[
        line(n, s, c, b, k, cycle=cycle, component=part) for n, (s, c, b, k, cycle, part) in enumerate(rows)
    ])  # fmt: skip
    known = study(*[result(n, state, c, f"t{i}") for i, (n, state, c) in enumerate(record)], enrolled=tuple(enrolled))
    found = ledger.ledger(known, of)
    for part in [*found.parts, *found.cycles, found.total]:
        assert part.missing >= 0 and part.earned >= 0 and part.running >= 0
        assert part.earned + part.running + part.missing == part.required
    assert found.total.required == sum((p.required for p in found.parts), Decimal(0)) == totals(of.lines).total
    assert found.total.earned == sum((c.earned for c in found.cycles), Decimal(0))
    assert (found.total.missing == 0) >= (not found.total.open and not found.total.short)
    counted = [s.result["id"] for s in ledger.standings(known, of) if s.state == "passed" and s.result]
    assert len(counted) == len(set(counted)) and not set(counted) & {r["id"] for r in found.apart}


@given(LINES, RECORD, ENROLLED, st.integers(0, 12))
def test_a_further_pass_never_takes_credits_away(rows: Any, record: Any, enrolled: Any, n: int) -> None:
    of = plan(*[line(i, s, c, b, k) for i, (s, c, b, k, _, _) in enumerate(rows)])
    results = [result(i, state, c, f"t{k}") for k, (i, state, c) in enumerate(record)]
    before = ledger.ledger(study(*results, enrolled=tuple(enrolled)), of).total
    after = ledger.ledger(study(*results, result(n, "passed", 9, "t99"), enrolled=tuple(enrolled)), of).total
    assert after.earned >= before.earned and after.missing <= before.missing


@given(LINES, RECORD, st.integers(1, 9))
def test_what_is_a_difference_is_neither_passed_nor_a_debt(rows: Any, record: Any, before: int) -> None:
    of = plan(*[line(i, s, c, b, k) for i, (s, c, b, k, _, _) in enumerate(rows)])
    known = study(*[result(n, state, c, f"t{i}") for i, (n, state, c) in enumerate(record)])
    tried = {r["discipline"]["id"] for r in known["record"] if r["state"] != "neutral"}
    for lacking in ledger.difference(known, of, before):
        assert lacking.semester < before and lacking.discipline.id not in tried and lacking.choose >= 1


def test_a_repeated_discipline_counts_once() -> None:
    of = plan(line(1), line(2))
    found = ledger.ledger(study(result(1, "failed", term="a"), result(1, term="b"), result(1, "failed", term="c")), of)
    assert (found.total.earned, found.total.missing, found.apart) == (5, 5, ())
    kept = ledger.ledger(study(result(1, term="a", replaces=False), result(1, term="b", replaces=False)), of)
    assert kept.total.earned == 5 and kept.apart == ()


def test_of_a_block_only_what_is_to_be_chosen_counts() -> None:
    of = plan(line(1, block="A", choose=1), line(2, block="A", choose=1), line(3))
    none = ledger.ledger(study(), of)
    assert none.total.required == 10 and [s.line.id for s in none.total.open] == ["l1", "l2", "l3"]
    one = ledger.ledger(study(result(2)), of)
    assert one.total.earned == 5 and [s.line.id for s in one.total.open] == ["l3"]
    both = ledger.ledger(study(result(1), result(2)), of)
    assert both.total.earned == 5 and [r["code"] for r in both.apart] == ["D2"]
    taken = ledger.ledger(study(enrolled=((2, "now"),)), of)
    assert (taken.total.running, taken.total.missing) == (5, 5)
    assert [(s.line.id, s.state) for s in taken.total.open] == [("l2", "running"), ("l3", "none")]


def test_what_is_studied_and_what_failed() -> None:
    of = plan(line(1), line(2), line(3))
    known = study(result(1, "failed"), result(2, "failed"), enrolled=((2, "2025-1"), (1, "2024-1"), (3, "2025-1")))
    assert [s.state for s in ledger.standings(known, of)] == ["failed", "running", "running"]


def test_results_elsewhere_stand_apart_and_short_credits_are_told() -> None:
    of = plan(line(1), line(2, credits=6))
    found = ledger.ledger(study(result(9), result(2, credits=4)), of)
    assert [r["code"] for r in found.apart] == ["D9"]
    assert (found.total.earned, found.total.missing) == (4, 7)
    assert [s.line.id for s in found.total.short] == ["l2"] and [s.line.id for s in found.total.open] == ["l1"]


def test_the_academic_difference_of_a_transfer() -> None:
    of = plan(line(1, 1), line(2, 2, block="A", choose=1), line(3, 2, block="A", choose=1), line(4, 2), line(5, 3))
    assert [x.id for x in ledger.difference(study(result(1), result(4, "failed")), of, 3)] == ["l2", "l3"]
    assert ledger.difference(study(result(1), result(3), result(4)), of, 3) == []
    assert [x.id for x in ledger.difference(study(), of, 9)] == ["l1", "l2", "l3", "l4", "l5"]
