"""Joining two stories and voiding it gives each story as it was; nothing is lost while they are one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from core import history
from core.db.codec import differences, plain
from core.students.merging import rules
from schemas import events as ev
from schemas.base import Ref, Text
from tests.rules.test_history import WHO, stories

LATE = datetime(2026, 1, 1, tzinfo=UTC)  # after every event of a story
TODAY = date(2026, 1, 1)


def told(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


def envelope(id: str, n: int, day: date = TODAY) -> dict:  # type: ignore[type-arg]
    return {"id": id, "n": n, "at": LATE, "effective": day, "actor": WHO, "command": id}


def joined(keep: list[ev.Event], other: list[ev.Event]) -> tuple[ev.MergedIn, ev.MergedInto]:
    a, b = history.fold(keep), history.fold(other)
    studies, papers, _ = rules.brought({**a, "_id": "K"}, {**b, "_id": "O"}, TODAY, lambda: "new")
    came = ev.MergedIn(
        **envelope("in", len(keep) + 1), source=told("O"), number="2", studies=studies, papers=papers,
        changes=[ev.Change(field="citizenship", was=None, now="KZ")],
    )  # fmt: skip
    return came, ev.MergedInto(**envelope("into", len(other) + 1), into=told("K"))


def void(id: str, n: int) -> ev.EventVoided:
    return ev.EventVoided(**envelope(f"void-{id}", n), voids=id)


def bare(state: history.State) -> history.State:
    return {**state, "latest": None}


@given(stories(), stories())
def test_merge_then_unmerge_gives_the_state_before(keep: list[ev.Event], other: list[ev.Event]) -> None:
    came, gone = joined(keep, other)
    for story, event in ((keep, came), (other, gone)):
        back = history.fold([*story, event, void(event.id, len(story) + 2)])
        assert differences(bare(history.fold(story)), bare(back)) == []


@given(stories(), stories())
def test_nothing_is_lost_while_they_are_one(keep: list[ev.Event], other: list[ev.Event]) -> None:
    came, gone = joined(keep, other)
    a, b = history.fold(keep), history.fold(other)
    one = history.fold([*keep, came])
    assert differences(one, history.step(a, came)) == []  # in one go or in steps
    assert one["studies"][: len(a["studies"])] == a["studies"]
    brought = one["studies"][len(a["studies"]) :]
    assert [s["record"] for s in brought] == [s["record"] for s in b["studies"]]
    assert [s["totals"] for s in brought] == [s["totals"] for s in b["studies"]]
    assert len({s["id"] for s in one["studies"]}) == len(one["studies"])
    away = history.step(b, gone)
    assert away["studies"] == [] and away["iin"] is None and away["number"] == b["number"]


@given(stories(), stories(), st.integers(0, 60))
def test_days_before_the_merge_stay_as_they_were(keep: list[ev.Event], other: list[ev.Event], day: int) -> None:
    came, _ = joined(keep, other)
    on = date.fromordinal(date(2024, 9, 1).toordinal() + day)
    assert history.fold([*keep, came], on) == history.fold(keep, on)


@given(stories(), stories())
def test_events_of_a_merge_read_back_the_same(keep: list[ev.Event], other: list[ev.Event]) -> None:
    for event in joined(keep, other):
        assert plain(history.parse([plain(event)])[0]) == plain(event)


@given(stories(), stories())
def test_what_rests_on_a_merge_is_named(keep: list[ev.Event], other: list[ev.Event]) -> None:
    came, _ = joined(keep, other)
    n, mine = len(keep) + 2, keep[0]
    assert isinstance(mine, ev.Admitted)
    brought = came.studies[0]["id"]
    card = ev.ProfileEdited(**envelope("card", n), changes=[ev.Change(field="citizenship", now="RU")])
    own = ev.ProfileEdited(
        **envelope("own", n), changes=[ev.Change(field=f"studies.{mine.study['id']}.group", now="Б")]
    )
    its = ev.ProfileEdited(**envelope("its", n), changes=[ev.Change(field=f"studies.{brought}.group", now="Б")])
    assert rules.resting([*keep, came, card, own], "in") == []
    assert rules.resting([*keep, came, its], "in") == [its]
    assert rules.resting([*keep, came, its, void("its", n + 1)], "in") == []
