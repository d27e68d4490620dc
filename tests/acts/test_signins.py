"""The log of sign-ins: every way a session begins, is refused, locked and ended; by person and day; for three roles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core import users
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken
from core.users import idle, sessions, signins
from core.users.signins import Asked
from schemas.user import User
from schemas.words import Role
from tests.conftest import actor

GOOD = "қара жорға 7"


@pytest.fixture
def aigul(head: Desk) -> User:
    fields = {"login": "aigul", "name": "Айгүл Сәрсенова", "role": Role.senior_registrar}
    return users.create(head, fields, GOOD, Why("бұйрық"), must_change=False)


def outcomes(desk: Desk, **asked: object) -> list[str]:
    return [r["outcome"] for r in signins.found(desk, Asked(**asked))]  # type: ignore[arg-type]


def test_every_beginning_and_end_of_a_session_is_one_line(head: Desk, store: Store, aigul: User) -> None:
    first = sessions.sign_in(store, "aigul", GOOD, "10.0.0.7", "Firefox")
    with pytest.raises(RuleBroken):
        sessions.sign_in(store, "aigul", "қате құпиясөз", "10.0.0.7")
    row = store.one("sessions", {"_id": sessions.token_hash(first)}) or {}
    idle.lock(store, row)
    idle.lock(store, row)
    idle.unlock(store, aigul, row, GOOD)
    sessions.sign_out(store, first)
    sessions.sign_out(store, first)
    second = sessions.sign_in(store, "aigul", GOOD, "10.0.0.8")
    own = Desk(actor(Role.management), store)
    assert sessions.revoke(head, aigul.id, None, Why("күдік")) == 1
    sessions.sign_in(store, "aigul", GOOD, "10.0.0.9")
    users.set_password(head, aigul.id, "жаңа құпиясөз 12", Why("ұмытты"))
    assert sessions.resolve(store, second) is None
    lines = signins.found(head, Asked(user=aigul.id))[::-1]
    assert [r["outcome"] for r in lines] == [
        "signed_in", "wrong", "locked", "unlocked", "signed_out", "signed_in", "ended", "signed_in", "ended",
    ]  # fmt: skip
    assert [(r["address"], r["by"]) for r in lines if "by" in r] == [
        ("10.0.0.8", head.actor.name), ("10.0.0.9", head.actor.name),
    ]  # fmt: skip
    assert signins.sums(head, Asked(user=aigul.id))["ended"] == 2
    with pytest.raises(Forbidden):
        signins.found(own, Asked(user=aigul.id))


def test_lines_are_found_by_person_day_and_outcome_from_an_index(head: Desk, store: Store, aigul: User) -> None:
    noon = datetime(2026, 11, 2, 7, tzinfo=UTC)  # 12:00 in Almaty
    for n, outcome in enumerate(("signed_in", "wrong", "wrong")):
        sessions.note(store, aigul, outcome, "10.0.0.7", "", noon + timedelta(hours=8 * n))
    sessions.note(store, None, "wrong", "10.0.0.7", "", noon)
    day = noon.date()
    assert sorted(outcomes(head, user=aigul.id, start=day, end=day)) == ["signed_in", "wrong"]
    assert outcomes(head, user=aigul.id, start=day + timedelta(1), end=day + timedelta(1)) == ["wrong"]
    assert len(outcomes(head, outcome="wrong")) == 3
    for asked in (
        Asked(),
        Asked(user="u"),
        Asked(outcome="wrong"),
        Asked(start=day, end=day),
        Asked(user="u", start=day),
    ):
        plan = store.db["signins"].find(signins.where(head, asked)).sort([("at", -1)]).explain()
        won = str(plan["queryPlanner"]["winningPlan"])
        assert "COLLSCAN" not in won and "'SORT'" not in won, asked
    kept = {name: i.get("expireAfterSeconds") for name, i in store.db["signins"].index_information().items()}
    assert kept["kept"] == signins.KEPT.total_seconds() == 730 * 86400, "the database itself lets old lines go"


def test_only_head_auditor_and_administrator_see_the_log(store: Store) -> None:
    for role in Role:
        desk = Desk(actor(role), store)
        if role in (Role.head, Role.auditor, Role.administrator):
            assert signins.found(desk, Asked()) == [] and signins.people(desk) == {}
            continue
        for ask in (signins.found, signins.sums):
            with pytest.raises(Forbidden):
                ask(desk, Asked())
        assert signins.found(desk, Asked(user=desk.actor.id)) == [], "one's own lines are one's own"
