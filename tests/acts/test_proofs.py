"""What is signed and what gives rights asks anew who sits there, on the server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import jobs, users
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken, Unproved
from core.office import first_office
from core.users import idle, proving, second, sessions, totp
from schemas.base import new_id
from schemas.user import User
from schemas.words import Role
from tests.acts.test_users import GOOD, appoint


def signed(store: Store, user: User, minutes: int = 0, by: str = "password") -> Desk:
    """The desk of a page of somebody who signed in so many minutes ago."""
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    known = sessions.resolve(store, sessions.begin(store, user, "10.0.0.7", now=at, by=by))
    assert known
    return Desk(known.actor, store)


def make(desk: Desk, login: str = "") -> User:
    fields = {"login": login or new_id(), "name": "Б", "role": Role.auditor, "order_number": "1"}
    return users.create(desk, fields, GOOD, Why("бұйрық"))


def office(head: Desk, minutes: int | None) -> None:
    made = first_office("Консерватория", "Алматы").model_copy(update={"proof_minutes": minutes})
    head.transact("office.edit", lambda tx: tx.add(made.model_copy(deep=True)), Why("т"))


def test_an_old_sign_in_gives_no_rights_until_the_password_is_given_again(
    head: Desk, store: Store, tmp_path: Path
) -> None:
    mine = appoint(head, role=Role.head)
    assert make(signed(store, mine, 29))
    desk = signed(store, mine, 31)
    with pytest.raises(Unproved):
        make(desk, "berik")
    with pytest.raises(RuleBroken, match="lock.wrong"):
        proving.prove(desk, "қате құпиясөз", tmp_path)
    with pytest.raises(Unproved):
        make(desk, "berik")
    proving.prove(desk, GOOD, tmp_path)
    assert make(desk, "berik").login == "berik"
    with pytest.raises(Unproved):
        make(signed(store, mine, 31))  # the proof was of that screen alone
    assert {r["outcome"] for r in store.rows("signins", {})} == {"signed_in", "wrong", "proved"}


def test_the_proof_runs_out_as_the_institution_says(head: Desk, store: Store, tmp_path: Path) -> None:
    mine = appoint(head, role=Role.head)
    office(head, 5)
    desk = signed(store, mine, 6)
    proving.prove(desk, GOOD, tmp_path)
    make(desk)
    store.side("sessions").update_one(
        {"_id": desk.actor.session}, {"$set": {"proved": desk.now() - timedelta(minutes=6)}}
    )
    with pytest.raises(Unproved):
        make(desk)
    ahead = desk.now() + timedelta(hours=1)  # the clock was set back since
    store.side("sessions").update_one({"_id": desk.actor.session}, {"$set": {"proved": ahead}})
    with pytest.raises(Unproved):
        make(desk)
    store.db["office"].update_one({}, {"$set": {"proof_minutes": 0}})
    assert make(desk)
    store.db["office"].update_one({}, {"$set": {"proof_minutes": 5}})


def test_unlocking_the_screen_is_a_proof_and_what_is_ones_own_asks_by_itself(head: Desk, store: Store) -> None:
    mine = appoint(head, role=Role.head)
    desk = signed(store, mine, 40)
    assert users.choose_mail(desk, True).mail_notices
    with pytest.raises(Unproved):
        sessions.revoke(desk, mine.id)
    idle.unlock(store, mine, store.one("sessions", {"_id": desk.actor.session}) or {}, GOOD)
    assert make(desk) and sessions.revoke(desk, mine.id) == 1


def test_who_acts_without_a_screen_is_not_asked_but_at_the_beginning(
    head: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = appoint(head, role=Role.head)
    assert make(Desk(users.actor_of(mine), store))
    begun: list[Any] = []
    monkeypatch.setattr("core.jobs.runner.go", lambda store, id: begun.append(id))
    with pytest.raises(Unproved):
        jobs.begin(signed(store, mine, 31), "diplomas.register", {}, Why())
    jobs.begin(signed(store, mine, 31), "names.scan", {}, Why())
    jobs.begin(signed(store, mine), "diplomas.register", {}, Why())
    assert len(begun) == 2


def test_whom_the_service_lets_in_gives_the_code(head: Desk, store: Store, tmp_path: Path) -> None:
    mine = appoint(head, role=Role.head)
    assert make(signed(store, mine, 31, "service")), "there is nothing he could give"
    now = datetime.now(UTC)
    half = second.half(store, second.begin(store, mine, "service", "/", "enrol", now), now)
    assert half
    secret = second.offered(store, half, tmp_path)
    step = totp.step_of(now)
    second.enrol(Desk(users.actor_of(mine), store), half, totp.code(secret, step), tmp_path)
    desk = signed(store, store.load(User, mine.id), 31, "service")
    with pytest.raises(Unproved):
        make(desk)
    with pytest.raises(RuleBroken, match="second.wrong"):
        proving.prove(desk, GOOD, tmp_path)
    proving.prove(desk, totp.code(secret, step + 1), tmp_path)
    assert make(desk)
