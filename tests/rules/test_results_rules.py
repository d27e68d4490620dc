"""Figures about results: parts make the whole, denominators stand, what is too small can't be reckoned."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.results.rules import Figure, Marking, cut, drift, figure, hidden, marking, share, spread
from core.sheets.control import by, tally
from core.sums.interim import CUTS, STATES
from core.sums.signals import by_teacher, told
from schemas.kinds import StudyRules
from schemas.words import STANDING

SCALE = {("r", "A"): ("passed", True), ("r", "D"): ("passed", False), ("r", "F"): ("failed", False),
         ("r", "I"): ("open", False)}  # fmt: skip
few = st.integers(0, 4)


@st.composite
def rows(draw):  # type: ignore[no-untyped-def]
    """Rows of the slice: each result has one outcome, each study one programme, year, language and funding."""
    found = []
    for place in draw(st.lists(st.tuples(*[st.integers(0, 2)] * len(CUTS)), max_size=12, unique=True)):
        counts = {s: draw(few) for s in STATES}
        quality = draw(st.integers(0, counts["passed"]))
        letters = {"A": quality, "D": counts["passed"] - quality, "F": counts["failed"],
                   "I": counts["open"] + counts["neutral"]}  # fmt: skip
        people = draw(st.integers(0, sum(counts.values())))
        found.append({**dict(zip(CUTS, place, strict=True)), **counts, "quality": quality, "people": people,
                      "letters": {k: n for k, n in letters.items() if n}})  # fmt: skip
    return found


@given(rows(), st.sampled_from(CUTS))
def test_parts_of_every_cut_make_the_whole(found, name: str) -> None:  # type: ignore[no-untyped-def]
    whole, parts = figure(found), cut(found, name, 0).values()
    for count in (*STATES, "quality", "graded", "all"):
        assert sum(getattr(p, count) for p in parts) == getattr(whole, count)
    assert sum(whole.letters.values()) == whole.all
    for letter, n in whole.letters.items():
        assert sum(p.letters.get(letter, 0) for p in parts) == n
    assert whole.quality <= whole.passed <= whole.graded
    if whole.graded:
        assert whole.pass_rate is not None and whole.quality_rate is not None
        assert 0 <= whole.quality_rate <= whole.pass_rate <= 100
    else:
        assert whole.pass_rate is None, "a zero denominator is no data"


@given(rows(), st.sampled_from(CUTS), st.integers(1, 9))
def test_a_hidden_cell_keeps_its_figures_to_itself(found, name: str, least: int) -> None:  # type: ignore[no-untyped-def]
    for of in cut(found, name, least).values():
        if of.hidden:
            assert of.pass_rate is None and not of.letters and of.all == 0
        else:
            assert of.people >= least or of.people == 0


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(1, 9))
def test_what_is_hidden_cant_be_reckoned_from_the_whole(people: list[int], least: int) -> None:
    away = hidden(people, least)
    behind = [n for n, gone in zip(people, away, strict=True) if gone]
    shown = [n for n, gone in zip(people, away, strict=True) if not gone and n]
    assert all(n >= least for n in shown)
    assert 0 not in behind, "an empty cell tells of nobody"
    if behind and shown:
        assert len(behind) > 1 and sum(behind) >= least
    if all(n >= least or not n for n in people):
        assert not any(away), "nothing is hidden without need"


def test_people_of_a_cell_are_counted_once_over_kinds_of_sheets() -> None:
    one = {k: "x" for k in CUTS} | dict.fromkeys(STATES, 0) | {"quality": 0, "letters": {}, "people": 4}
    assert figure([one, one | {"kind": "retake", "people": 2}]).people == 4
    assert figure([one, one | {"year": 2}]).people == 8


marks = st.lists(
    st.tuples(st.sampled_from(["A", "D", "F", "I", ""]), st.none() | st.integers(0, 100).map(Decimal),
              st.none() | st.integers(0, 100).map(Decimal), st.none() | st.integers(0, 100).map(Decimal)),
    max_size=12,
)  # fmt: skip


@given(st.lists(st.tuples(marks, st.sampled_from("ab"), st.sampled_from("xy")), max_size=6))
def test_a_teachers_figures_are_the_sum_of_his_sheets(given_sheets) -> None:  # type: ignore[no-untyped-def]
    sheets = [{"teachers": [t], "department": d, "faculty": None, **told(m, "r", SCALE)} for m, t, d in given_sheets]
    teachers = by_teacher(sheets)
    for name in ("graded", "passed", "failed", "open", "quality", "means", "gap", "alike", "alike_n"):
        assert sum(r[name] for r in teachers) == sum(r[name] for r in sheets)
    assert sum(r["sheets"] for r in teachers) == len(sheets)
    assert marking(teachers) == marking(sheets)


@given(marks)
def test_what_a_sheet_tells_holds_together(lines) -> None:  # type: ignore[no-untyped-def]
    row = told(lines, "r", SCALE)
    assert row["graded"] + row["open"] + row["neutral"] == sum(row["letters"].values())
    assert row["graded"] == row["passed"] + row["failed"] and row["quality"] <= row["passed"]
    of = marking([row])
    assert of.alike is None or 0 < of.alike <= 100
    assert of.mean is None or 0 <= of.mean <= 100


def test_equal_marks_and_a_far_exam_are_seen() -> None:
    far = told([("A", Decimal(95), Decimal(60), Decimal(74))] * 5, "r", SCALE)
    assert marking([far]).signs(StudyRules()) == ("far", "same") and marking([far]).gap == 35
    near = told([("A", Decimal(90 + n), Decimal(88), Decimal(89)) for n in range(5)], "r", SCALE)
    assert marking([near]).signs(StudyRules()) == ()
    two = told([("A", Decimal(95), None, Decimal(95))] * 2, "r", SCALE)
    assert marking([two]).alike is None, "two equal marks tell nothing"


@given(marks, st.none() | st.integers(1, 100), st.none() | st.integers(1, 100))
def test_what_catches_the_eye_is_a_setting_of_the_house(lines, gap, alike) -> None:  # type: ignore[no-untyped-def]
    of = marking([told(lines, "r", SCALE)])
    signs = of.signs(StudyRules(marking_gap=gap, marking_alike=alike))
    assert ("far" in signs) == (None not in (gap, of.gap) and abs(of.gap or 0) >= (gap or 0))
    assert ("same" in signs) == (None not in (alike, of.alike) and (of.alike or 0) >= (alike or 0))


@given(st.lists(st.decimals(0, 100, places=1), max_size=20), st.integers(1, 6))
def test_a_spread_needs_peers_enough_and_lies_among_them(values: list[Decimal], least: int) -> None:
    found = spread(values, least)
    assert (found is None) == (len(values) < max(3, least))
    if found:
        assert min(values) <= found.low <= found.middle <= found.high <= max(values)
        assert found.n == len(values)


def test_drift_is_the_newest_year_less_the_one_before_it_that_tells() -> None:
    def of(mean: int, graded: int = 9) -> Marking:
        return Marking(1, graded, Decimal(mean), None, None, None, None)

    assert drift({2024: of(70), 2025: of(81)}, 5) == 11
    assert drift({2023: of(70), 2024: of(10, 2), 2025: of(81)}, 5) == 11, "two grades tell nothing"
    assert drift({2025: of(81)}, 5) is None


TODAY = date(2026, 11, 20)
counted = st.fixed_dictionaries({
    "status": st.sampled_from([s.value for s in STANDING]), "department": st.sampled_from("ab"),
    "due": st.none() | st.integers(-20, 20).map(lambda n: (TODAY + timedelta(days=n)).isoformat()),
    "in_time": st.none() | st.booleans(), "n": st.integers(1, 5),
})  # fmt: skip


@given(st.lists(counted, max_size=12))
def test_departments_make_the_whole_of_the_control(rows_) -> None:  # type: ignore[no-untyped-def]
    whole = tally(rows_, TODAY)
    parts = [tally(mine, TODAY) for mine in by(rows_, "department").values()]
    for name in ("all", "undone", "late", "soon", "due", "in_time"):
        assert sum(getattr(p, name) for p in parts) == getattr(whole, name)
    assert whole.late + whole.soon <= whole.undone <= whole.all and whole.late <= whole.due
    assert max((p.days(TODAY) for p in parts), default=0) == whole.days(TODAY)


def test_no_denominator_is_no_data() -> None:
    assert share(0, 0) is None and Figure().pass_rate is None and tally([], TODAY).rate is None
