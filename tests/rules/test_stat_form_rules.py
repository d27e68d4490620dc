"""What a statistical form counts (clauses 22, 46): conditions, figures, sums, places in the sheet."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.stat_forms.rules import broken, counted, letters, meets, places
from schemas.base import Text
from schemas.condition import Condition, Op
from schemas.kinds.stat_forms import FormCount, FormLine, StatForm


def c(field: str, op: str, value: str = "") -> Condition:
    return Condition(field=field, op=Op(op), value=value)


def line(code: str, *of: Condition, **more: Any) -> FormLine:
    return FormLine(code=code, name=Text(kk=code), of=list(of), **more)


@pytest.mark.parametrize(
    ("value", "op", "wanted", "said"),
    [(2, "is", "2", True), (2, "among", "1, 2", True), (2, "not", "2", False), (None, "not", "2", True),
     (None, "is", "2", False), ("", "empty", "", True), (False, "empty", "", False), (True, "is", "yes", True),
     (False, "is", "no", True), (18, "under", "18", False), (18, "upto", "18", True), (19, "over", "18", True),
     (9, "over", "18", False), (None, "over", "18", False), ("2005-03-01", "under", "2006-01-01", True),
     (["a", "b"], "is", "b", True), (["a"], "outside", "b, c", True), ("x", "over", "18", False)],
)  # fmt: skip
def test_a_value_meets_a_condition(value: Any, op: str, wanted: str, said: bool) -> None:
    assert meets(value, c("f", op, wanted)) is said


PEOPLE = st.lists(st.fixed_dictionaries({
    "year": st.sampled_from([None, 1, 2, 3]), "sex": st.sampled_from(["female", "male", None]),
}), max_size=30)  # fmt: skip
ROWS = [line("all", parts="y1, y2, rest"), line("y1", c("year", "is", "1")), line("y2", c("year", "is", "2")),
        line("rest", c("year", "outside", "1, 2"))]  # fmt: skip
COLUMNS = [line("A"), line("B", c("sex", "is", "female"))]


@given(PEOPLE)
def test_each_cell_is_who_meets_both_lines_and_the_parts_make_the_sum(people: list[dict[str, Any]]) -> None:
    students = [(p.get, 1) for p in people]
    found = counted(ROWS, COLUMNS, [], {FormCount.there: students})
    for (r, row), (k, column) in product(enumerate(ROWS), enumerate(COLUMNS)):
        by_hand = [p for p in people if all(meets(p[x.field], x) for x in (*row.of, *column.of))]
        assert found[r][k] == len(by_hand)
    assert broken(ROWS, COLUMNS, found) == []
    twice = counted(ROWS, COLUMNS, [], {FormCount.there: [(p.get, 2) for p in people]})
    assert twice == [[2 * n for n in row] for row in found]


@given(PEOPLE)
def test_a_sum_that_lacks_a_part_is_told_with_both_numbers(people: list[dict[str, Any]]) -> None:
    rows = [ROWS[0].model_copy(update={"parts": "y1, y2"}), *ROWS[1:3]]
    found = counted(rows, COLUMNS, [], {FormCount.there: [(p.get, 1) for p in people]})
    rest = [[p for p in people if p["year"] not in (1, 2) and (not k or p["sex"] == "female")] for k in range(2)]
    told = {b.other: b.stands - b.makes for b in broken(rows, COLUMNS, found)}
    assert told == {code: len(who) for code, who in zip("AB", rest, strict=True) if who}


def test_who_came_and_left_is_counted_by_what_either_line_says() -> None:
    rows = [line("in", c("cause", "is", "enrolment"), counts="came"), line("there")]
    columns = [line("A"), line("out", counts="left")]
    who = {"cause": "enrolment"}.get
    students = {FormCount.there: [({}.get, 5)], FormCount.came: [(who, 3), ({}.get, 1)], FormCount.left: [(who, 2)]}
    assert counted(rows, columns, [], students) == [[3, 2], [5, 2]]


@given(st.integers(0, 700))
def test_letters_of_a_column_count_as_a_sheet_counts_them(n: int) -> None:
    said, rest = "", n + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        said = chr(65 + last) + said
    assert letters(said) == n


def test_lines_stand_where_the_layout_says_and_else_one_after_another() -> None:
    down, along = places([line("1", place="8"), line("2"), line("3", place="20")], [line("A"), line("B", place="F")])
    assert (down, along) == ([7, 8, 19], [2, 5])


@pytest.mark.parametrize(
    ("rows", "key"),
    [([line("1"), line("1")], "code_twice"), ([line("1", place="B")], "bad_place"), ([line("1", parts="2")], "no_part"),
     ([line("1", parts="1")], "no_part"), ([line("1", place="3"), line("2", place="3")], "place_twice")],
)  # fmt: skip
def test_a_form_that_contradicts_itself_is_refused(rows: list[FormLine], key: str) -> None:
    with pytest.raises(ValidationError, match=f"stat_forms.{key}"):
        StatForm(rows=rows, columns=[line("A")])
