"""Holds: put, listed, lifted; what a kind of hold stops is stopped in the act itself."""

from __future__ import annotations

from datetime import date

import pytest

from core import house, transcripts
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.holds import acts, reading
from core.holds.acts import Wanted
from core.kinds import ship
from schemas.words import Role
from tests.acts.test_sheets import closed
from tests.acts.test_transcripts import own_office
from tests.conftest import actor


@pytest.fixture
def desk(head: Desk) -> Desk:
    """The head's desk in an office with its shipped kinds of hold."""
    own_office(head)
    ship(head.store)
    house.refresh(head.store)
    return head


def test_a_hold_stops_what_its_kind_says_until_it_is_lifted(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    hold = acts.put(desk, line.student.id, "library", Why("«Сольфеджио» кітабы"), amount="1", due=date(2026, 12, 1))
    with pytest.raises(RuleBroken, match="holds.stopped") as no:
        transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау"))
    assert no.value.values["kind"].kk == "Кітапхана" and no.value.values["reason"] == "«Сольфеджио» кітабы"
    assert no.value.values["student"].kk == line.student.label.kk and no.value.values["who"] == desk.actor.name
    assert desk.store.count("transcripts", {}) == 0
    lifted = acts.lift(desk, hold.id, hold.revision, Why("кітап қайтарылды"))
    assert not lifted.active and lifted.lifted and lifted.lifted.reason == "кітап қайтарылды"
    assert transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау")).number
    assert [h.active for h in reading.of_student(desk, line.student.id)] == [False]
