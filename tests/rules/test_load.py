"""Hours of a lesson that changed hands: shared by weeks, never lost, never doubled."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classes import replaced
from core.errors import RuleBroken
from core.load import Span, shared, spans
from schemas.base import Ref, Text
from schemas.section import Section
from schemas.term import Term
from schemas.words import LessonKind, TermKind

STARTS, ENDS = date(2026, 9, 1), date(2026, 12, 21)  # sixteen weeks
TERM = Term(code="2026-1", kind=TermKind.autumn, year=2026, starts=STARTS, ends=ENDS)
ONE, TWO, THREE = (Ref(id=f"p{n}", label=Text(kk=f"Оқытушы {n}")) for n in (1, 2, 3))


def section(**more) -> Section:  # type: ignore[no-untyped-def]
    return Section(code="S", term=TERM.ref(), discipline=Ref(id="d", label=Text(kk="Мамандық")),
                   kind=LessonKind.individual, **{"teacher": ONE, **more})  # fmt: skip


def row(of: Section) -> dict:  # type: ignore[type-arg]
    return of.model_dump(mode="json")


@given(
    hours=st.decimals(0, 2000, places=1),
    changes=st.lists(st.tuples(st.integers(1, 110), st.sampled_from(["p1", "p2", "p3", None])), max_size=6),
)
def test_the_parts_are_always_the_whole(hours: Decimal, changes: list[tuple[int, str | None]]) -> None:
    days = sorted({n: who for n, who in changes}.items())
    found, since, who = [], None, "p1"
    for n, new in days:
        found.append(Span(who, since, STARTS + timedelta(n - 1)))
        since, who = STARTS + timedelta(n), new
    parts = shared(hours, [*found, Span(who, since)], STARTS, ENDS)
    assert sum(parts.values()) == hours and all(p >= 0 for p in parts.values())


def test_a_quarter_of_the_weeks_is_a_quarter_of_the_hours() -> None:
    changed = replaced(section(), TERM, TWO, STARTS + timedelta(28), "демалыс")
    assert shared(Decimal(32), spans(row(changed), "teacher"), STARTS, ENDS) == {"p1": Decimal(8), "p2": Decimal(24)}
    assert shared(Decimal(32), spans(row(changed), "teacher"), None, None) == {"p2": Decimal(32)}, "no days, no weeks"


def test_who_taught_until_when_stays_written() -> None:
    day = date(2026, 10, 5)
    changed = replaced(section(accompanist=THREE), TERM, TWO, day, "бала күтімі")
    assert changed.teacher == TWO and changed.teacher_since == day
    [was] = changed.taught
    assert (was.teacher, was.accompanist, was.until, was.reason) == (ONE, THREE, date(2026, 10, 4), "бала күтімі")
    again = replaced(changed, TERM, None, date(2026, 11, 2), "кетті", accompanist=True)
    assert [t.teacher for t in again.taught] == [ONE, TWO] and again.taught[1].since == day
    parts = shared(Decimal(16), spans(row(again), "accompanist"), STARTS, ENDS)
    assert parts["p3"] + parts[None] == 16 and parts["p3"] == 9


def test_a_change_before_the_first_lesson_leaves_no_history() -> None:
    changed = replaced(section(), TERM, TWO, STARTS, "жаңа жүктеме")
    assert changed.teacher == TWO and changed.taught == [] and changed.teacher_since is None


@pytest.mark.parametrize(
    ("person", "day", "key"),
    [(ONE, date(2026, 10, 5), "classes.same_teacher"), (TWO, date(2026, 8, 1), "classes.outside_term"),
     (TWO, date(2027, 1, 5), "classes.outside_term")],
)  # fmt: skip
def test_a_change_that_makes_no_sense_is_refused(person: Ref, day: date, key: str) -> None:
    with pytest.raises(RuleBroken) as e:
        replaced(section(), TERM, person, day, "а")
    assert e.value.key == key


def test_nobody_is_put_before_the_one_who_teaches_now() -> None:
    changed = replaced(section(), TERM, TWO, date(2026, 11, 2), "а")
    with pytest.raises(RuleBroken) as e:
        replaced(changed, TERM, THREE, date(2026, 10, 5), "б")
    assert e.value.key == "classes.before_since" and e.value.values["since"] == date(2026, 11, 2)
