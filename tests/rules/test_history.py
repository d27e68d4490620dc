"""Folding: the same in one go or in steps, true on any day as known at any moment; nothing given is changed."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core import history
from core.db.codec import canonical, differences, digest, digests, plain
from schemas import events as ev
from schemas.base import Ref, Text
from schemas.student import Result
from schemas.words import ResultState

WHO = ev.Who(id="u", name="А", role="head")
START = datetime(2024, 9, 1, tzinfo=UTC)
DISCIPLINES = ("SOL", "HAR", "PIANO")


def envelope(n: int, day: int) -> dict:  # type: ignore[type-arg]
    return {
        "id": f"e{n}",
        "n": n,
        "at": START + timedelta(hours=n),
        "effective": date(2024, 9, 1) + timedelta(days=day),
        "actor": WHO,
        "command": f"c{n}",
    }


def admitted() -> ev.Admitted:
    profile = {
        "number": "1",
        "name": {"last": "А", "first": "Б", "middle": "", "latin": ""},
        "contacts": {},
        "custom": {},
    }
    return ev.Admitted(**envelope(1, 0), profile=profile, study={"id": "s", "status": "active", "group": "", "year": 1})


def result(id: str, code: str, points: int) -> Result:
    passed = points > 0
    return Result(
        id=id, discipline=Ref(id=code, label=Text(kk=code)), code=code, term="2024-1", credits=Decimal(5), letter="x",
        points=Decimal(points), state=ResultState.passed if passed else ResultState.failed,
        earned=Decimal(5 if passed else 0), gpa=True, rules="r", on=date(2024, 12, 1),
    )  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> list[ev.Event]:
    """A student's events in the order they were written; days may lie back, earlier events may be voided."""
    told: list[ev.Event] = [admitted()]
    for n in range(2, draw(st.integers(2, 14))):
        day = draw(st.integers(0, 60))
        kind = draw(st.sampled_from(["edit", "grade", "correct", "void"]))
        graded = [e for e in told if isinstance(e, ev.GradePosted)]
        if (
            kind == "grade"
            or (kind == "correct" and not graded)
            or (kind == "void" and not any(not isinstance(e, ev.EventVoided) for e in told[1:]))
        ):
            r = result(f"r{n}", draw(st.sampled_from(DISCIPLINES)), draw(st.integers(0, 4)))
            told.append(ev.GradePosted(**envelope(n, day), study="s", sheet=Ref(id="sh", label=Text(kk="1")), result=r))
        elif kind == "correct":
            first = draw(st.sampled_from(graded))
            r = result(first.result.id, first.result.code, draw(st.integers(0, 4)))
            days = (first.effective - date(2024, 9, 1)).days
            told.append(
                ev.GradeCorrected(**envelope(n, days), study="s", corrects=r.id, sheet=first.sheet, act="a", result=r)
            )
        elif kind == "void":
            target = draw(st.sampled_from([e for e in told[1:] if not isinstance(e, ev.EventVoided)]))
            days = (target.effective - date(2024, 9, 1)).days
            told.append(ev.EventVoided(**envelope(n, days), voids=target.id))
        else:
            group = draw(st.sampled_from("ABC"))
            told.append(ev.ProfileEdited(**envelope(n, day), changes=[ev.Change(field="studies.s.group", now=group)]))
    return told


@given(stories())
def test_fold_is_the_same_in_one_go_or_in_steps(told: list[ev.Event]) -> None:
    state = history.empty()
    for n, event in enumerate(told):
        if history.in_order(state, event):
            state = history.step(state, event)
        else:
            state = history.fold(told[: n + 1])
        whole = history.fold(told[: n + 1])
        assert differences(state, whole) == []


@given(stories())
def test_folding_changes_nothing_it_was_given(told: list[ev.Event]) -> None:
    before = history.fold(told[:-1])
    kept = copy.deepcopy(before)
    if history.in_order(before, told[-1]):
        history.step(before, told[-1])
    assert before == kept


@given(stories(), st.integers(0, 60), st.integers(0, 14))
def test_a_past_day_is_the_story_cut_there(told: list[ev.Event], day: int, hour: int) -> None:
    on, known = date(2024, 9, 1) + timedelta(days=day), START + timedelta(hours=hour)
    cut = [e for e in told if e.at <= known]
    gone = {e.voids for e in cut if isinstance(e, ev.EventVoided)}
    expected = history.fold(
        [e for e in cut if e.effective <= on and e.id not in gone and not isinstance(e, ev.EventVoided)]
    )
    got = history.fold(told, on, known)
    assert {**got, "latest": None} == {**expected, "latest": None}


@given(stories())
def test_totals_follow_from_the_record_alone(told: list[ev.Event]) -> None:
    study = history.fold(told)["studies"][0]
    # Of several attempts the newest passed one stands, or, where none was passed, the newest.
    last = {
        r["code"]: r for passed in (False, True) for r in study["record"] if bool(r["earned"]) is passed or not passed
    }
    points = [r["points"] for r in last.values()]
    gpa = study["totals"]["gpa"]
    assert (gpa is None) == (not points)
    assert gpa is None or abs(Fraction(gpa) - Fraction(sum(points)) / len(points)) < Fraction(1, 10**30)
    passed = {r["code"] for r in study["record"] if r["earned"]}
    assert study["totals"]["credits"] == 5 * len(passed)
    assert study["totals"]["academic_debts"] == len(set(last) - passed)


@given(stories())
def test_events_read_back_hash_the_same(told: list[ev.Event]) -> None:
    stored = [plain(e) for e in told]
    again = [plain(e) for e in history.parse(stored)]
    assert [digest(a) for a in stored] == [digest(b) for b in again]
    shuffled = dict(reversed(list(stored[-1].items())))
    assert canonical(stored[-1]) == canonical(shuffled)


@given(st.dictionaries(
    st.text(max_size=6).filter(lambda k: k != "parts"),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.decimals(allow_nan=False),
                 lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_size=6,
))  # fmt: skip
def test_a_hash_put_together_of_its_fields_is_the_hash_of_the_whole(body: dict[str, Any]) -> None:
    of, whole = digests(body)
    assert of == {k: digest(v) for k, v in body.items()}
    assert whole("parts", of) == digest({**body, "parts": of})
