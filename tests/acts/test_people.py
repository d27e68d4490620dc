"""Appointments, acting by order, the distribution of work, and what nobody may give himself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import four_eyes, users
from core.access import RIGHTS
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.i18n import known
from core.tx import Tx
from core.users import sessions
from schemas.base import Basis, Ref, Text
from schemas.user import User
from schemas.words import Role, Work
from tests.acts.test_users import FACULTY, GOOD, ORDER, appoint, desk_of, enter
from tests.conftest import actor

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@contextmanager
def refused(key: str) -> Iterator[None]:
    """A bad value stands beside its field."""
    with pytest.raises(Problems) as e:
        yield
    assert [p.key for p in e.value.problems] == [f"users.{key}"]


def on(day: date, user: User, store: Store) -> Desk:
    """The desk of a user at noon of a day."""
    at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return Desk(users.actor_of(user, day), store, clock=lambda: at)


@pytest.fixture
def boss(store: Store) -> Desk:
    at = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 7, tzinfo=UTC)
    return Desk(actor(Role.head), store, clock=lambda: at)


def stand_in(desk: Desk, user: User, role: Role = Role.head, days: int = 5, first: date = MONDAY) -> User:
    why = Why("демалыс", Basis(kind="Бұйрық", number="77-ж", day=MONDAY))
    return users.acting.appoint(desk, user.id, user.revision, role, first, first + days * DAY, why)


# acting -----------------------------------------------------------------------------------------------------------


def test_acting_head_has_the_rights_in_his_days_and_no_longer(boss: Desk, store: Store) -> None:
    made = stand_in(boss, appoint(boss))
    before, first, last, after = (
        users.actor_of(made, d) for d in (MONDAY - DAY, MONDAY, MONDAY + 5 * DAY, MONDAY + 6 * DAY)
    )
    assert before.role is after.role is Role.senior_registrar and not before.acting
    assert first.role is last.role is Role.head and first.own_role is Role.senior_registrar
    other = appoint(on(MONDAY, made, store), "berik")
    entry = store.rows("audit_events", {"subject.id": other.id})[0]
    assert entry["actor"] == {"id": made.id, "name": made.name, "role": "head"}
    with pytest.raises(Forbidden):
        appoint(on(MONDAY + 6 * DAY, made, store), "third")


def test_the_session_knows_who_acts_today(head: Desk, store: Store) -> None:
    made, now = appoint(head), datetime.now(UTC)
    token = enter(store, at=now)
    assert (sessions.resolve(store, token) or pytest.fail()).actor.role is Role.senior_registrar
    stand_in(head, made, first=users.acting.today())
    assert (sessions.resolve(store, token) or pytest.fail()).actor.role is Role.head


def test_leadership_may_let_act_and_others_may_not(boss: Desk, store: Store, senior: Desk) -> None:
    made = appoint(boss)
    with pytest.raises(Forbidden):
        stand_in(senior, made)
    with pytest.raises(Forbidden):
        stand_in(Desk(actor(Role.administrator), store), made)
    assert stand_in(Desk(actor(Role.management), store, clock=boss.clock), made).acting[0].order_number == "77-ж"


def test_acting_asks_an_order_and_days_in_order(boss: Desk) -> None:
    made = appoint(boss)
    with pytest.raises(Problems) as e:
        users.acting.appoint(boss, made.id, made.revision, Role.head, MONDAY, MONDAY, Why("демалыс"))
    assert [p.field for p in e.value.problems] == ["basis.number", "basis.day"]
    with refused("acting_days"):
        stand_in(boss, made, days=-1)
    with refused("acting_over"):
        stand_in(boss, made, first=MONDAY - 10 * DAY)


def test_nobody_lets_himself_act_and_orders_never_overlap(boss: Desk, store: Store) -> None:
    first, second = appoint(boss), appoint(boss, "berik")
    leader = appoint(boss, "leader", Role.management)
    with pytest.raises(RuleBroken, match="not_oneself"):
        stand_in(on(MONDAY, leader, store), leader)
    first = stand_in(boss, first)
    with pytest.raises(RuleBroken, match="acting_overlaps"):
        stand_in(boss, first, Role.registrar if first.faculties else Role.management, first=MONDAY + 5 * DAY)
    with pytest.raises(RuleBroken, match="acting_overlaps"):
        stand_in(boss, second, first=MONDAY + 5 * DAY)
    assert stand_in(boss, second, first=MONDAY + 6 * DAY).acting[0].starts == MONDAY + 6 * DAY


@pytest.mark.parametrize("role", [Role.administrator, Role.auditor])
def test_who_runs_the_machine_and_who_watches_never_act(boss: Desk, role: Role) -> None:
    apart, usual = appoint(boss, "apart", role), appoint(boss)
    with pytest.raises(RuleBroken, match="acting_not_for"):
        stand_in(boss, apart)
    with pytest.raises(RuleBroken, match="acting_not_for"):
        stand_in(boss, usual, role)
    with refused("scope_missing"):
        stand_in(boss, usual, Role.department)


def test_acting_ends_early_and_one_to_come_is_taken_back(boss: Desk, store: Store) -> None:
    made = stand_in(boss, appoint(boss))
    later = Desk(boss.actor, store, clock=lambda: datetime(2026, 11, 25, 7, tzinfo=UTC))
    with pytest.raises(RuleBroken, match="acting_none"):
        users.acting.end(later, made.id, made.revision, MONDAY + DAY, Why("оралды"))
    made = users.acting.end(later, made.id, made.revision, MONDAY, Why("оралды"))
    assert made.acting[0].ends == date(2026, 11, 24) and users.actor_of(made, date(2026, 11, 25)).role is not Role.head
    made = stand_in(later, made, first=date(2026, 12, 1))
    made = users.acting.end(later, made.id, made.revision, date(2026, 12, 1), Why("қайтарылды"))
    assert len(made.acting) == 1


def test_acting_head_neither_appoints_nor_releases_heads(boss: Desk, store: Store) -> None:
    real, second = appoint(boss, "real", Role.head), appoint(boss, "second", Role.head)
    made = stand_in(boss, appoint(boss))
    acting = on(MONDAY, made, store)
    for act in (
        lambda: appoint(acting, "friend", Role.head),
        lambda: users.close_account(acting, real.id, real.revision, Why("р", ORDER)),
        lambda: users.edit(acting, second.id, second.revision, {"role": Role.auditor}, Why("р")),
        lambda: users.edit(acting, made.id, made.revision, {"role": Role.head}, Why("р")),
    ):
        with pytest.raises(RuleBroken, match=r"acting_no_heads|not_oneself"):
            act()


def test_acting_head_touches_neither_a_heads_account_nor_orders_of_acting_heads(boss: Desk, store: Store) -> None:
    real, friend = appoint(boss, "real", Role.head), appoint(boss, "friend")
    made = stand_in(boss, appoint(boss))
    real = users.stand_in(boss, real.id, real.revision, made.id, MONDAY + 60 * DAY, None, Why("р"))
    next_one = stand_in(boss, appoint(boss, "next"), first=MONDAY + 30 * DAY)
    acting = on(MONDAY, made, store)
    for act in (
        lambda: users.set_password(acting, real.id, "келесі құпиясөз", Why("р")),
        lambda: users.stand_in(acting, real.id, real.revision, made.id, MONDAY, MONDAY, Why("р")),
        lambda: users.no_deputy(acting, real.id, real.revision, 0, Why("р")),
        lambda: users.assign(acting, real.id, real.revision, [], ["А"], [], Why("р")),
        lambda: stand_in(acting, friend, days=900, first=MONDAY + 6 * DAY),
        lambda: stand_in(acting, real, Role.management),
        lambda: users.acting.end(acting, next_one.id, next_one.revision, MONDAY + 30 * DAY, Why("р")),
    ):
        with pytest.raises(RuleBroken, match="acting_no_heads"):
            act()
    assert enter(store, login="real")
    assert stand_in(acting, friend, Role.hr, first=MONDAY + 6 * DAY).acting  # what is no head's stays in his hands
    assert users.set_password(acting, friend.id, "келесі құпиясөз", Why("р")).must_change


def test_a_head_acts_as_nothing_else(boss: Desk, store: Store) -> None:
    real = appoint(boss, "real", Role.head, department=FACULTY)
    leader = Desk(actor(Role.management), store, clock=boss.clock)
    for role in (Role.department, Role.payments, Role.management):
        with pytest.raises(RuleBroken, match="acting_not_for"):
            stand_in(leader, real, role)
    assert users.actor_of(store.load(User, real.id), MONDAY).role is Role.head


@pytest.mark.parametrize("role", [Role.administrator, Role.auditor])
def test_who_runs_the_machine_and_who_watches_are_nobodys_deputies(head: Desk, store: Store, role: Role) -> None:
    made, apart = appoint(head), appoint(head, "apart", role)
    for desk in (head, desk_of(store, made)):
        with pytest.raises(RuleBroken, match="deputy_apart"):
            users.stand_in(desk, made.id, made.revision, apart.id, MONDAY, None, Why("демалыс"))


# nobody for himself -----------------------------------------------------------------------------------------------


def test_nobody_changes_his_own_rights(head: Desk, store: Store) -> None:
    appoint(head, "other", Role.head)
    mine = appoint(head, "mine", Role.head)
    desk = desk_of(store, mine)
    for changes in ({"role": Role.management}, {"faculties": [FACULTY]}, {"department": FACULTY}, {"login": "new"}):
        with pytest.raises(RuleBroken, match="not_oneself"):
            users.edit(desk, mine.id, mine.revision, changes, Why("р"))
    for act in (
        lambda: users.close_account(desk, mine.id, mine.revision, Why("р", ORDER)),
        lambda: users.reopen(desk, mine.id, mine.revision, Why("р")),
        lambda: users.assign(desk, mine.id, mine.revision, [FACULTY], [], [], Why("р")),
    ):
        with pytest.raises(RuleBroken, match="not_oneself"):
            act()
    with pytest.raises(RuleBroken, match="password_own"):
        users.set_password(desk, mine.id, GOOD + "1", Why("р"))
    assert users.edit(desk, mine.id, mine.revision, {"name": "Жаңа"}, Why("тегі өзгерді")).name == "Жаңа"


def test_the_administrator_grants_nothing(head: Desk, store: Store) -> None:
    made, admin = appoint(head), appoint(head, "admin", Role.administrator)
    desk = desk_of(store, admin)
    for act in (
        lambda: appoint(desk, "friend"),
        lambda: users.edit(desk, made.id, made.revision, {"role": Role.head}, Why("р")),
        lambda: users.edit(desk, admin.id, admin.revision, {"role": Role.head}, Why("р")),
        lambda: users.close_account(desk, made.id, made.revision, Why("р", ORDER)),
        lambda: users.assign(desk, made.id, made.revision, [], ["А-1"], [], Why("р")),
        lambda: users.set_password(desk, made.id, GOOD + "1", Why("р")),
        lambda: stand_in(desk, made),
    ):
        with pytest.raises(Forbidden):
            act()
    marks = ("student.", "grade_sheet.", "transcript.", "section.", "correction.", "import.", "kpi.", "paper.")
    assert not [r for r in RIGHTS[Role.administrator] if r.startswith(marks)]


def test_release_asks_its_order_and_keeps_it(head: Desk) -> None:
    made = appoint(head)
    with pytest.raises(Problems) as e:
        users.close_account(head, made.id, made.revision, Why("шықты"))
    assert {p.field for p in e.value.problems} == {"basis.number", "basis.day"}
    closed = users.close_account(head, made.id, made.revision, Why("шықты", ORDER))
    assert (closed.release_number, closed.release_day) == (ORDER.number, ORDER.day)
    back = Basis(kind="Бұйрық", number="90-ж", day=date(2027, 1, 5))
    opened = users.reopen(head, made.id, closed.revision, Why("қайта қабылданды", back))
    assert (opened.release_number, opened.order_number, opened.order_day) == ("", "90-ж", date(2027, 1, 5))


# work -------------------------------------------------------------------------------------------------------------


def test_work_is_shared_out_by_an_act_that_ends_sessions_where_reach_changes(head: Desk, store: Store) -> None:
    made = appoint(head, role=Role.registrar, faculties=[FACULTY])
    now = datetime.now(UTC)
    token = enter(store, at=now)
    made = users.assign(head, made.id, made.revision, [FACULTY], [], [Work.sheets], Why("бөлу"))
    assert sessions.resolve(store, token) and made.work == [Work.sheets]
    second = Ref(id="f2", label=Text(kk="Халық музыкасы"))
    made = users.assign(head, made.id, made.revision, [second], [" ДОМ-24-1қ", ""], [], Why("бөлу"))
    assert not sessions.resolve(store, token) and made.groups == ["ДОМ-24-1қ"]
    assert users.actor_of(made).assigned["group"] == ("ДОМ-24-1қ",)
    with refused("scope_missing"):
        users.assign(head, made.id, made.revision, [], [], [], Why("бөлу"))
    with pytest.raises(RuleBroken, match="nothing_changed"):
        users.assign(head, made.id, made.revision, [second], ["ДОМ-24-1қ"], [], Why("бөлу"))


def test_a_deputy_is_named_by_oneself_or_the_head_and_gets_no_rights(head: Desk, store: Store) -> None:
    made, other = appoint(head), appoint(head, "berik", Role.hr)
    own = desk_of(store, made)
    made = users.stand_in(own, made.id, made.revision, other.id, MONDAY, MONDAY + 3 * DAY, Why("демалыс"))
    assert made.deputies[0].user.id == other.id and users.actor_of(other, MONDAY).role is Role.hr
    cases: list[tuple[Any, str]] = [((made.id, MONDAY + 30 * DAY), "deputy_self"), ((other.id, MONDAY), "overlaps")]
    for (who, day), said in cases:
        with pytest.raises(RuleBroken, match=said):
            users.stand_in(own, made.id, made.revision, who, day, None, Why("р"))
    with pytest.raises(Forbidden):
        users.stand_in(own, other.id, other.revision, made.id, MONDAY, None, Why("р"))
    assert users.no_deputy(head, made.id, made.revision, 0, Why("оралды")).deputies == []
    assert users.choose_mail(own, True).mail_notices


def test_every_right_and_every_pair_of_hands_has_its_words() -> None:
    rights = dict.fromkeys(right for role in RIGHTS.values() for right in role)
    assert [r for r in rights if not known(f"users.rights.{r.replace('.', '_')}")] == []
    assert [a for a in four_eyes.TABLE if not known(f"audit.action.{a.replace('.', '_')}")] == []


@pytest.mark.parametrize("act", four_eyes.TABLE)
def test_each_act_of_two_hands_refuses_the_same_person(head: Desk, store: Store, act: str) -> None:
    hands = four_eyes.TABLE[act]
    assert four_eyes.roles(hands.drafts) and four_eyes.roles(hands.approves)
    person = Ref(id="p1", label=Text(kk="Бір адам"))
    first = appoint(head, "first", person=person)
    twin, other = appoint(head, "twin", person=person), appoint(head, "other", person=FACULTY)

    def approve(user: User) -> User:
        def work(tx: Tx) -> User:
            four_eyes.check(tx, act, first.id)
            return tx.get(User, user.id)

        return desk_of(store, user).transact("user.self", work, Why())

    for same in (first, twin):
        with pytest.raises(RuleBroken, match="four_eyes.same_person"):
            approve(same)
    assert approve(other).id == other.id
