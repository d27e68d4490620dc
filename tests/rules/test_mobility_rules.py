"""The rules of a stay elsewhere: agreements, days, grades under the partner's scale, and what a line becomes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import rulebooks
from core.errors import RuleBroken
from core.mobility.rules import Given, agreement, days, grade_of, plain_letter, problems, result
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.mobility import Mobility, MobilityLine, MobilityState, MobilityWay
from schemas.rulebook import Grade, Rulebook
from schemas.words import ResultState

DAY = date(2027, 2, 1)
OWN = rulebooks.shipped("kz-2022")
ABROAD = Rulebook(
    _id="abroad@1", code="abroad", name=Text(kk="Бес балдық"), own=False, effective=date(2010, 1, 1), repeat="all",
    scale=[Grade(letter=x, points=Decimal(int(x) - 1)) for x in "543"]
    + [Grade(letter="2", points=Decimal(0), state=ResultState.failed, earns=False)],
)  # fmt: skip
PERCENT = Rulebook(
    _id="percent@1", code="percent", name=Text(kk="Пайыз"), own=False, effective=date(2010, 1, 1),
    scale=[
        Grade(letter="P", low=Decimal(50), high=Decimal(100)),
        Grade(letter="N", low=Decimal(0), high=Decimal(49), state=ResultState.failed, earns=False),
    ],
)  # fmt: skip
SOLFEGE = Discipline(_id="d1", code="S1", name=Text(kk="Сольфеджио"), credits=Decimal(5))


def line(id: str = "a", theirs: str = "Ear training", ours: str | None = "d1", **more: object) -> MobilityLine:
    ref = Ref(id=ours, label=Text(kk=ours)) if ours else None
    return MobilityLine.model_validate(
        {"id": id, "theirs": theirs, "their_credits": Decimal(6), "discipline": ref, "credits": Decimal(5), **more}
    )


def stay(*lines: MobilityLine, starts: date = DAY, length: int = 100, **more: object) -> Mobility:
    return Mobility.model_validate(
        {
            "number": "А-1", "way": MobilityWay.out, "student": Ref(id="s", label=Text(kk="С")), "study": "st",
            "partner": "Тест академия", "term": Ref(id="t", label=Text(kk="т")), "starts": starts,
            "ends": starts + timedelta(days=length), "lines": list(lines), "transcript": "№ 7", **more,
        }
    )  # fmt: skip


def keys(found: list[object]) -> list[str]:
    return [p.key.removeprefix("mobility.") for p in found]  # type: ignore[attr-defined]


@given(st.lists(st.tuples(st.sampled_from(["Aural", "aural ", "Score"]), st.sampled_from(["d1", "d2", None]))))
def test_an_agreement_names_each_row_that_comes_twice(rows: list[tuple[str, str | None]]) -> None:
    found = agreement([line(str(n), theirs, ours) for n, (theirs, ours) in enumerate(rows)])
    names, ours = [r[0].strip().lower() for r in rows], [r[1] for r in rows if r[1]]
    assert len(found) == len(names) - len(set(names)) + len(ours) - len(set(ours))
    assert all(p.row is not None and 0 < p.values["first"] <= p.row for p in found)


@given(st.integers(0, 300), st.integers(-5, 120), st.sampled_from(list(MobilityState)))
def test_a_student_is_at_one_place_at_a_time(after: int, length: int, state: MobilityState) -> None:
    other, starts = stay(state=state), DAY + timedelta(days=after)
    found = days(starts, starts + timedelta(days=length), [other])
    if length < 0:
        assert [p.field for p in found] == ["ends"]
    elif state in (MobilityState.planned, MobilityState.running) and after <= 100:
        assert keys(found) == ["overlaps"]
    else:
        assert found == []


@pytest.mark.parametrize(
    ("text", "scale", "letter"),
    [("5", ABROAD, "5"), (" b+ ", OWN, "B+"), ("92", OWN, "A-"), ("92,4", OWN, "A-"), ("50", PERCENT, "P")],
)
def test_a_grade_is_read_as_the_transcript_has_it(text: str, scale: Rulebook, letter: str) -> None:
    assert grade_of(text, scale).letter == letter


@pytest.mark.parametrize("text", ["", "6", "NaN", "inf", "өте жақсы", "4,5"])
def test_a_grade_the_scale_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"mobility\.no_such_grade"):
        grade_of(text, ABROAD)


@given(st.sampled_from("5432"), st.booleans(), st.decimals(-3, 20, places=1), st.booleans(), st.booleans())
def test_only_what_was_passed_there_and_not_yet_here_is_recognised(
    grade: str, plain: bool, credits: Decimal, done: bool, passed: bool
) -> None:
    record = [{"discipline": {"id": "d1"}, "state": "passed", "letter": "B", "term": "2026-1", "attempt": 1}] * passed
    found = problems(stay(line(recognised=done)), [Given("a", grade, credits, plain)], ABROAD, record)
    wrong = done or passed or credits <= 0 or (not plain and grade == "2")
    assert bool(found) == wrong


def test_what_speaks_against_a_line_is_said_beside_it() -> None:
    of = stay(line(), line("b", "Score reading", None))
    asked = [Given("a"), Given("b", plain=True), Given("x"), Given("a", "5")]
    found = problems(of, asked, None, [])
    assert [(p.field, p.key.removeprefix("mobility.")) for p in found] == [
        ("a.grade", "grade_missing"), ("b", "no_discipline"), ("x", "no_such_line"), ("a", "no_such_line"),
    ]  # fmt: skip
    assert keys(problems(of, [Given("a", "5")], None, [])) == ["scale_missing"]


@given(st.sampled_from("543"), st.booleans(), st.integers(0, 3), st.integers(-50, 200))
def test_a_recognised_line_is_a_result_under_the_scale_of_its_grade(
    letter: str, plain: bool, tried: int, late: int
) -> None:
    record = [{"discipline": {"id": "d1"}, "state": "failed", "attempt": n + 1} for n in range(tried)]
    of, day = stay(line()), DAY + timedelta(days=100 + late)
    given_ = Given("a", letter, Decimal("4.5"), plain)
    found = result(of, of.lines[0], given_, SOLFEGE, "2026-2", ABROAD, OWN, record, "r", day)
    assert found.state is ResultState.passed and found.earned == found.credits == Decimal("4.5")
    assert found.attempt == tried + 1 and found.on == min(of.ends, day) and "№ 7" in found.source
    assert "Тест академия" in found.source and "Ear training" in found.source
    if plain:
        assert (found.letter, found.points, found.gpa, found.rules) == (plain_letter(OWN), None, False, OWN.id)
    else:
        assert (found.letter, found.points, found.rules) == (letter, Decimal(int(letter) - 1), ABROAD.id)
        assert found.gpa and not found.replaces


def test_the_letter_without_a_grade_is_the_pass_of_the_own_scale() -> None:
    assert plain_letter(OWN) == "P" and plain_letter(ABROAD) == "P"
