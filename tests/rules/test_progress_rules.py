"""GPA of a period, places with ties, debts with age and ways, the summary, the verdict of a promotion, what-if."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import grading, rulebooks
from core.errors import RuleBroken
from core.progress import rules, what_if
from core.progress.rules import Period, Place, Way
from core.promotions.rules import Figures, cleared_by, passes_up, proposed
from schemas.base import Ref, Text
from schemas.kinds import AwardRules, GpaKind, PromotionModel, PromotionRules, StudyRules, Threshold
from schemas.promotion import PromotionGround, Verdict
from schemas.words import TermKind

BOOK = rulebooks.shipped("kz-2022")
TERMS = {
    p.code: p
    for p in (
        Period("2024-1", 2024, TermKind.autumn, date(2024, 9, 1), date(2025, 1, 10)),
        Period("2024-2", 2024, TermKind.spring, date(2025, 1, 20), date(2025, 6, 1)),
        Period("2024-3", 2024, TermKind.summer, date(2025, 6, 10), date(2025, 7, 20)),
        Period("2025-1", 2025, TermKind.autumn, date(2025, 9, 1), date(2026, 1, 10)),
    )
}
LETTERS = {g.letter: g for g in BOOK.scale}


def result(
    code: str, letter: str = "B", term: str = "2024-1", credits: int = 5, n: int = 0, on: str = ""
) -> dict[str, Any]:
    grade = LETTERS[letter]
    return {
        "id": f"{code}:{term}:{n}", "discipline": {"id": code, "label": {"kk": code, "ru": "", "en": ""}}, "code": code,
        "term": term, "section": "", "attempt": 1, "credits": Decimal(credits), "scores": {}, "letter": letter,
        "final_grade": grade.low, "points": grade.points, "traditional": None, "mark": None, "state": grade.state.value,
        "earned": Decimal(credits) if grade.earns and grade.state.value == "passed" else Decimal(0), "gpa": grade.gpa,
        "replaces": True, "rules": "r", "source": "", "on": on or f"{term[:4]}-12-20",
    }  # fmt: skip


RESULTS = st.builds(
    result, st.sampled_from("ABCDE"), st.sampled_from(["A", "A-", "B", "C+", "D-", "FX", "F", "I"]),
    st.sampled_from(list(TERMS)), st.integers(1, 8), st.integers(0, 10**6),
)  # fmt: skip
RECORDS = st.lists(RESULTS, max_size=25, unique_by=lambda r: r["id"])


# GPA ----------------------------------------------------------------------------------------------------------------


def test_the_worked_example_and_the_three_kinds() -> None:
    """Abai: 4.0×3 + 3.0×2 + 0×3 = 18; 18 / 8 = 2.25: the failed discipline stays in the denominator."""
    record = [result("A", "A", credits=3), result("B", "B", "2024-2", 2), result("C", "F", "2024-2", 3)]
    found = rules.gpas(record, TERMS, "2024-2", 2024)
    assert found.cumulative == found.year == Decimal("2.25")
    assert found.term == Decimal(6) / 5
    assert rules.gpas(record, TERMS, "2025-1", 2025) == rules.Gpas(None, None, Decimal("2.25"))


def test_the_summer_belongs_to_its_year_and_its_result_replaces() -> None:
    record = [result("A", "F", "2024-1"), result("A", "B", "2024-3", n=1, on="2025-07-15")]
    found = rules.gpas(record, TERMS, "2024-1", 2024)
    assert (found.term, found.year, found.cumulative) == (0, 3, 3), "the old one stays in the GPA of its own term"


@given(RECORDS)
def test_a_gpa_lies_between_its_grades_and_one_term_is_all_there_is(record: list[dict[str, Any]]) -> None:
    for terms in (None, ["2024-1"], ["2024-1", "2024-2", "2024-3"]):
        value = rules.gpa_of(record, terms)
        rows = grading.counted([r for r in record if terms is None or r["term"] in terms])
        assert (value is None) == (not rows)
        if value is not None:
            assert min(r["points"] for r in rows) <= value <= max(r["points"] for r in rows)
    alone = [r for r in record if r["term"] == "2024-1"]
    found = rules.gpas(alone, TERMS, "2024-1", 2024)
    assert found.term == found.year == found.cumulative == grading.totals(alone)["gpa"]


# places -------------------------------------------------------------------------------------------------------------


def test_equal_ones_share_the_place() -> None:
    found = rules.places([Decimal(3), Decimal(4), None, Decimal(3), Decimal(2)])
    assert [str(p) if p else "" for p in found] == ["2–3", "1", "", "2–3", "4"]


@given(st.lists(st.none() | st.integers(0, 6), max_size=40))
def test_places_go_by_value_and_cover_everybody_once(values: list[int | None]) -> None:
    found = rules.places(values)
    known = [(v, p) for v, p in zip(values, found, strict=True) if v is not None and p is not None]
    assert len(known) == sum(v is not None for v in values)
    for a, p in known:
        assert p.first == 1 + sum(b > a for b, _ in known)
        assert p.last - p.first + 1 == sum(b == a for b, _ in known)
    assert {n for _, p in known for n in range(p.first, p.last + 1)} == set(range(1, len(known) + 1))


# debts --------------------------------------------------------------------------------------------------------------

TODAY = date(2025, 11, 1)


def debts(*record: dict[str, Any], enrolled: tuple[dict[str, Any], ...] = (), **more: Any) -> list[rules.Debt]:
    return rules.debts({"record": list(record), "enrolled": list(enrolled)}, TERMS, StudyRules(**more), TODAY)


def test_a_debt_is_as_old_as_its_first_fail() -> None:
    (one,) = debts(result("A", "F"), result("A", "FX", "2024-3", n=1, on="2025-07-15"))
    assert (one.since, one.term, one.letter, one.fails) == (date(2024, 12, 20), "2024-1", "FX", 2)
    assert one.days == (TODAY - date(2024, 12, 20)).days and one.terms == 2, "spring and autumn, not the summer"
    assert debts(result("A", "F"), result("A", "D-", "2024-3", n=1)) == [], "passed later: none"


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        (["FX"], (Way.resit, Way.individual, Way.again, Way.summer)), (["F"], (Way.again, Way.summer)),
        (["I"], (Way.individual,)), (["F", "FX"], (Way.resit, Way.individual, Way.again, Way.summer)),
        (["FX", "F"], (Way.again, Way.summer)), (["F", "F", "FX"], ()),
    ],
)  # fmt: skip
def test_the_ways_to_clear_a_debt(letters: list[str], ways: tuple[Way, ...]) -> None:
    rows = [result("A", x, "2024-1", n=n, on=f"2024-12-{10 + n}") for n, x in enumerate(letters)]
    (one,) = debts(*rows, third_fail=3)
    assert one.ways == ways


def test_the_summer_is_no_way_where_the_rules_do_not_let_it() -> None:
    assert Way.summer not in debts(result("A", "F", credits=20))[0].ways
    found = rules.debts({"record": [result("A", "F")]}, TERMS, StudyRules(), TODAY, last_year=True)
    assert Way.summer not in found[0].ways and Way.again in found[0].ways


def test_a_debt_that_is_studied_again_says_where() -> None:
    line = {"discipline": {"id": "A"}, "term": "2025-1"}
    assert debts(result("A", "F"), enrolled=(line,))[0].again == "2025-1"


@given(RECORDS)
def test_debts_are_as_many_as_the_totals_say(record: list[dict[str, Any]]) -> None:
    found = debts(*record)
    assert len(found) == grading.totals(record)["academic_debts"] == len(rules.fails_of(record))
    assert all(d.days >= 0 and d.terms >= 0 for d in found)
    assert {(d.discipline.id, d.fails) for d in found} == {(d.id, n) for d, n in rules.fails_of(record)}


# summary ------------------------------------------------------------------------------------------------------------


def test_the_summary_has_everybody_and_every_discipline_of_the_term() -> None:
    first = {"id": "s1", "record": [result("A"), result("B", "F")], "totals": {"academic_debts": 1}}
    second = {"id": "s2", "record": [result("A", "A"), result("C", "A", "2025-1")], "totals": {"academic_debts": 0}}
    people = [({"_id": "1", "number": "n1", "name": "Ә"}, first), ({"_id": "2", "number": "n2", "name": "Б"}, second)]
    found = rules.summary(people, "2024-1")
    assert [code for _, code, _ in found.heads] == ["A", "B"]
    one, two = found.lines
    assert [c and c["letter"] for c in one.cells] == ["B", "F"] and [c and c["letter"] for c in two.cells] == [
        "A",
        None,
    ]
    assert (one.credits, one.failed, one.debts, one.gpa) == (5, 1, 1, Decimal("1.5"))
    assert found.count(lambda r: r["state"] == "passed") == [2, 0]


# promotion ----------------------------------------------------------------------------------------------------------


def council(**more: Any) -> PromotionRules:
    steps = [Threshold(course=1, gpa=Decimal("1.8")), Threshold(course=2, gpa=Decimal(2))]
    return PromotionRules(since=2024, thresholds=steps, **more)


def owed(*fails: int) -> list[tuple[Ref, int]]:
    return [(Ref(id=str(n), label=Text(kk=str(n))), f) for n, f in enumerate(fails)]


@pytest.mark.parametrize(
    ("course", "gpa", "fails", "more", "verdict", "grounds"),
    [
        (1, "1.8", (), {}, Verdict.promoted, "reached"),
        (1, "1.79999", (), {}, Verdict.repeat, "below summer"),
        (2, "1.9", (1,), {}, Verdict.repeat, "below debts"),
        (1, "2.5", (1,), {}, Verdict.with_debts, "reached debts"),
        (1, "2.5", (1,), {"model": PromotionModel.no_debts}, Verdict.repeat, "debts"),
        (1, "2.5", (1, 1, 1), {"debts_most": 2}, Verdict.repeat, "many"),
        (1, "2.5", (1, 1), {"debts_most": 2}, Verdict.with_debts, "reached debts"),
        (1, "3.9", (3,), {}, Verdict.expel, "third_fail"),
        (1, "3.9", (3,), {"third_fail": 0}, Verdict.with_debts, "reached debts"),
        (1, "3.9", (2,), {"third_fail": 2}, Verdict.expel, "third_fail"),
        (1, None, (), {}, None, "no_gpa"),
        (5, "3.0", (), {}, None, "no_threshold"),
    ],
)  # fmt: skip
def test_the_verdict(
    course: int, gpa: str | None, fails: tuple[int, ...], more: dict[str, Any], verdict: Verdict | None, grounds: str
) -> None:  # fmt: skip
    most = more.pop("third_fail", 3)
    found = proposed(Figures(course, None if gpa is None else Decimal(gpa), owed(*fails)), council(**more), most)
    assert found.verdict is verdict and found.grounds == tuple(PromotionGround(g) for g in grounds.split())


FIGURES = st.builds(
    Figures, st.integers(1, 3), st.none() | st.decimals(0, 4, places=3), st.lists(st.integers(0, 4), max_size=4).map(
        lambda fails: owed(*fails)),
)  # fmt: skip
COUNCILS = st.builds(council, model=st.sampled_from(PromotionModel), debts_most=st.none() | st.integers(0, 3))
LAST = st.integers(0, 4)  # fails after which a study ends, 0: never


@given(FIGURES, COUNCILS, LAST)
def test_nobody_goes_up_against_the_rules_and_every_verdict_has_a_ground(
    of: Figures, given_: PromotionRules, last: int
) -> None:
    found = proposed(of, given_, last)
    assert found.grounds
    threshold = given_.threshold(of.course)
    if passes_up(found.verdict):
        assert of.gpa is not None and threshold is not None and of.gpa >= threshold
        assert not (last and any(n >= last for _, n in of.owed))
    if found.verdict is Verdict.promoted:
        assert not of.owed
    if found.verdict is Verdict.with_debts:
        assert of.owed and given_.model is PromotionModel.with_debts
    if found.verdict is None:
        assert of.gpa is None or threshold is None


@given(FIGURES, COUNCILS, st.decimals(0, 4, places=3), LAST)
def test_a_higher_gpa_never_makes_it_worse(of: Figures, given_: PromotionRules, more: Decimal, last: int) -> None:
    if of.gpa is None:
        return
    higher = Figures(of.course, max(of.gpa, more), of.owed)
    assert passes_up(proposed(of, given_, last).verdict) <= passes_up(proposed(higher, given_, last).verdict)


@given(st.integers(0, 5), LAST)
def test_who_may_clear_no_debt_is_proposed_for_expulsion_and_nobody_else(fails: int, last: int) -> None:
    """One setting: registration and re-sits end exactly where the promotion expels."""
    rows = [result("A", "FX", "2024-1", n=n, on=f"2024-12-{10 + n}") for n in range(fails)]
    none = any(not d.ways for d in debts(*rows, third_fail=last))
    found = proposed(Figures(1, Decimal(3), rules.fails_of(rows)), council(), last)
    assert none == (found.verdict is Verdict.expel)


def test_the_council_names_a_course_once_and_the_day_is_of_the_year() -> None:
    with pytest.raises(ValueError, match="course_twice"):
        PromotionRules(since=2024, thresholds=[Threshold(course=1, gpa=Decimal(1))] * 2)
    assert cleared_by("25.08", 2026) == date(2026, 8, 25) and cleared_by("29.02", 2026) == date(2026, 2, 28)
    assert council().gpa is GpaKind.cumulative


# what-if ------------------------------------------------------------------------------------------------------------


@given(RECORDS, st.data())
def test_what_if_touches_nothing_and_follows_the_rulebook(record: list[dict[str, Any]], data: st.DataObject) -> None:
    was = deepcopy(record)
    ids = data.draw(st.lists(st.sampled_from([r["id"] for r in record]), unique=True) if record else st.just([]))
    marks = {i: Decimal(data.draw(st.integers(0, 100))) for i in ids}
    after = what_if.changed(record, marks, [], BOOK, TODAY)
    assert record == was, "the record stays as it is"
    for old, new in zip(record, after, strict=True):
        if old["id"] not in marks:
            assert new is old
        else:
            grade = grading.letter_of(marks[old["id"]], BOOK)
            assert (new["letter"], new["points"], new["final_grade"]) == (grade.letter, grade.points, marks[old["id"]])
            assert (new["earned"] > 0) == (new["state"] == "passed")
    assert what_if.changed(record, {}, [], BOOK, TODAY) == record


def test_another_mark_and_a_further_discipline_change_what_follows() -> None:
    record = [result("A", "F"), result("B", "B")]
    more = what_if.Added(Ref(id="C", label=Text(kk="C")), "C", Decimal(5), "2024-1", Decimal(95))
    after = what_if.changed(record, {record[0]["id"]: Decimal(90)}, [more], BOOK, TODAY)
    total = grading.totals(after)
    assert (total["credits"], total["academic_debts"]) == (15, 0)
    assert round(total["gpa"], 4) == Decimal("3.5567")
    for bad in (Decimal(-1), Decimal(101)):
        with pytest.raises(RuleBroken):
            what_if.changed(record, {record[0]["id"]: bad}, [], BOOK, TODAY)
    with pytest.raises(RuleBroken):
        what_if.changed(record, {"nobody": Decimal(50)}, [], BOOK, TODAY)


def test_the_lists_by_their_rules() -> None:
    rules_, grant = AwardRules(), {"funding": "grant"}
    good = [result("A", "C+"), result("B", "A")]
    assert what_if.scholarship(good, grant, "2024-1", rules_) == ()
    assert what_if.scholarship(good, {"funding": "paid"}, "2024-1", rules_) == (what_if.Lack.funding,)
    assert what_if.scholarship([result("A", "D-")], grant, "2024-1", rules_) == (what_if.Lack.grades,)
    assert what_if.scholarship(good, grant, "2025-1", rules_) == (what_if.Lack.no_results,)
    assert what_if.Lack.debts in what_if.scholarship([*good, result("C", "F")], grant, "2024-1", rules_)
    assert what_if.vacant(good, {"funding": "paid"}, rules_) == ()
    assert what_if.vacant([result("A", "F")], grant, rules_) == (what_if.Lack.funding, what_if.Lack.debts)


def test_any_retake_bars_honours_also_when_the_last_grade_is_the_best() -> None:
    clean = [result("A", "A"), result("B", "A-")]
    assert what_if.honours(clean, AwardRules()) == ()
    again = [result("A", "FX"), result("A", "A", n=1), result("B", "A")]
    assert what_if.honours(again, AwardRules()) == (what_if.Lack.retake,)
    assert what_if.honours(again, AwardRules(honours_first=False)) == ()
    assert what_if.Lack.gpa in what_if.honours([result("A", "B")], AwardRules())


def test_equal_gpas_are_told_apart_by_the_share_of_the_best_grades() -> None:
    rules_ = AwardRules()
    even = [result("A", "B"), result("B", "B")]
    mixed = [result("A", "A"), result("B", "C")]
    first, second = what_if.weight(mixed, rules_), what_if.weight(even, rules_)
    assert first[0] == second[0] == 3 and first > second
    assert rules.places([first, second, first]) == [Place(1, 2), Place(3, 3), Place(1, 2)]
