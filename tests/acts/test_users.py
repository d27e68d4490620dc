"""Accounts, passwords and sessions against a real database."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import users
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Duplicate, Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.users import sessions, signins
from schemas.base import Basis, Ref, Text
from schemas.user import User
from schemas.words import Role
from tests.conftest import actor

GOOD = "қара жорға 7"
ORDER = Basis(kind="Бұйрық", number="15-ж", day=date(2026, 9, 1))
FACULTY = Ref(id="f1", label=Text(kk="Аспап"))
# Not a day of the past: the server itself removes rows whose end has come.
NOW = datetime.now(UTC).replace(microsecond=0)


def appoint(desk: Desk, login: str = "aigul", role: Role = Role.senior_registrar, **more: Any) -> User:
    fields = {"login": login, "name": "Айгүл Сәрсенова", "role": role, "order_number": "12-ж"} | more
    return users.create(desk, fields, GOOD, Why("бұйрық"), must_change=False)


def enter(
    store: Store, password: str = GOOD, login: str = "aigul", address: str = "10.0.0.7", at: datetime = NOW
) -> str:
    return sessions.sign_in(store, login, password, address, "browser", now=at)


def desk_of(store: Store, user: User) -> Desk:
    return Desk(users.actor_of(user), store)


def test_appointed_person_signs_in_whatever_the_case_of_the_login(head: Desk, store: Store) -> None:
    made = appoint(head, "Aigul")
    token = enter(store, login=" AIGUL ")
    signed = sessions.resolve(store, token, NOW)
    assert signed and signed.user.id == made.id and signed.actor.role is Role.senior_registrar
    assert token not in json.dumps(store.rows("sessions", {}), default=str)


def test_only_the_head_appoints(senior: Desk, store: Store) -> None:
    with pytest.raises(Forbidden):
        appoint(senior)
    with pytest.raises(Forbidden):
        appoint(Desk(actor(Role.administrator), store))
    assert store.count("users", {}) == store.count("credentials", {}) == 0


def test_no_password_and_no_hash_in_accounts_and_audit(head: Desk, store: Store) -> None:
    made = appoint(head)
    users.set_password(head, made.id, "келесі құпиясөз", Why("ұмытқан"))
    everything = json.dumps([store.rows(c, {}) for c in ("users", "audit_events", "signins")], default=str)
    assert "argon2" not in everything and GOOD not in everything and "келесі" not in everything
    actions = [r["action"] for r in store.rows("audit_events", {}, sort=[("seq", 1)])]
    assert actions == ["user.appoint", "user.password"]


def test_password_swapped_in_the_database_opens_nothing(head: Desk, store: Store, tampered: None) -> None:
    mine, thief = appoint(head), appoint(head, "thief")
    hash = store.one("credentials", {"_id": thief.id})["hash"]  # type: ignore[index]
    store.db["credentials"].update_one({"_id": mine.id}, {"$set": {"hash": hash}})
    with pytest.raises(RuleBroken, match="signin.wrong"):
        enter(store)


def test_login_and_email_stand_once(head: Desk) -> None:
    appoint(head, email="a@kz.kz")
    with pytest.raises(Duplicate):
        appoint(head)
    with pytest.raises(Duplicate) as e:
        appoint(head, "other", email="A@kz.kz")
    assert e.value.values["field"] == "email"


@pytest.mark.parametrize(
    ("role", "field"),
    [(Role.registrar, "faculties"), (Role.department, "department"), (Role.teacher, "person")],
)
def test_a_role_with_a_scope_names_it(head: Desk, role: Role, field: str) -> None:
    with pytest.raises(Problems) as e:
        appoint(head, role=role)
    assert [p.field for p in e.value.problems] == [field]


def test_scope_of_the_account_is_the_scope_of_the_desk(head: Desk) -> None:
    made = appoint(head, role=Role.registrar, faculties=[FACULTY])
    assert users.actor_of(made).assigned == {"faculty": ("f1",), "department": (), "teacher": (), "group": ()}


@pytest.mark.parametrize("password", ["қысқа", "ааааааааааааа", "aigul-aigul-1", "x" * 300, "1qaz2wsx3edc"])
def test_weak_first_password_is_refused_beside_the_field(head: Desk, password: str) -> None:
    with pytest.raises(Problems) as e:
        users.create(head, {"login": "aigul", "name": "А", "role": Role.auditor}, password, Why("б"))
    assert e.value.problems[0].field == "password"


def test_wrong_password_unknown_name_and_closed_account_sound_the_same(head: Desk, store: Store) -> None:
    made = appoint(head)
    users.close_account(head, made.id, made.revision, Why("жұмыстан шықты", ORDER))
    said = set()
    for login, password in (("aigul", GOOD), ("aigul", "wrong password"), ("nobody", GOOD)):
        with pytest.raises(RuleBroken) as e:
            enter(store, password, login)
        said.add((e.value.key, str(e.value.values)))
    assert said == {("signin.wrong", "{}")}
    assert [r["outcome"] for r in signins.found(head, signins.Asked())] == ["wrong"] * 3


def wrong(store: Store, at: datetime, **where: str) -> str:
    with pytest.raises(RuleBroken) as e:
        enter(store, "wrong password", at=at, **where)
    return e.value.key


def test_wrong_passwords_cost_growing_time(head: Desk, store: Store) -> None:
    appoint(head)
    assert [wrong(store, NOW) for _ in range(6)] == ["signin.wrong"] * 5 + ["signin.wait"]
    with pytest.raises(RuleBroken) as e:  # the right password waits too
        enter(store)
    assert e.value.values == {"minutes": 1}
    later = NOW + timedelta(seconds=61)
    assert [wrong(store, later), wrong(store, later)] == ["signin.wrong", "signin.wait"]
    with pytest.raises(RuleBroken) as e:
        enter(store, at=later)
    assert e.value.values == {"minutes": 2}
    token = enter(store, at=later + timedelta(minutes=3))
    assert sessions.resolve(store, token, later)
    assert wrong(store, later + timedelta(minutes=3)) == "signin.wrong"  # the count began anew


def test_unknown_names_wait_as_known_ones_do(head: Desk, store: Store) -> None:
    appoint(head)
    known = [wrong(store, NOW) for _ in range(7)]
    assert known == [wrong(store, NOW, login="nobody") for _ in range(7)]


def test_one_address_cannot_try_many_names(head: Desk, store: Store) -> None:
    appoint(head)
    said = [wrong(store, NOW, login=f"n{i}") for i in range(32)]
    assert said[:30] == ["signin.wrong"] * 30 and said[30:] == ["signin.wait"] * 2
    with pytest.raises(RuleBroken, match="signin.wait"):
        enter(store)
    assert enter(store, address="10.0.0.8")


def test_many_tries_at_once_are_counted(head: Desk, store: Store) -> None:
    appoint(head)
    said: list[str] = []

    def one() -> None:
        try:
            enter(store, "wrong password")
        except RuleBroken as e:
            said.append(e.key)

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["signin.wait"] * 7 + ["signin.wrong"] * 5


def test_session_ends_with_its_day_and_with_sign_out(head: Desk, store: Store) -> None:
    appoint(head)
    token = enter(store)
    assert sessions.resolve(store, token, NOW + timedelta(hours=11, minutes=59))
    assert sessions.resolve(store, token, NOW + timedelta(hours=12)) is None
    for strange in (None, "", "x", "x" * 5000, sessions.token_hash(token)):
        assert sessions.resolve(store, strange, NOW) is None
    sessions.sign_out(store, token)
    assert sessions.resolve(store, token, NOW) is None


def test_change_of_password_role_or_account_ends_all_sessions(head: Desk, store: Store) -> None:
    made = appoint(head)
    now = datetime.now(UTC)

    def tokens() -> list[str]:
        return [enter(store, at=now), enter(store, at=now)]

    def alive(held: list[str]) -> list[bool]:
        return [sessions.resolve(store, t) is not None for t in held]

    held = tokens()
    named = users.edit(head, made.id, made.revision, {"name": "Айгүл Омарова"}, Why("тегі өзгерді"))
    assert alive(held) == [True, True]
    changed = users.edit(head, made.id, named.revision, {"role": Role.auditor}, Why("ауысты"))
    assert alive(held) == [False, False]
    held = tokens()
    users.change_own_password(desk_of(store, changed), GOOD, "келесі құпиясөз", "келесі құпиясөз")
    assert alive(held) == [False, False]
    with pytest.raises(RuleBroken, match="signin.wrong"):
        enter(store)
    held = [enter(store, "келесі құпиясөз", at=now)]
    fresh = store.load(User, made.id)
    users.close_account(head, made.id, fresh.revision, Why("шықты", ORDER))
    assert alive(held) == [False]


def test_first_password_must_be_changed(head: Desk, store: Store) -> None:
    made = users.create(head, {"login": "aigul", "name": "А", "role": Role.auditor}, GOOD, Why("б"))
    assert made.must_change
    own = desk_of(store, made)
    for current, password, again, field in (
        ("wrong password", "келесі құпиясөз", "келесі құпиясөз", "current"),
        (GOOD, "1qaz2wsx3edc", "1qaz2wsx3edc", "password"),
        (GOOD, GOOD, GOOD, "password"),
        (GOOD, "келесі құпиясөз", "басқа құпиясөз", "again"),
    ):
        with pytest.raises(Problems) as e:
            users.change_own_password(own, current, password, again)
        assert [p.field for p in e.value.problems] == [field]
    assert not users.change_own_password(own, GOOD, "келесі құпиясөз", "келесі құпиясөз").must_change
    assert users.set_password(head, made.id, GOOD, Why("ұмытты")).must_change


def test_a_first_password_that_nobody_came_to_change_opens_nothing_after_a_month(head: Desk, store: Store) -> None:
    made = users.create(head, {"login": "aigul", "name": "А", "role": Role.auditor}, GOOD, Why("б"))
    late = datetime.now(UTC) + timedelta(days=30, minutes=5)  # NOW is when this file was read
    assert sessions.proved(store, "aigul", GOOD, "10.0.0.7", now=NOW + timedelta(days=29)).id == made.id
    with pytest.raises(RuleBroken, match="signin.first_old"):
        enter(store, at=late)
    assert wrong(store, late) == "signin.wrong", "who does not know it learns nothing"
    users.change_own_password(desk_of(store, made), GOOD, "келесі құпиясөз", "келесі құпиясөз")
    assert enter(store, "келесі құпиясөз", at=late)


def test_sessions_are_shown_and_revoked(head: Desk, store: Store, senior: Desk) -> None:
    made, now = appoint(head), datetime.now(UTC)
    own = desk_of(store, made)
    first, second = enter(store, at=now), enter(store, at=now)
    rows = sessions.listed(own, made.id)
    assert len(rows) == 2 and {r["address"] for r in rows} == {"10.0.0.7"}
    assert sessions.revoke(own, made.id, sessions.token_hash(first)) == 1
    assert sessions.resolve(store, first) is None and sessions.resolve(store, second)
    other = appoint(head, "berik")
    with pytest.raises(Forbidden):
        sessions.listed(desk_of(store, other), made.id)
    with pytest.raises(Forbidden):
        sessions.revoke(desk_of(store, other), made.id)
    administrator = Desk(actor(Role.administrator), store)
    assert sessions.revoke(administrator, made.id) == 1 and sessions.resolve(store, second) is None
    assert store.rows("audit_events", {"action": "user.sessions"})[0]["actor"]["role"] == "administrator"


def test_one_head_always_remains(head: Desk, store: Store) -> None:
    first = appoint(head, "first", Role.head)
    with pytest.raises(RuleBroken, match="users.last_head"):
        users.close_account(head, first.id, first.revision, Why("шықты", ORDER))
    second = appoint(head, "second", Role.head)
    done: list[str] = []

    def close(user: User) -> None:
        try:
            users.close_account(head, user.id, user.revision, Why("шықты", ORDER))
            done.append(user.login)
        except OfficeError:
            pass

    threads = [threading.Thread(target=close, args=(u,)) for u in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1 and store.count("users", {"role": "head", "active": True}) == 1


def test_account_is_edited_with_a_reason_and_never_over_another_change(head: Desk, store: Store) -> None:
    made = appoint(head)
    with pytest.raises(Problems) as e:
        users.edit(head, made.id, made.revision, {"name": "Х"}, Why())
    assert e.value.problems[0].field == "reason"
    for field in ("credential", "must_change", "active", "id"):
        with pytest.raises(RuleBroken):
            users.edit(head, made.id, made.revision, {field: "x"}, Why("р"))
    users.edit(head, made.id, made.revision, {"name": "Х"}, Why("р"))
    with pytest.raises(StaleRevision):
        users.edit(head, made.id, made.revision, {"name": "У"}, Why("р"))
    closed = users.close_account(head, made.id, made.revision + 1, Why("р", ORDER))
    assert users.reopen(head, made.id, closed.revision, Why("р")).active and enter(store)


def test_language_is_remembered(head: Desk, store: Store) -> None:
    made = appoint(head)
    users.choose_language(desk_of(store, made), "ru")
    assert store.load(User, made.id).language == "ru"
    assert store.rows("audit_events", {"action": "user.language"})[0]["changes"][0]["now"] == "ru"


def test_accounts_stand_in_kazakh_order_page_by_page(head: Desk) -> None:
    from core.users import reading

    for n, name in enumerate(("Ыбырай Аяла", "Қожахметов Ерлан", "Кәрім Ая", "Әбенова Ая", "Ястребова Ия")):
        appoint(head, f"user{n}", name=name)
    order = ["Әбенова Ая", "Кәрім Ая", "Қожахметов Ерлан", "Ыбырай Аяла", "Ястребова Ия"]
    pages = [[r["name"] for r in reading.listed(head, page=n, size=2)] for n in range(4)]
    assert pages == [order[:2], order[2:4], order[4:], []]
    assert [r["name"] for r in reading.listed(head, descending=True)] == order[::-1]
    assert [r["login"] for r in reading.listed(head, sort="login", size=2)] == ["user0", "user1"]
    assert not any("credential" in r for r in reading.listed(head))
