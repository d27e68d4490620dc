"""The first hour of a new registrar (clauses 33-9, 36): ticked by what was done, kept for its person, put away."""

from __future__ import annotations

from core import finding, first_hour, views
from core.desk import Desk, Why
from core.i18n import known
from schemas.base import new_id
from schemas.words import Role
from tests.conftest import actor


def done(desk: Desk) -> set[str]:
    return {step.key for step, is_done in first_hour.steps(desk) if is_done}


def test_each_step_is_ticked_by_having_been_done_and_stays_so(head: Desk, senior: Desk) -> None:
    assert len(first_hour.steps(head)) == 10 and done(head) == set()
    finding.opened(head, "student", {"id": "s1"})
    assert done(head) == {"find"}
    finding.pin(head, "students", "s1")
    views.keep(head, "students", "Менің тобым", {}, False, Why())
    head.store.look({"_id": new_id(), "at": head.now(), "user": head.actor.id, "did": "download", "student": ""})
    finding.opened(head, "grade_sheet", {"sheet": "g1"})
    assert done(head) == {"find", "pin", "view", "take", "sheet"}
    draft = {"_id": "d1", "sheet": "g1", "user": senior.actor.id}
    head.store.side("drafts").insert_one(draft)
    assert "type" not in done(head), "what another typed is not his"
    head.store.side("drafts").insert_one({**draft, "_id": "d2", "user": head.actor.id})
    for page, address in (
        ("order", {"id": "o"}),
        ("paper", {"of": "papers", "paper": "p"}),
        ("norm_document", {"id": "n"}),
    ):
        finding.opened(head, page, address)
    assert done(head) == {s.key for s in first_hour.STEPS} - {"task"}
    finding.forget(head)
    head.store.side("drafts").delete_many({})
    assert "find" in done(head) and "type" in done(head), "once done it stays so"
    assert done(senior) == set(), "each has his own"


def test_it_is_a_registrar_s_and_can_be_put_away(head: Desk) -> None:
    for role in (Role.teacher, Role.auditor, Role.hr, Role.administrator):
        assert first_hour.steps(Desk(actor(role), head.store)) == []
    first_hour.put_away(head)
    assert first_hour.steps(head) == [] and first_hour.is_away(head)
    first_hour.put_away(head, False)
    assert len(first_hour.steps(head)) == 10
    assert all(known(f"first_hour.step.{s.key}") for s in first_hour.STEPS)
